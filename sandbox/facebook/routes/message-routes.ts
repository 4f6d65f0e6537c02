import { createHash, randomBytes } from 'node:crypto';
import { GraphRefusal } from '../../graph/graph-error.ts';
import { requiredText } from '../../graph/graph-parameters.ts';
import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import { type WriteCall, writeRoute } from '../graph-call.ts';
import { mustActAs, pageRights } from '../page-rights.ts';
import { whyNoPrivateReply } from '../private-reply-rule.ts';
import type { Comment } from '../store/facebook-state.ts';
import { commentId } from '../store/object-ids.ts';
import { unknownObject } from '../unknown-object.ts';

/** Longest text of a message (Messenger Platform, Send API: text must be UTF-8 and at most 2000 characters). */
const MOST_CHARACTERS = 2000;

/**
 * The private reply (Messenger Platform, "Private Replies"). Messages to a person known by PSID are not in this
 * stand-in. The old `/{object-id}/private_replies` is gone since v3.2, so it has no route.
 */
export function messageRoutes(world: FacebookWorld): PlatformRoute[] {
  return [writeRoute(world, ['POST', '(me|[0-9]+)/messages'], (call) => privateReply(world, call))];
}

function privateReply(world: FacebookWorld, call: WriteCall): object {
  const [named = ''] = call.parts;
  const pageId = named === 'me' && call.token.kind === 'page' ? call.token.holder : named;
  if (named !== 'me' && !world.store.page(pageId)) throw unknownObject(pageId);
  mustActAs(world, call, { pageId, right: pageRights.message });
  const id = requiredText(objectIn(call, 'recipient'), 'comment_id');
  const text = requiredText(objectIn(call, 'message'), 'text');
  if ([...text].length > MOST_CHARACTERS)
    throw new GraphRefusal({ code: 100, message: `Length of param message[text] must be at most ${MOST_CHARACTERS}` });
  const comment = world.store.comment(id);
  if (comment?.pageId !== pageId)
    throw new GraphRefusal({ code: 100, subcode: 2_018_292, message: 'Invalid comment_id parameter' });
  const reason = whyNoPrivateReply(world.store, comment);
  if (reason) throw new GraphRefusal(reason);
  world.store.change(() => {
    comment.privateReplyAt = new Date().toISOString();
  });
  const messageId = `m_${randomBytes(32).toString('base64url')}`;
  world.writes.add({ kind: 'private-reply', target: commentId(comment, 'composite'), id: messageId, text });
  return { recipient_id: pageScopedId(comment), message_id: messageId };
}

/** The id of the author for messages of this Page; it is not the one in `from`, and nothing else tells it. */
function pageScopedId({ pageId, authorId }: Comment): string {
  const digest = createHash('sha256').update(`${pageId} ${authorId}`).digest();
  return String(6_000_000_000_000_000_000n + (digest.readBigUInt64BE() % 1_000_000_000_000_000_000n));
}

/** An object of the JSON body; in the query it is JSON text. */
function objectIn({ parameters }: WriteCall, name: string): Record<string, unknown> {
  const value = parameters[name];
  try {
    const read: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    if (typeof read === 'object' && read !== null) return { ...read };
  } catch {
    // No JSON: refused like anything else that is no object.
  }
  throw new GraphRefusal({ code: 100, message: `The parameter ${name} is required` });
}
