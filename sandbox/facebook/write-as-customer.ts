import type { FacebookWorld } from './facebook-world.ts';
import type { Comment } from './store/facebook-state.ts';
import { announce } from './webhook/announce.ts';

export interface CustomerComment {
  /** Id of a post or, for an answer, of a comment. */
  under: string;
  message: string;
  /** Id of the Page itself, or of a known person; else a new person of that name. */
  authorId?: string | undefined;
  name?: string | undefined;
  createdAt?: Date | undefined;
}

/** Lets somebody comment, as on the site, and tells the callbacks. Throws when there is nothing to comment on. */
export function writeAsCustomer(world: FacebookWorld, { under, ...written }: CustomerComment): Comment {
  const { store } = world;
  const answered = store.comment(under);
  const post = answered ? store.postOf(answered) : store.post(under);
  if (!post) throw new Error(`there is no post or comment ${under}`);
  const authorId =
    written.authorId === post.pageId ? post.pageId : store.person({ id: written.authorId, name: written.name }).id;
  const { message, createdAt } = written;
  const comment = store.addComment({ post, answered, authorId, message, createdAt });
  announce(world, { event: 'add', comment });
  return comment;
}
