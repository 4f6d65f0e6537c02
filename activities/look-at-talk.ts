import { lookAtConversation } from '../client/conversation.ts';
import type { Tools } from './tools.ts';

/** Tells a talk's workflow to look at its rows. What fails here is left to the next round. */
export async function lookAtTalk(tools: Tools, conversationId: string): Promise<void> {
  const { client, lingerSeconds, continueAfterEvents } = tools;
  try {
    await lookAtConversation(client, { conversationId, lingerSeconds, continueAfterEvents });
  } catch (error) {
    tools.log.warn({ conversationId, error }, 'a look at a talk was not heard; reconcile will look');
  }
}
