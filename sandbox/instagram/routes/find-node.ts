import { type isReachable, isVisible } from '../store/comments.ts';
import type { Account, Comment, Media } from '../store/state.ts';
import { type Call, notThere } from './call.ts';

/** The Instagram account of an id or, with Instagram Login, of `me`. Its app-scoped id finds nothing. */
export function findAccount({ accounts, token }: Call, id: string): Account {
  const account =
    id === 'me' && token.kind === 'instagram' ? accounts[0] : accounts.find(({ userId }) => userId === id);
  if (!account) throw notThere(id);
  return account;
}

export function findMedia({ instagram, accounts }: Call, id: string): Media {
  const media = instagram.state.value.media[id];
  if (!media || !accounts.some(({ userId }) => userId === media.owner)) throw notThere(id);
  return media;
}

/**
 * Deleted, withheld and other people's comments are not there.
 *
 * @param isFound which of the rest are
 */
export function findComment(
  call: Call,
  id: string,
  isFound: typeof isVisible | typeof isReachable = isVisible,
): { comment: Comment; media: Media } {
  const comment = call.instagram.state.value.comments[id];
  if (!comment || !isFound(call.instagram, comment)) throw notThere(id);
  return { comment, media: findMedia(call, comment.mediaId) };
}
