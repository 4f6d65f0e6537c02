import { createHash } from 'node:crypto';
import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import { membersOf, textOf } from '../graph/wire-value.ts';

/** How a post stood when its comments were last read. */
export interface PostMark {
  /** Comments that the platform counted; null when it did not say. */
  count: number | null;
  /** ISO, of its newest comment. */
  newestAt: string | null;
  /** Of the newest comments: any change among them gives another. */
  digest: string;
}

/** Where a scan of a Page goes on. */
export interface FacebookCursor {
  posts: Record<string, PostMark>;
  /** The quiet post that was looked at last; those after it come next. */
  lastQuiet: string | null;
  /** ISO: a full scan that was broken off is through with what was posted after it. */
  fullUntil: string | null;
}

/** What was kept, or a fresh one. */
export function readFacebookCursor(kept: unknown): FacebookCursor {
  const cursor = membersOf(kept);
  const posts = Object.entries(membersOf(cursor['posts'])).map(([id, value]): [string, PostMark] => {
    const mark = membersOf(value);
    const count = mark['count'];
    return [
      id,
      {
        count: typeof count === 'number' ? count : null,
        newestAt: textOf(mark['newestAt']),
        digest: textOf(mark['digest']) ?? '',
      },
    ];
  });
  return {
    posts: Object.fromEntries(posts),
    lastQuiet: textOf(cursor['lastQuiet']),
    fullUntil: textOf(cursor['fullUntil']),
  };
}

/** The same whatever order they come in. */
export function digestOf(items: readonly PlatformItem[]): string {
  const hash = createHash('sha256');
  for (const { id, text, isHidden } of items.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    hash.update(JSON.stringify([id, text, isHidden]));
  return hash.digest('base64url').slice(0, 16);
}
