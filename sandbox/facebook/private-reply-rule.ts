import type { GraphFault } from '../graph/graph-error.ts';
import type { CommentStore } from './store/comment-store.ts';
import type { Comment } from './store/facebook-state.ts';

const WINDOW = 7 * 24 * 60 * 60 * 1000;

/**
 * Why a comment cannot be answered privately, or null when it can: once per comment, within 7 days, never to the Page
 * itself (Messenger Platform, "Private Replies"). The codes 10900 to 10903 are unconfirmed; they are not in the lists of
 * what may be tried again.
 */
export function whyNoPrivateReply(store: CommentStore, comment: Comment): GraphFault | null {
  if (comment.authorId === comment.pageId) return { code: 10902, message: 'This activity cannot be replied to' };
  if (comment.privateReplyAt !== null) return { code: 10900, message: 'The activity was already replied to' };
  if (Date.now() - Date.parse(comment.createdAt) > WINDOW)
    return { code: 10903, message: 'The activity is too old to be replied to' };
  const author = store.state.people.find(({ id }) => id === comment.authorId);
  return author?.takesMessages ? null : { code: 10903, message: 'This person cannot be replied to' };
}
