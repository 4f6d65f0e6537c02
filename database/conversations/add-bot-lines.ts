import type { Said } from '../../domain/chatbot/conversation.ts';
import type { Connection } from '../connect.ts';

/** Writes what the bot says. The caller holds the talk's lock and keeps its count. @returns the new count */
export async function addBotLines(
  transaction: Connection,
  says: readonly Said[],
  { conversationId, lineCount, now }: { conversationId: string; lineCount: number; now: string },
): Promise<number> {
  if (says.length === 0) return lineCount;
  await transaction('conversation_lines').insert(
    says.map(({ text, options }, index) => ({
      conversation_id: conversationId,
      number: lineCount + index + 1,
      author: 'bot',
      text,
      data: JSON.stringify(options ? { options } : {}),
      at: now,
    })),
  );
  return lineCount + says.length;
}
