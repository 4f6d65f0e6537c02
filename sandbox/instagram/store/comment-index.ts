import type { Comment, InstagramState } from './state.ts';

/** The comments of each media, so that a read does not go through all there are. */
export class CommentIndex {
  readonly #comments: InstagramState['comments'];
  readonly #byMedia = new Map<string, Set<Comment>>();

  /** @param comments a part of the kept state; changed through `add` and `remove` only */
  constructor(comments: InstagramState['comments']) {
    this.#comments = comments;
    for (const comment of Object.values(comments)) this.#of(comment.mediaId).add(comment);
  }

  add(comment: Comment): void {
    this.#comments[comment.id] = comment;
    this.#of(comment.mediaId).add(comment);
  }

  remove(comment: Comment): void {
    Reflect.deleteProperty(this.#comments, comment.id);
    this.#of(comment.mediaId).delete(comment);
  }

  on(mediaId: string): Comment[] {
    return [...this.#of(mediaId)];
  }

  count(mediaId: string): number {
    return this.#of(mediaId).size;
  }

  #of(mediaId: string): Set<Comment> {
    const comments = this.#byMedia.get(mediaId) ?? new Set();
    this.#byMedia.set(mediaId, comments);
    return comments;
  }
}
