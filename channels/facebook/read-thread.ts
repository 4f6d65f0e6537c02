import type { Place, PlatformItem, PlatformNews } from '../../domain/platform/platform-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { isNotThere, isUnknownObject } from '../graph/graph-fault.ts';
import { type EdgePage, readEdge } from '../graph/graph-pages.ts';
import { countOf, membersOf } from '../graph/wire-value.ts';
import { unreadableNews } from '../unreadable-news.ts';
import { COMMENT_FIELDS, readFacebookItem } from './facebook-item.ts';

export interface ThreadPage {
  /** The oldest first, so that replies come after what they reply to. */
  items: PlatformItem[];
  /** What has no id or no moment. */
  unreadable: PlatformNews[];
  /** How many comments the platform counts under the post; null where it does not say. */
  count: number | null;
  isLast: boolean;
  /** What comes on later pages is older. */
  isNewestFirst: boolean;
}

export interface ThreadRequest {
  accountId: string;
  place: Place;
  signal: AbortSignal;
  /** The newest first, where the platform does that; otherwise the oldest. */
  isNewestFirst: boolean;
}

/** `stream` are the comments of all levels, the oldest first (Graph API reference, "Object Comments"). */
const PLAIN = { fields: COMMENT_FIELDS, filter: 'stream', limit: '100' };
/** Both are seen on the edge and promised for no version: without them there is more to read, that is all. */
const COUNTED = { ...PLAIN, summary: 'true' };
const NEWEST_FIRST = { ...COUNTED, order: 'reverse_chronological' };

/** The comments of all levels under one post, a page at a time, each page from its oldest to its newest. @throws PlatformFault */
export async function* readThread(graph: GraphClient, of: ThreadRequest): AsyncGenerator<ThreadPage> {
  const edge = { path: `${of.place.id}/comments`, signal: of.signal };
  let hasPages = false;
  try {
    for await (const page of readEdge(graph, { ...edge, query: of.isNewestFirst ? NEWEST_FIRST : COUNTED })) {
      hasPages = true;
      yield threadPage(page, of);
    }
  } catch (fault) {
    if (hasPages || !isNotThere(fault) || isUnknownObject(fault)) throw fault;
    for await (const page of readEdge(graph, { ...edge, query: PLAIN })) yield threadPage(page, of);
  }
}

function threadPage({ data, body, isLast }: EdgePage, of: ThreadRequest): ThreadPage {
  const items: PlatformItem[] = [];
  const unreadable: PlatformNews[] = [];
  for (const comment of data) {
    const item = readFacebookItem(comment, of);
    if (item) items.push(item);
    else unreadable.push(unreadableNews(JSON.stringify(comment), 'a comment without an id or a moment'));
  }
  const isNewestFirst =
    of.isNewestFirst && items.every((item, index) => item.writtenAt <= (items[index - 1] ?? item).writtenAt);
  return {
    items: isNewestFirst ? items.toReversed() : items,
    unreadable,
    count: countOf(membersOf(body['summary'])['total_count']),
    isLast,
    isNewestFirst,
  };
}
