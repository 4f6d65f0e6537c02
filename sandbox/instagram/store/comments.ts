import type { Instagram } from '../instagram.ts';
import { commentEntry } from '../webhook-entries.ts';
import { type Account, type Comment, type Media, newId } from './state.ts';

export interface NewComment {
  media: Media;
  /** Any comment of the media: a reply to a reply goes under its top-level comment. */
  replyTo: Comment | null;
  text: string;
  from: Comment['from'];
  at?: number;
  likes?: number;
  /** How often it is pushed. */
  pushes: 0 | 1 | 2;
}

/** Adds a comment and pushes it when its account is subscribed. The caller saves the state. */
export function addComment(instagram: Instagram, comment: NewComment): Comment {
  const state = instagram.state.value;
  const account = ownerOf(instagram, comment.media);
  const added: Comment = {
    id: newId(state, '179'),
    mediaId: comment.media.id,
    parentId: comment.replyTo === null ? null : (comment.replyTo.parentId ?? comment.replyTo.id),
    text: comment.text,
    at: comment.at ?? Date.now(),
    from: comment.from,
    isHidden: false,
    isWithheld: account.restricted.includes(comment.from.username),
    likes: comment.likes ?? 0,
    privateReply: null,
  };
  instagram.comments.add(added);
  if (comment.pushes > 0) pushComment(instagram, added, comment.pushes);
  return added;
}

/** Takes a comment away with its replies; nothing is pushed. */
export function removeComment({ comments }: Instagram, { id, mediaId }: Comment): void {
  for (const comment of comments.on(mediaId))
    if (comment.id === id || comment.parentId === id) comments.remove(comment);
}

/** Top-level comments, newest first; without those of restricted people, and none on age-gated media and ads. */
export function topLevelComments(instagram: Instagram, media: Media): Comment[] {
  return instagram.comments
    .on(media.id)
    .filter((comment) => comment.parentId === null && isVisible(instagram, comment))
    .toSorted((one, other) => other.at - one.at || other.id.localeCompare(one.id));
}

/** Replies, oldest first (the order is unconfirmed). */
export function repliesTo(instagram: Instagram, { id, mediaId }: Comment): Comment[] {
  return instagram.comments
    .on(mediaId)
    .filter((comment) => comment.parentId === id && isVisible(instagram, comment))
    .toSorted((one, other) => one.at - other.at || one.id.localeCompare(other.id));
}

/** With replies and with what the edges leave out. */
export function countComments({ comments }: Instagram, { id }: Media): number {
  return comments.count(id);
}

/** Whether reads show a comment at all. Hidden ones are shown to the owner. */
export function isVisible(instagram: Instagram, comment: Comment): boolean {
  const media = instagram.state.value.media[comment.mediaId];
  return media !== undefined && media.productType !== 'AD' && isReachable(instagram, comment);
}

/** Also comments on ads: those are only pushed, and can be replied to privately. */
export function isReachable(instagram: Instagram, comment: Comment): boolean {
  const media = instagram.state.value.media[comment.mediaId];
  if (!media || media.isAgeGated || comment.isWithheld) return false;
  return !ownerOf(instagram, media).restricted.includes(comment.from.username);
}

export function ownerOf({ state }: Instagram, { owner }: Media): Account {
  const account = state.value.accounts.find(({ userId }) => userId === owner);
  if (!account) throw new Error('media without an account');
  return account;
}

/** A subscription is to `comments`, to `live_comments`, or to both; withheld comments are not pushed. */
function pushComment(instagram: Instagram, comment: Comment, times: number): void {
  const media = instagram.state.value.media[comment.mediaId];
  if (!media || !isReachable(instagram, comment)) return;
  const field = media.live === null ? 'comments' : 'live_comments';
  if (!ownerOf(instagram, media).subscribedFields.includes(field)) return;
  instagram.pusher.push(commentEntry(comment, media, instagram.faults.now.webhookShape), times);
}
