import type { StateFile } from '../../platform/state-file.ts';
import type { Comment, FacebookState, Person, Post } from './facebook-state.ts';
import { nthId, postId } from './object-ids.ts';

interface NewComment {
  post: Post;
  /** The comment answered, of any level. */
  answered?: Comment | undefined;
  authorId: string;
  message: string;
  createdAt?: Date | undefined;
}

/** The Pages' posts and comments, and who wrote them. Every change is on disk when the call returns. */
export class CommentStore {
  readonly #file: StateFile<FacebookState>;
  #depth = 0;

  constructor(file: StateFile<FacebookState>) {
    this.#file = file;
  }

  get state(): FacebookState {
    return this.#file.value;
  }

  /** Changes the state and keeps it; changes inside a change are kept with it, at once. */
  change<Result>(act: (state: FacebookState) => Result): Result {
    this.#depth += 1;
    try {
      return act(this.#file.value);
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#file.save();
    }
  }

  page(id: string) {
    return this.state.pages.find((page) => page.id === id);
  }

  /** Posts are named `{page}_{post}` only. */
  post(id: string): Post | undefined {
    return this.state.posts.find((post) => !post.isRemoved && postId(post) === id);
  }

  /** A comment under either spelling of its id; a post's part that is not its own finds nothing. */
  comment(id: string): Comment | undefined {
    const [tail, postTail] = id.split('_').toReversed();
    return this.state.comments.find(
      (comment) => !comment.isRemoved && comment.tail === tail && (postTail ?? comment.postTail) === comment.postTail,
    );
  }

  postOf(comment: Comment): Post | undefined {
    return this.post(`${comment.pageId}_${comment.postTail}`);
  }

  commentsUnder(post: Post): Comment[] {
    return this.state.comments.filter(({ isRemoved, postTail }) => !isRemoved && postTail === post.tail);
  }

  repliesTo(parent: Comment): Comment[] {
    return this.state.comments.filter(({ isRemoved, parentTail }) => !isRemoved && parentTail === parent.tail);
  }

  addPost(post: Omit<Post, 'tail' | 'isRemoved'>): Post {
    const added = { ...post, tail: this.#freshId(), isRemoved: false };
    this.change(({ posts }) => posts.push(added));
    return added;
  }

  /** Threads are two levels deep: an answer to an answer comes to stand under the top-level comment. */
  addComment({ post, answered, authorId, message, createdAt = new Date() }: NewComment): Comment {
    const added: Comment = {
      pageId: post.pageId,
      postTail: post.tail,
      tail: this.#freshId(),
      parentTail: answered ? (answered.parentTail ?? answered.tail) : null,
      authorId,
      message,
      createdAt: createdAt.toISOString(),
      editedAt: null,
      isHidden: false,
      canComment: true,
      privateReplyAt: null,
      isRemoved: false,
    };
    this.change(({ comments }) => comments.push(added));
    return added;
  }

  editComment(comment: Comment, message: string): void {
    this.change(() => {
      comment.message = message;
      comment.editedAt = new Date().toISOString();
    });
  }

  /** Takes a comment away, and the answers under it with it. */
  removeComment(comment: Comment): void {
    this.change(() => {
      for (const each of [comment, ...this.repliesTo(comment)]) each.isRemoved = true;
    });
  }

  /** An id never given out before; whoever takes one saves. */
  #freshId(): string {
    this.state.ids += 1;
    return nthId(this.state.ids);
  }

  /** The person of that id or, without one, a new one. */
  person({ id, name = 'Ada Demo' }: { id?: string | undefined; name?: string | undefined }): Person {
    const known = this.state.people.find((person) => person.id === id);
    if (known) return known;
    const added = { id: id ?? this.#freshId(), name, isPrivate: false, takesMessages: true };
    this.change(({ people }) => people.push(added));
    return added;
  }

  /** Name of a person or a Page. */
  nameOf(authorId: string): string {
    return [...this.state.people, ...this.state.pages].find(({ id }) => id === authorId)?.name ?? '';
  }
}
