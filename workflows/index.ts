export { conversation } from './conversation.ts';
export { pollSource } from './poll-source.ts';
export { reconcile } from './reconcile.ts';
export { testRedirection } from './test-redirection.ts';
export { ticket } from './ticket.ts';
