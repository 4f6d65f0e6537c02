import type { Channel } from '../domain/channel.ts';
import type { Language } from '../domain/chatbot/flow.ts';
import type { Category } from '../domain/ticket.ts';
import type { Connection } from './connect.ts';

/** What a customer may see of a ticket, and what is needed to take an addition in. */
export interface PublicConversation {
  ticketId: string;
  number: number;
  subject: string | null;
  category: Category;
  /** The language it was begun in; null where that is not known. */
  language: Language | null;
  source: { id: string; channel: Channel; tags: string[] } | null;
  contact: { name: string | null; email: string | null; phone: string | null } | null;
  messages: PublicMessage[];
}

export interface PublicMessage {
  number: number;
  isOurs: boolean;
  /** Of who answered. */
  name: string | null;
  text: string;
  /** Came from the customer by e-mail: its words stay there, for whoever has the link need not own the mailbox. */
  isByMail: boolean;
  /** Names of its files. */
  files: string[];
  /** ISO in UTC. */
  at: string;
}

type Row = Omit<PublicConversation, 'messages'> & { messages: PublicMessage[] };

/**
 * The customer's own messages and our answers to them: no notes, nothing forwarded, no word of anybody else, no address.
 * @returns null for a ticket that was deleted or purged, or whose contact was erased
 */
export async function loadPublicConversation(
  connection: Connection,
  ticketId: string,
): Promise<PublicConversation | null> {
  const { rows } = await connection.raw<{ rows: Row[] }>(statement, { ticketId });
  const [row] = rows;
  if (!row) return null;
  return { ...row, messages: row.messages.map((message) => ({ ...message, at: new Date(message.at).toISOString() })) };
}

const statement = `SELECT t.id AS "ticketId", t.number, t.subject, t.category,
  coalesce((SELECT language FROM form_responses WHERE ticket_id = t.id ORDER BY received_at LIMIT 1),
    (SELECT language FROM conversations WHERE ticket_id = t.id ORDER BY started_at LIMIT 1)) AS language,
  CASE WHEN s.id IS NOT NULL THEN json_build_object('id', s.id, 'channel', s.channel, 'tags', s.tags) END AS source,
  CASE WHEN c.id IS NOT NULL THEN json_build_object('name', c.name, 'email', c.email, 'phone', c.phone) END AS contact,
  (SELECT coalesce(json_agg(json_build_object('number', m.number, 'isOurs', m.kind = 'reply',
      'name', CASE WHEN m.kind = 'reply' THEN m.author ->> 'name' END,
      'isByMail', m.kind = 'contact' AND m.mail_message_id IS NOT NULL, 'at', m.at,
      'text', CASE WHEN m.kind = 'contact' AND m.mail_message_id IS NOT NULL THEN '' ELSE coalesce(nullif(m.reply, ''), m.text, '') END,
      'files', (SELECT coalesce(json_agg(a.name ORDER BY a.position), '[]') FROM attachments a
        WHERE a.message_id = m.id AND NOT (m.kind = 'contact' AND m.mail_message_id IS NOT NULL)))
      ORDER BY m.number), '[]')
    FROM messages m
    WHERE m.ticket_id = t.id AND (
      (m.kind = 'contact' AND m.automatic IS NULL AND (m.author ->> 'address' IS NULL OR lower(m.author ->> 'address') IN (
        lower(c.email), (SELECT lower(f.author ->> 'address') FROM messages f WHERE f.ticket_id = t.id AND f.number = 1))))
      OR (m.kind = 'reply' AND NOT EXISTS (
        SELECT 1 FROM deliveries d WHERE d.ticket_id = t.id AND d.message_id = m.id AND d.kind = 'reply' AND d.state = 'discarded')))
  ) AS messages
  FROM tickets t LEFT JOIN sources s ON s.id = t.source_id LEFT JOIN contacts c ON c.id = t.contact_id
  WHERE t.id = :ticketId AND t.deleted_at IS NULL AND t.purged_at IS NULL AND c.erased_at IS NULL`;
