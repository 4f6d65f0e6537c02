import type { PlatformWrite, WriteOutcome } from '../../domain/platform/platform-write.ts';
import type { GraphClient, GraphWrite } from '../graph/graph-client.ts';
import { isUnknownObject } from '../graph/graph-fault.ts';
import { refusedAsSecond } from '../graph/private-reply.ts';
import { membersOf, textOf } from '../graph/wire-value.ts';
import { mustBeSuccess, newIdOf } from '../graph/write-answer.ts';
import { refused, sent } from '../write-outcome.ts';
import { commentTail } from './comment-id.ts';
import { findComment } from './find-comment.ts';
import { withSpelling } from './with-spelling.ts';

export interface FacebookWriting {
  graph: GraphClient;
  accountId: string;
  attempt: NonNullable<GraphWrite['attempt']>;
}

/** Does it once. @throws PlatformFault */
export async function writeFacebook(by: FacebookWriting, write: PlatformWrite): Promise<WriteOutcome> {
  if (write.act === 'reply') return reply(by, write);
  if (write.act === 'private-reply') return replyPrivately(by, write);
  if (write.act === 'remove') return remove(by, write);
  if (write.act === 'answer') return refused('a comment takes replies, no answer');
  return hide(by, write);
}

/** To the comments edge of the comment: `message` to the comment itself would overwrite the customer's words. */
async function reply(by: FacebookWriting, write: PlatformWrite): Promise<WriteOutcome> {
  const { graph, attempt } = by;
  const json = { message: write.text };
  const answer = await withSpelling(write, (id) =>
    graph.write({ method: 'POST', path: `${id}/comments`, json, attempt }),
  );
  const named = newIdOf(answer, 'id');
  const id = commentTail(named);
  if (id === write.itemId)
    return refused('the platform changed the comment itself instead of replying', 'PLATFORM_CONTRADICTS');
  return sent(id, await whereElseItStands(by, { named, write }));
}

/** A look that fails takes nothing back: the reply is there. */
async function whereElseItStands(
  { graph }: FacebookWriting,
  { named, write }: { named: string; write: PlatformWrite },
): Promise<string | null> {
  const fields = 'id,parent{id},message';
  const stands = await graph.read({ path: named, query: { fields } }).catch(() => null);
  if (stands === null) return 'it could not be looked at afterwards';
  const parentId = textOf(membersOf(stands['parent'])['id']);
  if (parentId !== null && commentTail(parentId) === write.itemId) return null;
  return parentId === null ? 'it stands under the post itself' : `it stands under ${commentTail(parentId)}`;
}

async function replyPrivately(
  { graph, accountId, attempt }: FacebookWriting,
  write: PlatformWrite,
): Promise<WriteOutcome> {
  const query = { fields: 'can_reply_privately' };
  return withSpelling(write, async (id) => {
    const { can_reply_privately: mayReply } = await graph.read({ path: id, query, signal: attempt.signal });
    if (mayReply === false) return refused('the platform takes no private reply to this comment, or none any more');
    const json = { recipient: { comment_id: id }, message: { text: write.text } };
    try {
      const answer = await graph.write({ method: 'POST', path: `${accountId}/messages`, json, attempt });
      return sent(newIdOf(answer, 'message_id'));
    } catch (fault) {
      return refusedAsSecond(fault);
    }
  });
}

async function hide({ graph, attempt }: FacebookWriting, write: PlatformWrite): Promise<WriteOutcome> {
  const json = { is_hidden: write.act === 'hide' };
  mustBeSuccess(await withSpelling(write, (path) => graph.write({ method: 'POST', path, json, attempt })));
  return sent(null);
}

/** Gone is gone, whoever did it. */
async function remove({ graph, accountId, attempt }: FacebookWriting, write: PlatformWrite): Promise<WriteOutcome> {
  try {
    mustBeSuccess(await withSpelling(write, (path) => graph.write({ method: 'DELETE', path, attempt })));
    return sent(null);
  } catch (fault) {
    if (isUnknownObject(fault) && (await findComment(graph, { ...write, accountId })) === null)
      return sent(null, 'it was gone already');
    throw fault;
  }
}
