export { conversation } from './conversation.ts';
export { pollSource } from './poll-source.ts';
export { reconcile } from './reconcile.ts';
export { tendSources } from './tend-sources.ts';
export { testRedirection } from './test-redirection.ts';
export { ticket } from './ticket.ts';
