import type { PlatformItem, PlatformNews } from '../../domain/platform/platform-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { isUnknownObject } from '../graph/graph-fault.ts';
import { membersOf, textOf } from '../graph/wire-value.ts';
import type { ScanRequest } from '../platform-channel.ts';
import { type InstagramMedia, listInstagramMedia } from './instagram-media.ts';
import { readComments } from './read-comments.ts';

/** So many of the newest media are looked at between full scans: older ones seldom get comments. */
const NEWEST_MEDIA = 500;

/** Where a scan goes on. */
export interface InstagramCursor {
  /** ISO: a full scan that was broken off is through with what was posted after it. */
  fullUntil: string | null;
}

/** What was kept, or a fresh one. */
export function readInstagramCursor(kept: unknown): InstagramCursor {
  return { fullUntil: textOf(membersOf(kept)['fullUntil']) };
}

export interface InstagramScan {
  graph: GraphClient;
  accountId: string;
  /** Changed in place. */
  cursor: InstagramCursor;
  request: Pick<ScanRequest, 'isFull' | 'countsOf' | 'signal'>;
}

/**
 * What stands under the account's media. The comments edge takes no time, so whole media are read; those whose
 * `comments_count` is as it was are skipped, except in a full scan: a comment that went as another came hides the change.
 *
 * @throws PlatformFault
 */
export async function* scanInstagram(scan: InstagramScan): AsyncGenerator<PlatformNews[]> {
  const { graph, accountId, cursor, request } = scan;
  const { signal, isFull } = request;
  const through = cursor.fullUntil;
  let seen = 0;
  for await (const page of listInstagramMedia(graph, { accountId, signal })) {
    const counts = await request.countsOf(page.map(({ place }) => place.id));
    for (const media of page) {
      const isFullTurn = isFull && (through === null || media.postedAt <= through);
      const isSame = media.commentCount !== null && counts.get(media.place.id) === media.commentCount;
      if (!isSame || (isFullTurn && media.commentCount !== 0))
        yield* readMedia(graph, media, { accountId, place: media.place, signal });
      if (isFullTurn && media.postedAt !== '') cursor.fullUntil = media.postedAt;
    }
    seen += page.length;
    if (!isFull && seen >= NEWEST_MEDIA) return;
  }
  if (isFull) cursor.fullUntil = null;
}

/**
 * The comments of a media and, last, which there are. The count is from before the reading: what came meanwhile makes the
 * next count another. Nothing shown where something is counted proves nothing gone (github.com/diwenne/openreply/issues/64).
 */
async function* readMedia(
  graph: GraphClient,
  { place, commentCount }: InstagramMedia,
  of: Parameters<typeof readComments>[1],
): AsyncGenerator<PlatformNews[]> {
  const itemIds = new Set<string>();
  let isWhole = true;
  // None counted is none there: what is known of it is asked for one by one before it counts as gone.
  if (commentCount !== 0)
    try {
      for await (const news of readComments(graph, of)) {
        for (const each of news)
          if (each.kind === 'item') itemIds.add(each.item.id);
          else isWhole = false;
        yield news;
      }
    } catch (fault) {
      // Deleted since it was listed: the others are read all the same.
      if (isUnknownObject(fault)) return;
      throw fault;
    }
  if (itemIds.size === 0 && isWhole && commentCount !== null && commentCount > 0)
    yield [{ kind: 'warning', code: 'PLATFORM_CONTRADICTS', message: contradiction(place.id, commentCount) }];
  else yield [{ kind: 'place', place, itemCount: commentCount, itemIds: isWhole ? [...itemIds] : null }];
}

function contradiction(mediaId: string, count: number): string {
  return `media ${mediaId} counts ${count} comments and shows none`;
}

/** Every comment of a period, for the gap audit: all media are read, for old ones get new comments too. */
export async function* listInstagram(
  graph: GraphClient,
  accountId: string,
  { from, to, signal }: { from: string; to: string; signal: AbortSignal },
): AsyncGenerator<PlatformItem[]> {
  for await (const page of listInstagramMedia(graph, { accountId, signal }))
    for (const { place, postedAt, commentCount } of page) {
      if (commentCount === 0 || postedAt >= to) continue;
      for await (const news of readComments(graph, { accountId, place, signal })) {
        const items = news.flatMap((each) => (each.kind === 'item' ? [each.item] : []));
        const within = items.filter(({ writtenAt }) => writtenAt >= from && writtenAt < to);
        if (within.length > 0) yield within;
      }
    }
}
