import type { Actor } from '../domain/actor.ts';
import { defaultPriority, defaultStatus, type Desk } from '../domain/desk.ts';
import type { EventData, NewEvent } from '../domain/events.ts';
import { chooseTicket, type Candidate, type TicketChoice } from '../domain/life/choose-ticket.ts';
import type { PlatformState } from '../domain/platform/platform-state.ts';
import { standingOf, type TicketState } from '../domain/ticket.ts';
import { appendEvents } from './append-events.ts';
import type { Arrival } from './arrival.ts';
import { attachmentParts } from './attachment-parts.ts';
import type { Connection } from './connect.ts';
import { contactForVisitor } from './contact-for-visitor.ts';
import {
  contactBindings,
  contactFor,
  contactSteps,
  settleContact,
  type ContactData,
  type FoundContact,
} from './contacts.ts';
import type { NewInput } from './inputs.ts';
import { newId } from './new-id.ts';
import { changeOfItem } from './platform/change-of-item.ts';
import { proveRequester } from './prove-requester.ts';
import { runPrepared } from './run-prepared.ts';
import { wordsInto } from './search-index.ts';
import { lockTicket, toTicket, type TicketRow } from './ticket-row.ts';
import { hexBytes, rowsInto, type Part } from './write-together.ts';

/** More addresses than this in To and Cc are no conversation. */
const MOST_COPIED = 50;

export interface Arrived {
  state: 'taken' | 'linked' | 'known';
  ticketId: string | null;
  number: number | null;
  /** What it became; null where it was known. */
  messageId: string | null;
  /** What the ticket knows of its comment or question now. */
  platform: PlatformState | null;
}

/** Ids made beforehand, so that the inbound item names its message and its ticket, if one opens, from the start. */
interface Ids {
  itemId: string;
  messageId: string;
  newTicketId: string;
}

/**
 * Takes in a request: inbound item, contact, ticket or message, thread keys, event and input, all in the caller's
 * transaction. Locks in one order: the thread, the contact's identity, the ticket.
 */
export async function arrive(transaction: Connection, arrival: Arrival, desk: Desk): Promise<Arrived> {
  const ids: Ids = { itemId: newId(), messageId: newId(), newTicketId: newId() };
  const claimed = await claimItem(transaction, arrival, ids);
  if (!claimed) return { state: 'known', ticketId: null, number: null, messageId: null, platform: null };

  const first = await findSameMessage(transaction, arrival);
  if (first) return linkItem(transaction, { arrival, itemId: ids.itemId, first });

  const choice = await chooseAndLock(transaction, arrival, desk);
  const place =
    choice.kind === 'add'
      ? await addToTicket(transaction, { arrival, ids, ticketId: choice.ticketId, before: choice.before })
      : await openTicket(transaction, { ...choice, arrival, ids, desk, claimed });
  return { state: 'taken', messageId: ids.messageId, ...place };
}

type LockedChoice = Extract<TicketChoice, { kind: 'open' }> | { kind: 'add'; ticketId: string; before: TicketState };

/** A delete or purge may commit while its lock is waited for: then it is chosen again, so that no message goes with it. */
async function chooseAndLock(transaction: Connection, arrival: Arrival, desk: Desk): Promise<LockedChoice> {
  for (;;) {
    const candidates = await findCandidates(transaction, arrival);
    const choice = chooseTicket(candidates, { now: arrival.now, reopenDays: desk.settings.reopenDays });
    if (choice.kind === 'open') return choice;
    const before = await lockTicket(transaction, choice.ticketId);
    if (!before) throw new Error(`ticket ${choice.ticketId} vanished`);
    if (!before.deletedAt && !before.purgedAt) return { ...choice, before };
  }
}

interface Claimed {
  /** Of the ticket that a request opens which answers nothing; null otherwise: it is not known yet whether one opens. */
  opening: { number: number; contactId: string | null } | null;
}

/**
 * Claims the item, then locks its thread. A request that answers nothing is given its contact and number here already:
 * it opens a ticket, unless it is a copy of what came before and leaves a gap.
 * @returns null for an item that was there before
 */
async function claimItem(transaction: Connection, arrival: Arrival, ids: Ids): Promise<Claimed | null> {
  const contact = contactBindings(arrival.contact, arrival.now);
  const opens = answersNothing(arrival);
  const rows = await runPrepared<{ number: number | null; contact: FoundContact | null }>(
    transaction,
    `WITH item AS (
       INSERT INTO inbound_items (id, source_id, external_id, state, content_sha256, raw_sha256, sent_at, received_at,
         ticket_id, message_id)
       VALUES (:itemId, :sourceId, :externalId, 'taken', :contentSha256, :rawSha256, :sentAt, :now, :newTicketId, :messageId)
       ON CONFLICT (source_id, external_id) DO NOTHING RETURNING id),
     locked AS MATERIALIZED (
       SELECT CASE WHEN :root::text IS NOT NULL THEN pg_advisory_xact_lock(hashtextextended(:root, 1)) END FROM item),
     asked AS MATERIALIZED (SELECT 1 FROM locked WHERE :hasContact::boolean),
     ${contactSteps}
     SELECT CASE WHEN :opens::boolean THEN nextval('ticket_numbers') END AS number, (SELECT found FROM found) AS contact
     FROM locked`,
    {
      ...ids,
      ...contact,
      sourceId: arrival.source.id,
      externalId: arrival.externalId,
      contentSha256: arrival.contentSha256,
      rawSha256: arrival.rawSha256,
      sentAt: arrival.sentAt,
      opens,
      hasContact: opens && !isVisitor(arrival.contact) && hasIdentity(arrival.contact),
      root: arrival.threadRoot ?? arrival.mailMessageId,
    },
  );
  const [claimed] = rows;
  if (!claimed) return null;
  if (claimed.number === null) return { opening: null };
  const contactId = claimed.contact
    ? await settleContact(transaction, claimed.contact, contact.contactId)
    : await visitorOf(transaction, arrival);
  return { opening: { number: claimed.number, contactId } };
}

function answersNothing(arrival: Arrival): boolean {
  return arrival.references.length === 0 && arrival.numberInSubject === null && !arrival.belongsTo;
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
  return { state: 'linked', ...first, number: before?.number ?? null, platform: before?.platform ?? null };
}

/** Of one thread at a platform a person's newest ticket goes on, and a stranger is shown the one that it began with. */
async function findCandidates(transaction: Connection, arrival: Arrival): Promise<Candidate[]> {
  if (answersNothing(arrival)) return [];
  const { rows } = await transaction.raw<{ rows: (TicketRow & { rank: number | null; is_participant: boolean })[] }>(
    `WITH found AS (
       SELECT ticket_id, min(array_position(:references::text[], mail_message_id)) AS rank
         FROM thread_keys WHERE mail_message_id = ANY (:references::text[]) GROUP BY ticket_id
       UNION ALL
       SELECT id, 0 FROM tickets WHERE id = :belongsTo::uuid
       UNION ALL
       SELECT id, NULL FROM tickets WHERE number = :number::bigint)
     SELECT tickets.*, found.rank, known.is_participant
     FROM found JOIN tickets ON tickets.id = found.ticket_id, LATERAL (
       SELECT EXISTS (
         SELECT 1 FROM participants WHERE participants.ticket_id = tickets.id AND participants.address = :sender::text
       ) AS is_participant) known
     ORDER BY found.rank NULLS LAST, CASE WHEN is_participant THEN -tickets.number ELSE tickets.number END`,
    {
      references: arrival.references,
      belongsTo: arrival.belongsTo ?? null,
      number: arrival.numberInSubject,
      sender: addressOf(arrival.contact) ?? '',
    },
  );
  return rows.map((row) => {
    const ticket = toTicket(row);
    return {
      ticketId: row.id,
      standing: standingOf(ticket),
      solvedAt: ticket.solvedAt,
      // A purged ticket has no participants left, but an answer on its thread still may not join anything else.
      isParticipant:
        row.is_participant || row.id === arrival.belongsTo || (row.rank !== null && ticket.purgedAt !== null),
      foundBy: row.rank === null ? 'number' : 'thread',
    };
  });
}

interface Place {
  ticketId: string;
  number: number;
  platform: PlatformState | null;
}

async function addToTicket(
  transaction: Connection,
  { arrival, ids, ticketId, before }: { arrival: Arrival; ids: Ids; ticketId: string; before: TicketState },
): Promise<Place> {
  const { itemId, messageId } = ids;
  const messageNumber = before.messageCount + 1;
  const contactId = await proveRequester(transaction, { arrival, ticketId, before });
  const actor = contactActor(contactId, arrival);
  const input = inputOf({ arrival, ids, ticketId, kind: 'message', actor });
  const also = [
    ...messageParts({ arrival, messageId, ticketId, messageNumber }),
    ...wordParts(arrival, ticketId),
    ...participantParts(arrival, { ticketId, isOpening: false }),
    { sql: 'UPDATE inbound_items SET ticket_id = ? WHERE id = ?', bindings: [ticketId, itemId] },
  ];
  const received = { messageId, messageNumber, automatic: arrival.automatic };
  const { platform } = await appendEvents(transaction, { id: ticketId, before, input, also }, [
    ...changeOfContact(before, contactId, arrival),
    {
      type: 'message.received',
      data: { ...received, ...(await toldByItem(transaction, arrival, before)) },
      actor,
      at: arrival.now,
    },
  ]);
  return { ticketId, number: before.number, platform };
}

/** What of a comment or question goes with the event of its words. */
async function toldByItem(
  transaction: Connection,
  { source, platform: item }: Arrival,
  before: TicketState,
): Promise<Pick<EventData['message.received'], 'edits' | 'platform'>> {
  if (!item) return {};
  if (item.edits) return { edits: item.edits };
  const platform = await changeOfItem(transaction, { sourceId: source.id, item, before: before.platform });
  return platform ? { platform } : {};
}

function changeOfContact(before: TicketState, contactId: string | null, { actor, now }: Arrival): NewEvent[] {
  if (contactId === null || contactId === before.contactId) return [];
  return [{ type: 'ticket.contact_changed', data: { contactId }, actor, at: now }];
}

interface Opening {
  arrival: Arrival;
  ids: Ids;
  desk: Desk;
  claimed: Claimed;
  continues: string | null;
  suggested: string | null;
}

async function openTicket(transaction: Connection, opening: Opening): Promise<Place> {
  const { arrival, ids, desk } = opening;
  const { messageId, newTicketId: ticketId } = ids;
  const { number, contactId } = opening.claimed.opening ?? (await takeNumber(transaction, arrival));
  const status = defaultStatus(desk, 'new');
  const actor = contactActor(contactId, arrival);
  const input = inputOf({ arrival, ids, ticketId, kind: 'opening', actor });
  const also = [
    ...messageParts({ arrival, messageId, ticketId, messageNumber: 1 }),
    ...wordParts(arrival, ticketId),
    ...participantParts(arrival, { ticketId, isOpening: true }),
    ...linkParts(opening, ticketId),
  ];
  const { platform } = await appendEvents(transaction, { id: ticketId, before: null, input, also }, [
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
        designVersion: arrival.designVersion ?? null,
        ...(arrival.platform ? { platform: arrival.platform.state } : {}),
        continues: opening.continues,
      },
    },
    ...assignment(arrival, actor),
    {
      type: 'message.received',
      at: arrival.now,
      actor,
      data: {
        messageId,
        messageNumber: 1,
        automatic: arrival.automatic,
        ...(arrival.platform?.edits ? { edits: arrival.platform.edits } : {}),
      },
    },
  ]);
  return { ticketId, number, platform };
}

function assignment({ teamId, now }: Arrival, actor: Actor): NewEvent[] {
  if (!teamId) return [];
  return [{ type: 'ticket.assigned', data: { representativeId: null, teamId }, actor, at: now }];
}

/** An answer opens a ticket only where its thread is closed for it: then a contact and a number are taken now. */
async function takeNumber(
  transaction: Connection,
  arrival: Arrival,
): Promise<{ number: number; contactId: string | null }> {
  const contactId = isVisitor(arrival.contact)
    ? await visitorOf(transaction, arrival)
    : hasIdentity(arrival.contact)
      ? await contactFor(transaction, arrival.contact, arrival.now)
      : null;
  const { rows } = await transaction.raw<{ rows: { number: number }[] }>(`SELECT nextval('ticket_numbers') AS number`);
  return { number: rows[0]!.number, contactId };
}

/** Of a web page: what they typed of themselves is not proven. */
function isVisitor({ visitorId, isTyped }: ContactData): boolean {
  return Boolean(visitorId) || isTyped === true;
}

async function visitorOf(transaction: Connection, { contact, now }: Arrival): Promise<string | null> {
  if (!isVisitor(contact) || !(contact.visitorId || hasIdentity(contact))) return null;
  return contactForVisitor(transaction, contact, now);
}

function inputOf(of: {
  arrival: Arrival;
  ids: Ids;
  ticketId: string;
  kind: 'opening' | 'message';
  actor: Actor;
}): NewInput {
  const { arrival, ids, ticketId, kind, actor } = of;
  const { messageId } = ids;
  const suppressed = kind === 'opening' ? { suppressed: arrival.suppressed } : {};
  return {
    id: messageId,
    ticketId,
    kind,
    data: { messageId, automatic: arrival.automatic, ...suppressed },
    actor,
    now: arrival.now,
  };
}

function hasIdentity({ email, phone, name, account, handle }: ContactData): boolean {
  return Boolean(email || phone || name || account || handle);
}

/** What a sender is known by among those who may answer: an address, or an account at a platform. */
function addressOf({ email, account }: ContactData): string | undefined {
  return (email ?? (account && `${account.channel}:${account.id}`))?.toLowerCase();
}

/** Fetched mail is said by its contact; what an operator types in is said by the operator. */
function contactActor(contactId: string | null, arrival: Arrival): Actor {
  return arrival.actor.kind === 'source' && contactId ? { kind: 'contact', id: contactId } : arrival.actor;
}

function messageParts(message: {
  arrival: Arrival;
  messageId: string;
  ticketId: string;
  messageNumber: number;
}): Part[] {
  const { arrival, messageId } = message;
  const row = {
    id: messageId,
    ticket_id: message.ticketId,
    number: message.messageNumber,
    kind: 'contact',
    author: {
      kind: 'contact',
      name: arrival.contact.name ?? arrival.contact.handle ?? null,
      address: arrival.contact.email ?? null,
    },
    text: arrival.text,
    reply: arrival.reply,
    // The key of a comment's thread is no Message-ID: no mail may refer to it.
    mail_message_id: arrival.platform ? null : arrival.mailMessageId,
    platform_item_id: arrival.platform?.itemId ?? null,
    body_hash: hexBytes(arrival.bodyHash),
    recipients: arrival.recipients,
    automatic: arrival.automatic,
    raw_sha256: hexBytes(arrival.rawSha256),
    at: arrival.now,
  };
  return [rowsInto('messages', [row]), ...attachmentParts(messageId, arrival.attachments)];
}

/** Who may answer on this thread: the requester, and whoever the requester copied, now or later. */
function participantParts(arrival: Arrival, { ticketId, isOpening }: { ticketId: string; isOpening: boolean }): Part[] {
  const sender = addressOf(arrival.contact);
  const copied = [...new Set(arrival.copied.map((address) => address.toLowerCase()))].filter(
    (address) => address !== sender,
  );
  const rows = [
    ...(sender && isOpening ? [{ address: sender, role: 'requester' }] : []),
    ...copied.slice(0, MOST_COPIED).map((address) => ({ address, role: 'copied' })),
  ].map((row) => ({ ...row, ticket_id: ticketId }));
  return rows.length > 0 ? [rowsInto('participants', rows, 'ON CONFLICT (ticket_id, address) DO NOTHING')] : [];
}

function linkParts({ arrival, continues, suggested }: Opening, ticketId: string): Part[] {
  const rows = [
    ...(continues ? [{ other_id: continues, kind: 'continues' }] : []),
    ...(suggested ? [{ other_id: suggested, kind: 'suggested' }] : []),
  ].map((link) => ({ ...link, ticket_id: ticketId, created_at: arrival.now }));
  return rows.length > 0 ? [rowsInto('ticket_links', rows)] : [];
}

/** What the ticket is found by: the thread's key, and its words. */
function wordParts(arrival: Arrival, ticketId: string): Part[] {
  const keys = [arrival.mailMessageId, ...(arrival.alsoKnownBy ?? [])]
    .filter((key) => key !== null)
    .map((key) => ({ mail_message_id: key, ticket_id: ticketId }));
  return [
    ...(keys.length > 0 ? [rowsInto('thread_keys', keys, 'ON CONFLICT DO NOTHING')] : []),
    ...wordsInto(ticketId, [
      arrival.subject,
      arrival.contact.name ?? null,
      arrival.contact.email ?? null,
      arrival.contact.handle ?? null,
      arrival.text,
    ]),
  ];
}
