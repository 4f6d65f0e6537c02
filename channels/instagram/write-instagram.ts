import type { PlatformWrite, WriteOutcome } from '../../domain/platform/platform-write.ts';
import type { GraphClient, GraphWrite } from '../graph/graph-client.ts';
import { CAPABILITY_MISSING, hasGraphCode, isNotThere } from '../graph/graph-fault.ts';
import { refusedAsSecond } from '../graph/private-reply.ts';
import { idOf } from '../graph/wire-value.ts';
import { mustBeSuccess, newIdOf } from '../graph/write-answer.ts';
import { refused, sent } from '../write-outcome.ts';
import { findComment } from './find-comment.ts';

/** 750 an hour for each account (Instagram Platform, "Overview"). */
export const PRIVATE_REPLY_BUDGET = 'private-replies';

export interface InstagramWriting {
  graph: GraphClient;
  accountId: string;
  /** Facebook Login: calls are made with a Page token. */
  isByPage: boolean;
  attempt: NonNullable<GraphWrite['attempt']>;
}

/** Does it once. @throws PlatformFault */
export async function writeInstagram(by: InstagramWriting, write: PlatformWrite): Promise<WriteOutcome> {
  if (write.act === 'reply') return reply(by, write);
  if (write.act === 'private-reply') return replyPrivately(by, write);
  if (write.act === 'remove') return remove(by, write);
  if (write.act === 'answer') return refused('a comment takes replies, no answer');
  return hide(by, write);
}

/** Only `message` is sent: with `fields` the comment is written and the call refused all the same. */
async function reply({ graph, attempt }: InstagramWriting, { itemId, text }: PlatformWrite): Promise<WriteOutcome> {
  const answer = await graph.write({ method: 'POST', path: `${itemId}/replies`, json: { message: text }, attempt });
  const id = newIdOf(answer, 'id');
  // A look that fails takes nothing back: the reply is there.
  const stands = await graph.read({ path: id, query: { fields: 'parent_id' } }).catch(() => null);
  const parentId = idOf(stands?.['parent_id']);
  return sent(id, parentId === null || parentId === itemId ? null : `it stands under ${parentId}`);
}

/**
 * With a Page token some apps may not use the account's own messages edge and have to use the Page's, which is `me` then
 * (github.com/ChatbotXIO/ChatbotX/pull/1122). What is refused for that has not happened.
 */
async function replyPrivately(
  { graph, accountId, isByPage, attempt }: InstagramWriting,
  { itemId, text }: PlatformWrite,
): Promise<WriteOutcome> {
  const json = { recipient: { comment_id: itemId }, message: { text } };
  const send = (path: string) => graph.write({ method: 'POST', path, json, budget: PRIVATE_REPLY_BUDGET, attempt });
  try {
    const answer = await send(`${accountId}/messages`).catch((fault: unknown) => {
      if (isByPage && hasGraphCode(fault, CAPABILITY_MISSING)) return send('me/messages');
      throw fault;
    });
    return sent(newIdOf(answer, 'message_id'));
  } catch (fault) {
    return refusedAsSecond(fault);
  }
}

async function hide({ graph, attempt }: InstagramWriting, { itemId, act }: PlatformWrite): Promise<WriteOutcome> {
  mustBeSuccess(await graph.write({ method: 'POST', path: itemId, json: { hide: act === 'hide' }, attempt }));
  return sent(null);
}

/** Gone is gone, whoever did it. */
async function remove(by: InstagramWriting, { itemId }: PlatformWrite): Promise<WriteOutcome> {
  const { graph, accountId, attempt } = by;
  try {
    mustBeSuccess(await graph.write({ method: 'DELETE', path: itemId, attempt }));
    return sent(null);
  } catch (fault) {
    if (isNotThere(fault) && (await findComment(graph, accountId, itemId)) === null)
      return sent(null, 'it was gone already');
    throw fault;
  }
}
