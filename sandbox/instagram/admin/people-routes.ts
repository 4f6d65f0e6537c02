import { graphTime } from '../../graph/graph-time.ts';
import type { PlatformRequest, PlatformRoute } from '../../platform/platform-server.ts';
import type { Instagram } from '../instagram.ts';
import { addComment, removeComment } from '../store/comments.ts';
import { addMedia } from '../store/media.ts';
import { personNamed } from '../store/people.ts';
import { accountNamed, commentNamed, mediaNamed, readBody } from './read-body.ts';

/** To act as customers, and as the owner in the app. Nothing here counts as a write of the desk. */
export const peopleRoutes = (instagram: Instagram): PlatformRoute[] => {
  const route = (path: RegExp, act: (request: PlatformRequest) => unknown): PlatformRoute => [
    'POST',
    path,
    (request) => {
      const body = act(request) ?? { done: true };
      instagram.state.save();
      return { body };
    },
  ];
  return [
    route(/^\/sandbox\/media$/, (request) => postMedia(instagram, request)),
    route(/^\/sandbox\/media\/([0-9]+)$/, (request) => changeMedia(instagram, request)),
    route(/^\/sandbox\/comments$/, (request) => postComments(instagram, request)),
    route(/^\/sandbox\/comments\/([0-9]+)$/, (request) => changeComment(instagram, request)),
    route(/^\/sandbox\/comments\/([0-9]+)\/remove$/, ({ parts }) =>
      removeComment(instagram, commentNamed(instagram, parts[0])),
    ),
    route(/^\/sandbox\/restrict$/, (request) => restrict(instagram, request)),
  ];
};

interface MediaBody {
  account: string;
  caption: string;
  productType: 'AD' | 'FEED' | 'STORY' | 'REELS';
  ageSeconds: number;
  isCommentEnabled: boolean;
  isAgeGated: boolean;
  live: 'on' | 'over' | null;
}

function postMedia(instagram: Instagram, request: PlatformRequest): unknown {
  const { account, ageSeconds, ...details } = readBody<MediaBody>(request);
  const media = addMedia(instagram, accountNamed(instagram, account), { ...details, ...whenAgo(ageSeconds) });
  return { id: media.id };
}

function changeMedia(instagram: Instagram, request: PlatformRequest): void {
  const { isCommentEnabled, isAgeGated, live } = readBody<MediaBody>(request);
  const media = mediaNamed(instagram, request.parts[0]);
  if (isCommentEnabled !== undefined) media.isCommentEnabled = isCommentEnabled;
  if (isAgeGated !== undefined) media.isAgeGated = isAgeGated;
  if (live !== undefined) media.live = live;
}

interface CommentsBody {
  mediaId: string;
  text: string;
  username: string;
  /** Any comment to reply to. */
  replyTo: string;
  ageSeconds: number;
  likes: number;
  /** So many of them, one second apart, each with its number behind the text. */
  count: number;
  /** False: nothing is pushed about it. */
  isPushed: boolean;
  /** The account writes it itself, in the app. */
  isOwn: boolean;
}

function postComments(instagram: Instagram, request: PlatformRequest): unknown {
  const body = readBody<CommentsBody>(request);
  const { text = 'Merhaba', username = 'ada_demo', count = 1, ageSeconds = 0, isPushed = true, likes = 0 } = body;
  const replyTo = body.replyTo === undefined ? null : commentNamed(instagram, body.replyTo);
  const media = mediaNamed(instagram, body.mediaId ?? replyTo?.mediaId);
  const from = body.isOwn ? ownName(instagram, media.owner) : personNamed(username);
  const added = Array.from({ length: count }, (_, index) =>
    addComment(instagram, {
      media,
      replyTo,
      text: count === 1 ? text : `${text} ${index + 1}`,
      from,
      at: Date.now() - ageSeconds * 1000 - (count - 1 - index) * 1000,
      likes,
      pushes: isPushed ? 1 : 0,
    }),
  );
  const [first] = added;
  return { id: first?.id, ids: added.map(({ id }) => id), from, timestamp: graphTime(first?.at ?? 0) };
}

function ownName(instagram: Instagram, userId: string): { id: string; username: string } {
  return { id: userId, username: accountNamed(instagram, userId).username };
}

/** An edit by the customer, hiding in the app, the owner's approval of a withheld comment, or another age. */
function changeComment(instagram: Instagram, request: PlatformRequest): void {
  const comment = commentNamed(instagram, request.parts[0]);
  const { text, isHidden, isApproved, ageSeconds } = readBody<{
    text: string;
    isHidden: boolean;
    isApproved: boolean;
    ageSeconds: number;
  }>(request);
  if (text !== undefined) comment.text = text;
  if (isHidden !== undefined) comment.isHidden = isHidden;
  if (isApproved) comment.isWithheld = false;
  if (ageSeconds !== undefined) comment.at = Date.now() - ageSeconds * 1000;
}

/** Withholds everything that somebody wrote and writes; lifting it leaves what is there to be approved. */
function restrict(instagram: Instagram, request: PlatformRequest): void {
  const body = readBody<{ account: string; username: string; restricted: boolean }>(request);
  const account = accountNamed(instagram, body.account);
  const username = body.username ?? '';
  account.restricted = account.restricted.filter((name) => name !== username);
  if (body.restricted === false) return;
  account.restricted.push(username);
  const { comments, media } = instagram.state.value;
  for (const comment of Object.values(comments))
    if (comment.from.username === username && media[comment.mediaId]?.owner === account.userId)
      comment.isWithheld = true;
}

function whenAgo(ageSeconds: number | undefined): { at?: number } {
  return ageSeconds === undefined ? {} : { at: Date.now() - ageSeconds * 1000 };
}
