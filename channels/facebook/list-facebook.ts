import type { Place, PlatformItem } from '../../domain/platform/platform-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { isUnknownObject } from '../graph/graph-fault.ts';
import { listFacebookPosts } from './facebook-posts.ts';
import { readThread } from './read-thread.ts';

export interface ListedPeriod {
  accountId: string;
  /** ISO. */
  from: string;
  /** ISO, excluded. */
  to: string;
  signal: AbortSignal;
}

/** Every comment of a period, for the gap audit: all posts are read, for old ones get new comments too. @throws PlatformFault */
export async function* listFacebook(graph: GraphClient, period: ListedPeriod): AsyncGenerator<PlatformItem[]> {
  for await (const posts of listFacebookPosts(graph, period))
    for (const { place, postedAt } of posts)
      if (postedAt < period.to)
        try {
          yield* listPost(graph, { ...period, place });
        } catch (fault) {
          // Deleted since it was listed.
          if (!isUnknownObject(fault)) throw fault;
        }
}

/** The platform's own `since` measures something unclear: the moments are compared here. */
async function* listPost(
  graph: GraphClient,
  { from, to, ...of }: ListedPeriod & { place: Place },
): AsyncGenerator<PlatformItem[]> {
  for await (const { items, isNewestFirst } of readThread(graph, { ...of, isNewestFirst: true })) {
    const within = items.filter(({ writtenAt }) => writtenAt >= from && writtenAt < to);
    if (within.length > 0) yield within;
    if (isNewestFirst && items.length > 1 && (items[0]?.writtenAt ?? from) < from) return;
  }
}
