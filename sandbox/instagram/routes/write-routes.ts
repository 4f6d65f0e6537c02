import { GraphRefusal } from '../../graph/graph-error.ts';
import { onlyParameters, optionalFlag, requiredText } from '../../graph/graph-parameters.ts';
import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { Instagram } from '../instagram.ts';
import { need } from '../permissions.ts';
import { addComment, ownerOf, removeComment } from '../store/comments.ts';
import type { Comment, Media } from '../store/state.ts';
import { type WriteCall, notThere, writeRoute } from './call.ts';
import { findComment, findMedia } from './find-node.ts';

/** The longest comment that the Instagram app takes; the API names no limit (unconfirmed). */
const MOST_CHARACTERS = 2200;

export const writeRoutes = (instagram: Instagram): PlatformRoute[] => [
  writeRoute(instagram, ['POST', '([0-9]+)/replies'], postReply),
  writeRoute(instagram, ['POST', '([0-9]+)/comments'], postComment),
  writeRoute(instagram, ['POST', '([0-9]+)'], changeNode),
  writeRoute(instagram, ['DELETE', '([0-9]+)'], deleteComment),
];

/**
 * Instagram reference, "IG Comment replies". Live and hidden comments cannot be replied to; which code says so is
 * unconfirmed, and that a reply of a hidden comment counts as hidden is the stricter reading.
 */
function postReply(call: WriteCall): unknown {
  const [id = ''] = call.parts;
  need(call.token, 'comments');
  const { comment, media } = findComment(call, id);
  const text = commentText(call);
  const parent = comment.parentId === null ? comment : call.instagram.state.value.comments[comment.parentId];
  if (comment.isHidden || parent?.isHidden)
    throw new GraphRefusal({ code: 100, message: 'A hidden comment cannot be replied to' });
  if (media.live !== null)
    throw new GraphRefusal({ code: 100, message: 'A comment on a live video cannot be replied to' });
  return write(call, { media, replyTo: comment, text });
}

/** A new top-level comment; refused where comments are switched off. */
function postComment(call: WriteCall): unknown {
  const [id = ''] = call.parts;
  need(call.token, 'comments');
  const media = findMedia(call, id);
  const text = commentText(call);
  if (!media.isCommentEnabled) throw new GraphRefusal({ code: 100, message: 'Comments are off on this media' });
  return write(call, { media, replyTo: null, text });
}

/** `hide` on a comment, `comment_enabled` on a media (Instagram Platform, "Comment Moderation"). */
function changeNode(call: WriteCall): unknown {
  const [id = ''] = call.parts;
  need(call.token, 'comments');
  if (Object.hasOwn(call.instagram.state.value.media, id)) return enableComments(call, findMedia(call, id));
  const { comment, media } = findComment(call, id);
  onlyParameters(call.parameters, ['hide']);
  const isHidden = optionalFlag(call.parameters, 'hide');
  if (isHidden === null) throw new GraphRefusal({ code: 100, message: 'The parameter hide is required' });
  // The owner's own comments stay visible.
  if (comment.from.id !== media.owner) comment.isHidden = isHidden;
  call.instagram.writes.add({ kind: isHidden ? 'hide' : 'unhide', target: id, id: null, text: null });
  return { success: true };
}

function enableComments(call: WriteCall, media: Media): unknown {
  onlyParameters(call.parameters, ['comment_enabled']);
  const isEnabled = optionalFlag(call.parameters, 'comment_enabled');
  if (isEnabled === null) throw new GraphRefusal({ code: 100, message: 'The parameter comment_enabled is required' });
  media.isCommentEnabled = isEnabled;
  call.instagram.writes.add({ kind: 'comment-enabled', target: media.id, id: null, text: String(isEnabled) });
  return { success: true };
}

/** Only the owner of the media may; for anybody else the comment is not there. */
function deleteComment(call: WriteCall): unknown {
  const [id = ''] = call.parts;
  need(call.token, 'comments');
  if (!Object.hasOwn(call.instagram.state.value.comments, id)) throw notThere(id);
  removeComment(call.instagram, findComment(call, id).comment);
  call.instagram.writes.add({ kind: 'delete', target: id, id: null, text: null });
  return { success: true };
}

function commentText({ parameters }: WriteCall): string {
  onlyParameters(parameters, ['message']);
  const text = requiredText(parameters, 'message');
  if ([...text].length > MOST_CHARACTERS)
    throw new GraphRefusal({ code: 100, message: `Param message must not be above ${MOST_CHARACTERS} characters` });
  return text;
}

/** A call with `fields` has written its comment and is refused all the same. */
function write(
  call: WriteCall,
  { media, replyTo, text }: { media: Media; replyTo: Comment | null; text: string },
): unknown {
  const { instagram } = call;
  const { userId, username } = ownerOf(instagram, media);
  const pushes = instagram.faults.now.echoOwnComments ? call.pushes : 0;
  const added = addComment(instagram, { media, replyTo, text, from: { id: userId, username }, pushes });
  const kind = replyTo === null ? 'comment' : 'reply';
  instagram.writes.add({ kind, target: replyTo?.id ?? media.id, id: added.id, text });
  if ('fields' in call.parameters)
    throw new GraphRefusal({ code: 20, subcode: 1_772_107, message: 'The format of the response is not supported' });
  return { id: added.id };
}
