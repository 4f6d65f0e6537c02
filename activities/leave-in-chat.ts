import { addChatReply } from '../database/add-chat-reply.ts';
import { lookAtTalk } from './look-at-talk.ts';
import type { Tools } from './tools.ts';
import { writeDespiteOutage } from './write-despite-outage.ts';

/** Puts an answer into the chat. Its row is all there is to do, so the attempt ends in the transaction that adds it. */
export async function leaveInChat(tools: Tools, reply: { deliveryId: string; attempt: number }): Promise<void> {
  const { deliveryId, attempt } = reply;
  await tools.failPoint('deliver:answered', { deliveryId });
  const now = new Date().toISOString();
  const conversationId = await writeDespiteOutage(() => addChatReply(tools.database, { deliveryId, attempt, now }));
  await tools.failPoint('deliver:finished', { deliveryId });
  // The talk wakes when the line was not read in time.
  if (conversationId !== null) await lookAtTalk(tools, conversationId);
}
