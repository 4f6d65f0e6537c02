import { idOf } from '../graph/wire-value.ts';

/** The id of a comment in the spelling that the desk keeps; null for what is none. */
export function commentIdOf(value: unknown): string | null {
  return commentTail(idOf(value) ?? '') || null;
}

/**
 * Comments are named `98765` or `{post}_98765`, also within one answer; what stands behind the last underscore is the
 * same in both, and is the one spelling that the desk keeps.
 */
export function commentTail(id: string): string {
  return id.slice(id.lastIndexOf('_') + 1);
}

/** The post of a comment, as the platform names posts (`{page}_{post}`), when the comment's name tells it. */
export function postOfComment(commentId: string, pageId: string): string | null {
  const [tail, post] = commentId.split('_').toReversed();
  return tail !== undefined && post !== undefined ? `${pageId}_${post}` : null;
}

/** The names under which a comment may be called, the one that says most first. */
export function commentSpellings(tail: string, postId: string | null): readonly string[] {
  return postId === null ? [tail] : [`${commentTail(postId)}_${tail}`, tail];
}
