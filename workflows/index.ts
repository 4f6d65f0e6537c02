export { pollSource } from './poll-source.ts';
export { reconcile } from './reconcile.ts';
export { ticket } from './ticket.ts';
