import type { NewsAccess } from '../database/platform/commit-news.ts';
import { lookAt } from './look-at.ts';
import type { Tools } from './tools.ts';

/** What news of platforms is taken in with. */
export function newsAccess(tools: Tools): NewsAccess {
  const { database, log } = tools;
  return { database, log, lookAt: (ticketId) => void lookAt(tools, ticketId) };
}
