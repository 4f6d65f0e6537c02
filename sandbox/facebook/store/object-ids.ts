import type { Comment, Post } from './facebook-state.ts';

/** Above 2^53, as ids of the real platform are: whoever reads them as numbers gets others. */
const FIRST_ID = 122_100_000_000_000_000n;
/** Ids of neighbours differ by less than a JavaScript number can tell. */
const STEP = 3n;

/** The nth id of the stand-in. */
export function nthId(number: number): string {
  return String(FIRST_ID + BigInt(number) * STEP);
}

/** How ids of comments are written in answers: `{post}_{comment}`, or the comment's part alone. */
export type IdSpelling = 'composite' | 'bare';

export function postId(post: Pick<Post, 'pageId' | 'tail'>): string {
  return `${post.pageId}_${post.tail}`;
}

export function commentId(comment: Pick<Comment, 'postTail' | 'tail'>, spelling: IdSpelling): string {
  return spelling === 'bare' ? comment.tail : `${comment.postTail}_${comment.tail}`;
}
