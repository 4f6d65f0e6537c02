import type { FacebookPost } from './facebook-posts.ts';
import type { FacebookCursor } from './scan-cursor.ts';

const LIVELY_MILLISECONDS = 3 * 86_400_000;
const MOST_LIVELY = 25;
const MOST_QUIET = 10;

/**
 * Posts count no comments, so each costs a call. Those that are new or had comments in the last three days are read every
 * time; the rest take turns.
 */
export function postsToRead(
  posts: readonly FacebookPost[],
  { posts: marks, lastQuiet }: FacebookCursor,
  now: number,
): { posts: FacebookPost[]; lastQuiet: string | null } {
  const since = new Date(now - LIVELY_MILLISECONDS).toISOString();
  const isLively = ({ place, postedAt }: FacebookPost): boolean =>
    postedAt >= since || (marks[place.id]?.newestAt ?? '') >= since;
  const lively = posts.filter(isLively).slice(0, MOST_LIVELY);
  const quiet = posts.filter((post) => !lively.includes(post));
  const start = quiet.findIndex(({ place }) => place.id === lastQuiet) + 1;
  const turn = [...quiet.slice(start), ...quiet.slice(0, start)].slice(0, MOST_QUIET);
  return { posts: [...lively, ...turn], lastQuiet: turn.at(-1)?.place.id ?? null };
}
