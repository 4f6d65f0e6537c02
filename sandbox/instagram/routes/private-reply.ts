import { GraphRefusal } from '../../graph/graph-error.ts';
import { onlyParameters } from '../../graph/graph-parameters.ts';
import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { Instagram } from '../instagram.ts';
import { need } from '../permissions.ts';
import { isReachable } from '../store/comments.ts';
import type { Comment, Media } from '../store/state.ts';
import { type WriteCall, writeRoute } from './call.ts';
import { findAccount, findComment } from './find-node.ts';

const SEVEN_DAYS = 7 * 24 * 60 * 60 * 1000;
const MOST_BYTES = 1000;

export const privateReplyRoutes = (instagram: Instagram): PlatformRoute[] => [
  writeRoute(instagram, ['POST', '([0-9]+|me)/messages'], sendPrivateReply),
];

/**
 * One message to who wrote a comment (Instagram Platform, "Private Replies"): once per comment, within 7 days, on a
 * live video only while it is on the air. The codes 10900 and 10902 are unconfirmed. Nobody writes to himself.
 */
function sendPrivateReply(call: WriteCall): unknown {
  const [id = ''] = call.parts;
  const { instagram } = call;
  need(call.token, 'comments');
  const account = findAccount(call, id);
  const { commentId, text } = readMessage(call.parameters);
  const { comment, media } = findComment(call, commentId, isReachable);
  checkReplyable(comment, media);
  if (comment.privateReply !== null)
    throw new GraphRefusal({ code: 10_900, message: 'The comment was already replied to privately' });
  instagram.privateReplyUsage.count(account.userId);
  comment.privateReply = `aWdfZAG1faXRlbToxOk${Buffer.from(commentId).toString('base64url')}`;
  instagram.writes.add({ kind: 'private-reply', target: commentId, id: comment.privateReply, text });
  return { recipient_id: comment.from.id, message_id: comment.privateReply };
}

function checkReplyable({ at, from }: Comment, { live, owner }: Media): void {
  const isOver = live === null ? Date.now() - at > SEVEN_DAYS : live === 'over';
  if (isOver) throw new GraphRefusal({ code: 10_902, message: 'The time for a private reply is over' });
  if (from.id === owner) throw new GraphRefusal({ code: 100, message: 'An account cannot write to itself' });
}

function readMessage(parameters: Record<string, unknown>): { commentId: string; text: string } {
  onlyParameters(parameters, ['recipient', 'message']);
  const commentId = piece(parameters['recipient'], 'comment_id');
  const text = piece(parameters['message'], 'text');
  if (commentId === null || text === null)
    throw new GraphRefusal({ code: 100, message: 'recipient.comment_id and message.text are required' });
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new GraphRefusal({ code: 100, message: `message.text must not be above ${MOST_BYTES} bytes` });
  return { commentId, text };
}

function piece(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'string' && found.trim() !== '' ? found : null;
}
