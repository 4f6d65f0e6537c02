import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { isUnknownObject } from '../graph/graph-fault.ts';
import type { ScanRequest } from '../platform-channel.ts';
import { type FacebookPost, listFacebookPosts } from './facebook-posts.ts';
import { postsToRead } from './posts-to-read.ts';
import { readThread, type ThreadPage } from './read-thread.ts';
import { digestOf, type FacebookCursor, type PostMark } from './scan-cursor.ts';

export interface FacebookScan {
  graph: GraphClient;
  accountId: string;
  /** Milliseconds. */
  now: number;
  /** Changed in place: a post's mark once all its news were given. */
  cursor: FacebookCursor;
  request: Pick<ScanRequest, 'isFull' | 'countsOf' | 'signal'>;
}

/**
 * What stands under the Page's posts: in a full scan all of it, otherwise of the newest hundred posts what changed since
 * they were last read.
 *
 * @throws PlatformFault
 */
export async function* scanFacebook(scan: FacebookScan): AsyncGenerator<PlatformNews[]> {
  const { graph, accountId, cursor, now, request } = scan;
  const { isFull, countsOf } = request;
  const through = cursor.fullUntil;
  let isFirst = true;
  for await (const page of listFacebookPosts(graph, { accountId, signal: request.signal })) {
    const due = isFull ? page.filter(({ postedAt }) => through === null || postedAt <= through) : [];
    if (isFirst) {
      await forgetOthers(cursor, page, countsOf);
      const turn = postsToRead(
        page.filter((post) => !due.includes(post)),
        cursor,
        now,
      );
      for (const post of turn.posts) yield* readPost(scan, post, { isWhole: false, isMarked: true });
      cursor.lastQuiet = turn.lastQuiet ?? cursor.lastQuiet;
    }
    if (!isFull) return;
    for (const post of due) {
      yield* readPost(scan, post, { isWhole: true, isMarked: isFirst });
      if (post.postedAt !== '') cursor.fullUntil = post.postedAt;
    }
    isFirst = false;
  }
  cursor.fullUntil = null;
}

/**
 * Only posts of the first page are read between full scans: marks of others would only pile up. A post whose count the
 * desk does not know is to be looked at whole again.
 */
async function forgetOthers(
  cursor: FacebookCursor,
  page: readonly FacebookPost[],
  countsOf: ScanRequest['countsOf'],
): Promise<void> {
  const counts = await countsOf(page.map(({ place }) => place.id));
  const marks = Object.entries(cursor.posts).filter(([id]) => counts.has(id));
  cursor.posts = Object.fromEntries(marks);
}

async function* readPost(
  scan: FacebookScan,
  post: FacebookPost,
  { isWhole, isMarked }: { isWhole: boolean; isMarked: boolean },
): AsyncGenerator<PlatformNews[]> {
  const { cursor } = scan;
  const { id } = post.place;
  try {
    const mark = yield* readChanges(scan, post, { known: cursor.posts[id] ?? null, isWhole });
    if (isMarked && mark) cursor.posts[id] = mark;
  } catch (fault) {
    // Deleted since it was listed: the others are read all the same.
    if (!isUnknownObject(fault)) throw fault;
  }
}

/**
 * The comments of one post as far as they may be new; then, when all of them were read, which there are.
 * @returns how it stands now; null when that is not certain
 */
async function* readChanges(
  { graph, accountId, request }: FacebookScan,
  { place }: FacebookPost,
  { known, isWhole }: { known: PostMark | null; isWhole: boolean },
): AsyncGenerator<PlatformNews[], PostMark | null> {
  const itemIds = new Set<string>();
  const mark: PostMark = { count: null, newestAt: known?.newestAt ?? null, digest: '' };
  let newCount = 0;
  let isReadable = true;
  const isNewestFirst = !isWhole;
  for await (const page of readThread(graph, { accountId, place, signal: request.signal, isNewestFirst })) {
    const { items, unreadable } = page;
    if (mark.digest === '' && (items.length > 0 || page.isLast)) {
      mark.digest = digestOf(items);
      mark.count = page.count;
      if (!isWhole && known && isUnchanged(page, known, mark)) return known;
    }
    for (const item of items) {
      itemIds.add(item.id);
      if (item.writtenAt > (known?.newestAt ?? '')) newCount += 1;
      if (item.writtenAt > (mark.newestAt ?? '')) mark.newestAt = item.writtenAt;
    }
    isReadable &&= unreadable.length === 0;
    yield [...items.map((item): PlatformNews => ({ kind: 'item', item })), ...unreadable];
    if (!page.isLast && !isWhole && isEnough({ page, known, mark, newCount })) return mark;
  }
  const itemCount = mark.count ?? itemIds.size;
  if (itemIds.size === 0 && itemCount > 0) {
    const message = `post ${place.id} counts ${itemCount} comments and shows none`;
    yield [{ kind: 'warning', code: 'PLATFORM_CONTRADICTS', message }];
    return null;
  }
  yield [{ kind: 'place', place, itemCount, itemIds: isReadable ? [...itemIds] : null }];
  return mark;
}

/** Oldest first and without a count, the first of several pages says nothing about what is new. */
function isUnchanged({ isLast, isNewestFirst }: ThreadPage, known: PostMark, mark: PostMark): boolean {
  const isTelling = isLast || isNewestFirst || mark.count !== null;
  return isTelling && known.digest === mark.digest && known.count === mark.count;
}

/** Whether later pages can hold nothing new, and the new ones explain the whole change of the count. */
function isEnough({
  page,
  known,
  mark,
  newCount,
}: {
  page: ThreadPage;
  known: PostMark | null;
  mark: PostMark;
  newCount: number;
}): boolean {
  const [oldest] = page.items;
  if (!known?.newestAt || !oldest || !page.isNewestFirst || known.count === null || mark.count === null) return false;
  return oldest.writtenAt < known.newestAt && mark.count === known.count + newCount;
}
