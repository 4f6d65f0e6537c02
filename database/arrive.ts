import type { Actor } from '../domain/actor.ts';
import type { Channel } from '../domain/channel.ts';
import { defaultPriority, defaultStatus, type Desk } from '../domain/desk.ts';
import type { NewEvent } from '../domain/events.ts';
import { chooseTicket, type Candidate } from '../domain/life/choose-ticket.ts';
import { standingOf } from '../domain/ticket.ts';
import { appendEvents } from './append-events.ts';
import type { Connection } from './connect.ts';
import { contactFor, type ContactData } from './contacts.ts';
import { addInput } from './inputs.ts';
import { newId } from './new-id.ts';
import { indexWords } from './search-index.ts';
import { lockTicket, toTicket, type TicketRow } from './ticket-row.ts';

/** More addresses than this in To and Cc are no conversation. */
const MOST_COPIED = 50;

/** A request as its channel read it. */
export interface Arrival {
  source: { id: string; channel: Channel; tags: string[] };
  /** What the source knows it by; an item arrives once by it. */
  externalId: string;
  contentSha256: Buffer | null;
  rawSha256: Buffer | null;
  sentAt: string | null;
  now: string;
  contact: ContactData;
  subject: string | null;
  /** The whole readable text, and the new words alone. */
  text: string;
  reply: string;
  tags?: string[];
  priorityId?: string;
  /** Message-ID, what it answers and refers to (nearest first), and the number in its subject. */
  mailMessageId: string | null;
  references: string[];
  threadRoot: string | null;
  numberInSubject: number | null;
  bodyHash: Buffer | null;
  automatic: string | null;
  suppressed: boolean;
  recipients: { to?: string[]; cc?: string[] };
  /** Addresses besides ours in To and Cc: they may answer too. */
  copied: string[];
  attachments: ArrivedAttachment[];
  /** Who typed it in; the source itself for what was fetched. */
  actor: Actor;
  draftReason?: string | null;
}

export interface ArrivedAttachment {
  name: string;
  contentType: string;
  size: number;
  sha256: Buffer | null;
  droppedReason: string | null;
}

export interface Arrived {
  state: 'taken' | 'linked' | 'known';
  ticketId: string | null;
  number: number | null;
}

/**
 * Takes in a request: inbound item, contact, ticket or message, thread keys, event and input, all in the caller's
 * transaction. Locks in one order: the thread, the contact's identity, the ticket.
 */
export async function arrive(transaction: Connection, arrival: Arrival, desk: Desk): Promise<Arrived> {
  const itemId = newId();
  if (!(await recordItem(transaction, arrival, itemId))) return { state: 'known', ticketId: null, number: null };
  const root = arrival.threadRoot ?? arrival.mailMessageId;
  if (root) await transaction.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 1))', [root]);

  const first = await findSameMessage(transaction, arrival);
  if (first) return linkItem(transaction, { arrival, itemId, first });

  const candidates = await findCandidates(transaction, arrival);
  const choice = chooseTicket(candidates, { now: arrival.now, reopenDays: desk.settings.reopenDays });
  const messageId = newId();
  const place =
    choice.kind === 'add'
      ? await addToTicket(transaction, { arrival, messageId, ticketId: choice.ticketId })
      : await openTicket(transaction, { arrival, messageId, desk, continues: choice.continues, suggested: choice.suggested });
  await storeWords(transaction, arrival, place.ticketId);
  await transaction('inbound_items').where({ id: itemId }).update({ ticket_id: place.ticketId, message_id: messageId });
  return { state: 'taken', ...place };
}

async function recordItem(transaction: Connection, arrival: Arrival, itemId: string): Promise<boolean> {
  const inserted = await transaction('inbound_items')
    .insert({
      id: itemId,
      source_id: arrival.source.id,
      external_id: arrival.externalId,
      state: 'taken',
      content_sha256: arrival.contentSha256,
      raw_sha256: arrival.rawSha256,
      sent_at: arrival.sentAt,
      received_at: arrival.now,
    })
    .onConflict(['source_id', 'external_id'])
    .ignore()
    .returning('id');
  return inserted.length > 0;
}

interface SameMessage {
  ticketId: string;
  messageId: string;
}

/** The same Message-ID with the same body came before, through another mailbox say. Other words under it are another mail. */
async function findSameMessage(transaction: Connection, arrival: Arrival): Promise<SameMessage | null> {
  if (!arrival.mailMessageId || !arrival.bodyHash) return null;
  const row = await transaction('messages')
    .where({ mail_message_id: arrival.mailMessageId, body_hash: arrival.bodyHash })
    .first<{ ticket_id: string; id: string } | undefined>('ticket_id', 'id');
  return row ? { ticketId: row.ticket_id, messageId: row.id } : null;
}

async function linkItem(
  transaction: Connection,
  { arrival, itemId, first }: { arrival: Arrival; itemId: string; first: SameMessage },
): Promise<Arrived> {
  const before = await lockTicket(transaction, first.ticketId);
  const linked: NewEvent = {
    type: 'message.linked',
    data: { messageId: first.messageId, sourceId: arrival.source.id },
    actor: arrival.actor,
    at: arrival.now,
  };
  await appendEvents(transaction, { id: first.ticketId, before }, [linked]);
  await transaction('inbound_items')
    .where({ id: itemId })
    .update({ state: 'linked', ticket_id: first.ticketId, message_id: first.messageId });
  return { state: 'linked', ticketId: first.ticketId, number: before?.number ?? null };
}

async function findCandidates(transaction: Connection, arrival: Arrival): Promise<Candidate[]> {
  if (arrival.references.length === 0 && arrival.numberInSubject === null) return [];
  const { rows } = await transaction.raw<{ rows: (TicketRow & { rank: number | null; is_participant: boolean })[] }>(
    `WITH found AS (
       SELECT ticket_id, min(array_position(:references::text[], mail_message_id)) AS rank
         FROM thread_keys WHERE mail_message_id = ANY (:references::text[]) GROUP BY ticket_id
       UNION ALL
       SELECT id, NULL FROM tickets WHERE number = :number::bigint)
     SELECT tickets.*, found.rank, EXISTS (
         SELECT 1 FROM participants WHERE participants.ticket_id = tickets.id AND participants.address = :sender::text
       ) AS is_participant
     FROM found JOIN tickets ON tickets.id = found.ticket_id
     ORDER BY found.rank NULLS LAST`,
    {
      references: arrival.references,
      number: arrival.numberInSubject,
      sender: arrival.contact.email?.toLowerCase() ?? '',
    },
  );
  return rows.map((row) => {
    const ticket = toTicket(row);
    return {
      ticketId: row.id,
      standing: standingOf(ticket),
      solvedAt: ticket.solvedAt,
      // A purged ticket has no participants left, but an answer on its thread still may not join anything else.
      isParticipant: row.is_participant || (row.rank !== null && ticket.purgedAt !== null),
      foundBy: row.rank === null ? 'number' : 'thread',
    };
  });
}

interface Place {
  ticketId: string;
  number: number;
}

async function addToTicket(
  transaction: Connection,
  { arrival, messageId, ticketId }: { arrival: Arrival; messageId: string; ticketId: string },
): Promise<Place> {
  const before = await lockTicket(transaction, ticketId);
  if (!before) throw new Error(`ticket ${ticketId} vanished`);
  const messageNumber = before.messageCount + 1;
  await appendEvents(transaction, { id: ticketId, before }, [
    {
      type: 'message.received',
      data: { messageId, messageNumber, automatic: arrival.automatic },
      actor: contactActor(before.contactId, arrival),
      at: arrival.now,
    },
  ]);
  await insertMessage(transaction, { arrival, messageId, ticketId, messageNumber });
  await insertParticipants(transaction, arrival, { ticketId, isOpening: false });
  await addInput(transaction, {
    id: messageId,
    ticketId,
    kind: 'message',
    data: { messageId, automatic: arrival.automatic },
    actor: contactActor(before.contactId, arrival),
    now: arrival.now,
  });
  return { ticketId, number: before.number };
}

async function openTicket(
  transaction: Connection,
  opening: { arrival: Arrival; messageId: string; desk: Desk; continues: string | null; suggested: string | null },
): Promise<Place> {
  const { arrival, messageId, desk } = opening;
  const contactId = hasIdentity(arrival.contact) ? await contactFor(transaction, arrival.contact, arrival.now) : null;
  const ticketId = newId();
  const { rows } = await transaction.raw<{ rows: { number: number }[] }>(`SELECT nextval('ticket_numbers') AS number`);
  const number = rows[0]!.number;
  const status = defaultStatus(desk, 'new');
  const actor = contactActor(contactId, arrival);
  await appendEvents(transaction, { id: ticketId, before: null }, [
    {
      type: 'ticket.opened',
      at: arrival.now,
      actor,
      data: {
        number,
        subject: arrival.subject,
        contactId,
        channel: arrival.source.channel,
        sourceId: arrival.source.id,
        statusId: status.id,
        category: status.category,
        priorityId: arrival.priorityId ?? defaultPriority(desk).id,
        tags: [...arrival.source.tags, ...(arrival.tags ?? [])],
        draftReason: arrival.draftReason ?? null,
        continues: opening.continues,
      },
    },
    { type: 'message.received', at: arrival.now, actor, data: { messageId, messageNumber: 1, automatic: arrival.automatic } },
  ]);
  await insertMessage(transaction, { arrival, messageId, ticketId, messageNumber: 1 });
  await insertParticipants(transaction, arrival, { ticketId, isOpening: true });
  await insertLinks(transaction, opening, ticketId);
  await addInput(transaction, {
    id: messageId,
    ticketId,
    kind: 'opening',
    data: { messageId, automatic: arrival.automatic, suppressed: arrival.suppressed },
    actor,
    now: arrival.now,
  });
  return { ticketId, number };
}

function hasIdentity(contact: ContactData): boolean {
  return Boolean(contact.email || contact.phone || contact.name);
}

/** Fetched mail is said by its contact; what an operator types in is said by the operator. */
function contactActor(contactId: string | null, arrival: Arrival): Actor {
  return arrival.actor.kind === 'source' && contactId ? { kind: 'contact', id: contactId } : arrival.actor;
}

async function insertMessage(
  transaction: Connection,
  message: { arrival: Arrival; messageId: string; ticketId: string; messageNumber: number },
): Promise<void> {
  const { arrival } = message;
  await transaction('messages').insert({
    id: message.messageId,
    ticket_id: message.ticketId,
    number: message.messageNumber,
    kind: 'contact',
    author: JSON.stringify({ kind: 'contact', name: arrival.contact.name ?? null, address: arrival.contact.email ?? null }),
    text: arrival.text,
    reply: arrival.reply,
    mail_message_id: arrival.mailMessageId,
    body_hash: arrival.bodyHash,
    recipients: JSON.stringify(arrival.recipients),
    automatic: arrival.automatic,
    raw_sha256: arrival.rawSha256,
    at: arrival.now,
  });
  if (arrival.attachments.length === 0) return;
  await transaction('attachments').insert(
    arrival.attachments.map((attachment, position) => ({
      id: newId(),
      message_id: message.messageId,
      position,
      name: attachment.name,
      content_type: attachment.contentType,
      size: attachment.size,
      sha256: attachment.sha256,
      dropped_reason: attachment.droppedReason,
    })),
  );
}

/** Who may answer on this thread: the requester, and whoever the requester copied, now or later. */
async function insertParticipants(
  transaction: Connection,
  arrival: Arrival,
  { ticketId, isOpening }: { ticketId: string; isOpening: boolean },
): Promise<void> {
  const sender = arrival.contact.email?.toLowerCase();
  const copied = [...new Set(arrival.copied.map((address) => address.toLowerCase()))].filter((address) => address !== sender);
  const rows = [
    ...(sender && isOpening ? [{ address: sender, role: 'requester' }] : []),
    ...copied.slice(0, MOST_COPIED).map((address) => ({ address, role: 'copied' })),
  ].map((row) => ({ ...row, ticket_id: ticketId }));
  if (rows.length > 0) await transaction('participants').insert(rows).onConflict(['ticket_id', 'address']).ignore();
}

async function insertLinks(
  transaction: Connection,
  links: { arrival: Arrival; continues: string | null; suggested: string | null },
  ticketId: string,
): Promise<void> {
  const rows = [
    ...(links.continues ? [{ other_id: links.continues, kind: 'continues' }] : []),
    ...(links.suggested ? [{ other_id: links.suggested, kind: 'suggested' }] : []),
  ].map((link) => ({ ...link, ticket_id: ticketId, created_at: links.arrival.now }));
  if (rows.length > 0) await transaction('ticket_links').insert(rows);
}

async function storeWords(transaction: Connection, arrival: Arrival, ticketId: string): Promise<void> {
  if (arrival.mailMessageId) {
    await transaction('thread_keys').insert({ mail_message_id: arrival.mailMessageId, ticket_id: ticketId }).onConflict().ignore();
  }
  await indexWords(transaction, ticketId, arrival.subject, arrival.contact.name ?? null, arrival.contact.email ?? null, arrival.text);
}
