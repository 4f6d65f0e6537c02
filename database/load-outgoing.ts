import type { DeliveryKind } from '../domain/delivery.ts';
import type { DeskSettings } from '../domain/desk.ts';
import type { Acknowledgement } from './sources.ts';
import type { Connection } from './connect.ts';

/** Everything a mail is made of, read when it goes out. Times are ISO. */
export interface Outgoing {
  delivery: {
    id: string;
    ticketId: string;
    kind: DeliveryKind;
    mailMessageId: string;
    recipients: { to?: string[]; cc?: string[] };
    data: Record<string, unknown>;
    plannedAt: string;
    /** Of the attempt before. */
    receipt: Record<string, unknown> | null;
  };
  ticket: {
    number: number;
    subject: string | null;
    tags: string[];
    channel: string;
    status: string;
    priority: string;
    createdAt: string;
    draftReason: string | null;
  };
  contact: { name: string | null; email: string | null; phone: string | null } | null;
  source: { name: string; acknowledgement: Acknowledgement | null; addresses: string[] | null } | null;
  /** The message to send; null for notices. */
  message: { text: string; at: string } | null;
  /** The customer's newest message: what an answer answers and a forward passes on. */
  last: {
    text: string;
    mailMessageId: string | null;
    at: string;
    author: { name: string | null; address: string | null };
  } | null;
  /** The customer's first message: what a redirection tells. */
  first: { text: string } | null;
  /** Message-IDs of the thread, oldest first. */
  references: string[];
  sender: { id: string; version: number; settings: Record<string, unknown> } | null;
  rules: { id: string; number: number; tags: string[] }[];
  settings: Partial<DeskSettings>;
}

/** Reads what a claimed delivery sends. @returns null when a purge took it */
export async function loadOutgoing(connection: Connection, deliveryId: string): Promise<Outgoing | null> {
  const { rows } = await connection.raw<{ rows: { outgoing: Outgoing }[] }>(
    `SELECT json_build_object(
       'delivery', json_build_object('id', d.id, 'ticketId', d.ticket_id, 'kind', d.kind, 'mailMessageId', d.mail_message_id,
         'recipients', d.recipients, 'data', d.data, 'plannedAt', d.planned_at,
         'receipt', d.receipt),
       'ticket', json_build_object('number', t.number, 'subject', t.subject, 'tags', t.tags, 'channel', t.channel,
         'status', statuses.name, 'priority', priorities.name, 'createdAt', t.created_at, 'draftReason', t.draft_reason),
       'contact', (SELECT json_build_object('name', name, 'email', email, 'phone', phone) FROM contacts WHERE id = t.contact_id),
       'source', (SELECT json_build_object('name', name, 'acknowledgement', acknowledgement, 'addresses', settings -> 'addresses')
         FROM sources WHERE id = t.source_id),
       'message', (SELECT json_build_object('text', text, 'at', at) FROM messages WHERE id = d.message_id),
       'last', (SELECT json_build_object('text', text, 'mailMessageId', mail_message_id, 'at', at, 'author', author)
         FROM messages WHERE ticket_id = t.id AND kind = 'contact' ORDER BY number DESC LIMIT 1),
       'first', (SELECT json_build_object('text', text) FROM messages
         WHERE ticket_id = t.id AND kind = 'contact' ORDER BY number LIMIT 1),
       'references', (SELECT coalesce(json_agg(mail_message_id ORDER BY number), '[]') FROM messages
         WHERE ticket_id = t.id AND kind IN ('contact', 'reply') AND mail_message_id IS NOT NULL AND id IS DISTINCT FROM d.message_id),
       'sender', (SELECT json_build_object('id', id, 'version', version, 'settings', settings) FROM senders
         WHERE id = d.sender_id OR (d.sender_id IS NULL AND is_default) LIMIT 1),
       'rules', (SELECT coalesce(json_agg(json_build_object('id', r.id, 'number', r.position, 'tags', v.tags)), '[]')
         FROM redirection_rules r JOIN redirection_rule_versions v ON v.rule_id = r.id AND v.version = r.version
         WHERE d.kind = 'redirection' AND (r.id = (d.data ->> 'ruleId')::uuid
           OR r.id::text IN (SELECT jsonb_array_elements_text(d.data -> 'alsoMatchedRuleIds')))),
       'settings', (SELECT coalesce(json_object_agg(name, value), '{}') FROM settings)
     ) AS outgoing
     FROM deliveries d JOIN tickets t ON t.id = d.ticket_id
       JOIN statuses ON statuses.id = t.status_id JOIN priorities ON priorities.id = t.priority_id
     WHERE d.id = ? AND t.purged_at IS NULL`,
    [deliveryId],
  );
  return rows[0]?.outgoing ?? null;
}
