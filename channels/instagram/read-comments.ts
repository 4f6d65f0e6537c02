import type { Place, PlatformNews } from '../../domain/platform/platform-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { nextCursor, readEdge } from '../graph/graph-pages.ts';
import { idOf, listOf, membersOf } from '../graph/wire-value.ts';
import { unreadableNews } from '../unreadable-news.ts';
import { COMMENT_FIELDS, readInstagramItem, THREAD_FIELDS } from './instagram-item.ts';

/** Largest page of the comments edge (Instagram reference, "IG Media comments"). */
const PAGE_SIZE = '50';

export interface CommentsOf {
  accountId: string;
  place: Place;
  signal: AbortSignal;
}

/**
 * All comments under one media with their replies, newest thread first, a page at a time. The edge gives top-level
 * comments only; replies that were cut off are read on their own.
 *
 * @throws PlatformFault
 */
export async function* readComments(graph: GraphClient, of: CommentsOf): AsyncGenerator<PlatformNews[]> {
  const { place, signal } = of;
  const query = { fields: THREAD_FIELDS, limit: PAGE_SIZE };
  for await (const { data } of readEdge(graph, { path: `${place.id}/comments`, query, signal })) {
    let news: PlatformNews[] = [];
    // The oldest first, as far as the page goes.
    for (const comment of data.toReversed()) {
      news.push(newsOf(comment, of));
      const parentId = idOf(membersOf(comment)['id']);
      if (parentId !== null)
        for await (const replies of readReplies(graph, { ...of, parentId, comment })) news = news.concat(replies);
    }
    yield news;
  }
}

async function* readReplies(
  graph: GraphClient,
  of: CommentsOf & { parentId: string; comment: unknown },
): AsyncGenerator<PlatformNews[]> {
  const nested = membersOf(membersOf(of.comment)['replies']);
  yield listOf(nested['data']).map((reply) => newsOf(reply, of));
  const after = nextCursor(nested);
  if (after === null) return;
  const query = { fields: COMMENT_FIELDS, limit: PAGE_SIZE };
  const edge = { path: `${of.parentId}/replies`, query, signal: of.signal, after };
  for await (const { data } of readEdge(graph, edge)) yield data.map((reply) => newsOf(reply, of));
}

function newsOf(comment: unknown, of: CommentsOf & { parentId?: string }): PlatformNews {
  const item = readInstagramItem(comment, of);
  if (item) return { kind: 'item', item };
  return unreadableNews(JSON.stringify(comment), 'a comment without an id or a moment');
}
