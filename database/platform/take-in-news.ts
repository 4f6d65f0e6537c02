import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import type { Connection } from '../connect.ts';
import { takeInResponse } from '../pushed/take-in-response.ts';
import type { NewsContext, TakenNews } from './news-context.ts';
import { takeInItem } from './take-in-item.ts';
import { takeInRemoval, takeInVisibility } from './take-in-mark.ts';

/** News that becomes something; places, warnings and what nobody can read are not of this kind. */
export type ReadableNews = Extract<PlatformNews, { kind: 'item' | 'removed' | 'hidden' | 'shown' | 'response' }>;

/** Takes in one piece of news under the lock of its source. */
export async function takeInNews(
  transaction: Connection,
  context: NewsContext,
  news: ReadableNews,
): Promise<TakenNews> {
  switch (news.kind) {
    case 'item':
      return takeInItem(transaction, context, news.item);
    case 'removed':
      return takeInRemoval(transaction, context, news);
    case 'hidden':
    case 'shown':
      return takeInVisibility(transaction, context, { ...news, isHidden: news.kind === 'hidden' });
    case 'response': {
      const { source, desk, now } = context;
      const ticketId = await takeInResponse(transaction, { source, response: news.response, desk, now });
      return { ticketId, isNew: ticketId !== null };
    }
  }
}

/** Ids of the items that some news is about. */
export function itemIdsOf(news: readonly PlatformNews[]): string[] {
  const ids = news.flatMap((told) => {
    if (told.kind === 'item') return [told.item.id];
    return told.kind === 'removed' || told.kind === 'hidden' || told.kind === 'shown' ? [told.itemId] : [];
  });
  return [...new Set(ids)];
}
