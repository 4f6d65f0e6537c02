import { theDesk } from '../domain/actor.ts';
import { UNREAD_SECONDS, VISITOR_GONE_SECONDS } from '../domain/chatbot/visitor-presence.ts';
import type { Circumstances, Decision, NewDelivery } from '../domain/life/decision.ts';
import { nothing } from '../domain/life/decision.ts';
import { isOurAddress } from '../domain/mail/is-our-address.ts';
import { standingOf, stopsDeliveries } from '../domain/ticket.ts';
import type { Connection } from './connect.ts';
import { loadDesk } from './load-desk.ts';
import { newId } from './new-id.ts';
import { listOwnAddresses } from './sources.ts';
import { lockTicket } from './ticket-row.ts';
import { writeDecision } from './write-decision.ts';

/** What unread lines left to be done. */
export interface UnreadMailed {
  /** ISO: when a line that is still unread is to be mailed; null when there is none that could be. */
  dueAt: string | null;
  /** Tickets that have mail to send now. */
  ticketIds: string[];
}

interface UnreadLine {
  messageId: string;
  ticketId: string;
  deliveryId: string;
  /** ISO: when it has stood unread long enough, and its visitor been away. */
  dueAt: string;
  email: string;
}

/**
 * Mails what representatives left in a chat and its visitor, who is gone, has not read: each line once, under the
 * ticket's lock. Without an e-mail address it stays in the chat. The caller holds the talk's lock, and asks again when
 * the answer says.
 */
export async function mailUnreadLines(
  transaction: Connection,
  conversationId: string,
  now: string,
): Promise<UnreadMailed> {
  const all = await readUnread(transaction, conversationId);
  if (all.length === 0) return { dueAt: null, ticketIds: [] };
  const own = await listOwnAddresses(transaction);
  const unread = all.filter(({ email }) => !isOurAddress(email, own));
  const due = unread.filter(({ dueAt }) => dueAt <= now);
  const ticketIds = [...new Set(due.map(({ ticketId }) => ticketId))].toSorted();
  for (const ticketId of ticketIds) {
    const lines = due.filter((line) => line.ticketId === ticketId);
    await mail(transaction, { ticketId, lines, now });
  }
  const later = unread.filter(({ dueAt }) => dueAt > now).map(({ dueAt }) => dueAt);
  return { dueAt: later.toSorted()[0] ?? null, ticketIds };
}

/** Lines after the last one that the visitor has read or answered, not mailed yet, of tickets that can be mailed. */
async function readUnread(transaction: Connection, conversationId: string): Promise<UnreadLine[]> {
  const { rows } = await transaction.raw<{ rows: (Omit<UnreadLine, 'dueAt'> & { due_at: Date })[] }>(
    `SELECT deliveries.message_id AS "messageId", deliveries.ticket_id AS "ticketId", deliveries.id AS "deliveryId",
       contacts.email, greatest(lines.at + make_interval(secs => :unreadSeconds),
         talks.visitor_seen_at + make_interval(secs => :goneSeconds)) AS due_at
     FROM conversations talks
     JOIN conversation_lines lines ON lines.conversation_id = talks.id AND lines.number > talks.read_number
     JOIN deliveries ON deliveries.id = lines.delivery_id AND deliveries.message_id IS NOT NULL
     JOIN tickets ON tickets.id = deliveries.ticket_id AND tickets.deleted_at IS NULL AND tickets.purged_at IS NULL
       AND tickets.category <> 'spam'
     JOIN contacts ON contacts.id = tickets.contact_id AND contacts.email IS NOT NULL
     WHERE talks.id = :conversationId AND lines.author = 'representative'
       AND NOT EXISTS (SELECT 1 FROM conversation_lines said WHERE said.conversation_id = talks.id
         AND said.author = 'visitor' AND said.number > lines.number)
       AND NOT EXISTS (SELECT 1 FROM deliveries mailed WHERE mailed.key = 'chat-mailed/' || deliveries.message_id)
     ORDER BY lines.number`,
    { conversationId, unreadSeconds: UNREAD_SECONDS, goneSeconds: VISITOR_GONE_SECONDS },
  );
  return rows.map(({ due_at, ...line }) => ({ ...line, dueAt: due_at.toISOString() }));
}

async function mail(
  transaction: Connection,
  { ticketId, lines, now }: { ticketId: string; lines: UnreadLine[]; now: string },
): Promise<void> {
  const ticket = await lockTicket(transaction, ticketId);
  if (!ticket || stopsDeliveries(standingOf(ticket))) return;
  const desk = await loadDesk(transaction);
  const at: Circumstances = { ticketId, ticket, now, desk, openDeliveries: [], actor: theDesk };
  const decision: Decision = { ...nothing(), deliveries: lines.map(mailOf) };
  await writeDecision(transaction, at, { decision });
  // From now on the message is on the thread of mails, so that what answers it finds its way.
  await transaction.raw(
    `UPDATE messages SET mail_message_id = deliveries.mail_message_id FROM deliveries
       WHERE deliveries.message_id = messages.id AND deliveries.key = ANY (:keys) AND messages.mail_message_id IS NULL`,
    { keys: decision.deliveries.map(({ key }) => key) },
  );
}

function mailOf({ messageId, deliveryId, email }: UnreadLine): NewDelivery {
  return {
    id: newId(),
    kind: 'reply',
    key: `chat-mailed/${messageId}`,
    messageId,
    recipient: null,
    recipients: { to: [email], cc: [] },
    data: { chatDeliveryId: deliveryId, because: 'the visitor left the chat without reading it' },
  };
}
