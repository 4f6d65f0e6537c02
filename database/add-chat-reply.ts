import { UNREAD_SECONDS } from '../domain/chatbot/visitor-presence.ts';
import type { Connection, Database } from './connect.ts';
import { finishDeliveryIn } from './finish-delivery.ts';

export interface ChatReply {
  deliveryId: string;
  /** Of the claim: an attempt that somebody else settled meanwhile adds nothing. */
  attempt: number;
  /** ISO. */
  now: string;
}

interface Answer {
  ticketId: string;
  conversationId: string | null;
  text: string;
  authorName: string | null;
}

/**
 * Adds the answer of a claimed delivery to its talk and ends the delivery with it, in one transaction: the talk is
 * locked first, then the ticket. Done again it adds nothing.
 * @returns the talk; null when there was nothing to add to
 */
export async function addChatReply(database: Database, reply: ChatReply): Promise<string | null> {
  return database.transaction(async (transaction) => {
    const answer = await readAnswer(transaction, reply.deliveryId);
    if (!answer) return null;
    const talk = answer.conversationId ? await lockLines(transaction, answer.conversationId, reply.deliveryId) : null;
    const { deliveryId, attempt, now } = reply;
    const finish = { deliveryId, ticketId: answer.ticketId, attempt, now };
    if (!talk) {
      const receipt = { code: 'NOT_FOUND', response: 'the talk is gone' };
      await finishDeliveryIn(transaction, { ...finish, outcome: 'refused', receipt });
      return null;
    }
    const number = talk.present ?? talk.lineCount + 1;
    const isCurrent = await finishDeliveryIn(transaction, { ...finish, outcome: 'sent', receipt: { line: number } });
    if (isCurrent && talk.present === null) await addLine(transaction, { answer, number, ...reply });
    return answer.conversationId;
  });
}

async function readAnswer(transaction: Connection, deliveryId: string): Promise<Answer | null> {
  const { rows } = await transaction.raw<{ rows: Answer[] }>(
    `SELECT deliveries.ticket_id AS "ticketId", deliveries.data ->> 'conversationId' AS "conversationId", messages.text,
       messages.author ->> 'name' AS "authorName"
     FROM deliveries JOIN messages ON messages.id = deliveries.message_id
     WHERE deliveries.id = ? AND deliveries.kind = 'chat'`,
    [deliveryId],
  );
  return rows[0] ?? null;
}

/** Under the talk's lock: how many lines it has, and the number of this one when it is there already. */
async function lockLines(
  transaction: Connection,
  conversationId: string,
  deliveryId: string,
): Promise<{ lineCount: number; present: number | null } | null> {
  const talk = await transaction('conversations')
    .where({ id: conversationId })
    .forUpdate()
    .first<{ lineCount: number } | undefined>({ lineCount: 'line_count' });
  if (!talk) return null;
  const line = await transaction('conversation_lines')
    .where({ delivery_id: deliveryId })
    .first<{ number: number } | undefined>('number');
  return { ...talk, present: line?.number ?? null };
}

async function addLine(
  transaction: Connection,
  { answer, number, deliveryId, now }: ChatReply & { answer: Answer; number: number },
): Promise<void> {
  await transaction.raw(
    `WITH talk AS (
       UPDATE conversations SET line_count = :number, wake_at = least(wake_at, :wakeAt::timestamptz)
       WHERE id = :conversationId RETURNING id)
     INSERT INTO conversation_lines (conversation_id, number, author, author_name, text, delivery_id, at)
     SELECT id, :number, 'representative', :authorName, :text, :deliveryId, :now FROM talk`,
    {
      ...answer,
      number,
      deliveryId,
      now,
      wakeAt: new Date(Date.parse(now) + UNREAD_SECONDS * 1000).toISOString(),
    },
  );
}
