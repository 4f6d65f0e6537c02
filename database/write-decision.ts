import { createHash } from 'node:crypto';
import { isAtPlatform, platformKinds, type DeliveryKind } from '../domain/delivery.ts';
import type { Circumstances, Decision, DeliveryChange, NewDelivery, WakeChange } from '../domain/life/decision.ts';
import { outgoingMessageId } from '../domain/mail/outgoing-message-id.ts';
import type { TicketState } from '../domain/ticket.ts';
import { appendEvents } from './append-events.ts';
import type { Connection } from './connect.ts';
import { changeContact } from './contacts.ts';
import { newId } from './new-id.ts';
import { purgeTicket } from './purge-ticket.ts';
import { indexWords, wordsInto } from './search-index.ts';
import { rowsInto, type Part } from './write-together.ts';

/** A decision, and what else is written with it. */
export interface Written {
  decision: Decision;
  parts?: readonly Part[];
}

/** Writes a decision in the transaction that took it. @returns the ticket after it */
export async function writeDecision(
  transaction: Connection,
  at: Circumstances,
  { decision, parts = [] }: Written,
): Promise<TicketState> {
  const events = [...decision.events];
  if (decision.contact) {
    const contactId = await changeContact(transaction, {
      contactId: at.ticket.contactId,
      change: decision.contact,
      now: at.now,
    });
    if (contactId !== at.ticket.contactId) {
      events.push({ type: 'ticket.contact_changed', data: { contactId }, actor: at.actor, at: at.now });
    }
    await setRequester(transaction, at.ticketId, decision.contact.email);
  }
  const deliveries = decision.deliveries.length > 0 ? await deliveryRows(transaction, at, decision.deliveries) : [];
  const also = [
    ...(await messageParts(transaction, { at, decision, deliveries })),
    ...deliveryParts(deliveries),
    ...parts,
  ];
  const after = await appendEvents(transaction, { id: at.ticketId, before: at.ticket, also }, events);
  await addCopied(transaction, at.ticketId, decision);
  for (const change of decision.deliveryChanges) await changeDelivery(transaction, at, change);
  for (const wake of decision.wakes) await changeWake(transaction, at, wake);
  if (after.subject !== at.ticket.subject && after.subject) await indexWords(transaction, at.ticketId, after.subject);
  if (decision.purge) await purgeTicket(transaction, { ticketId: at.ticketId, contactId: at.ticket.contactId });
  return after;
}

async function setRequester(transaction: Connection, ticketId: string, email: string | undefined): Promise<void> {
  if (!email) return;
  await transaction('participants')
    .insert({ ticket_id: ticketId, address: email.toLowerCase(), role: 'requester' })
    .onConflict(['ticket_id', 'address'])
    .ignore();
}

/** Whoever we copy on an answer may answer too. */
async function addCopied(transaction: Connection, ticketId: string, decision: Decision): Promise<void> {
  const addresses = decision.deliveries.flatMap(({ kind, recipients }) =>
    kind === 'reply' ? (recipients.cc ?? []) : [],
  );
  if (addresses.length === 0) return;
  await transaction('participants')
    .insert(addresses.map((address) => ({ ticket_id: ticketId, address: address.toLowerCase(), role: 'copied' })))
    .onConflict(['ticket_id', 'address'])
    .ignore();
}

/** Messages take their words from drafts, which are used up by that. */
async function messageParts(
  transaction: Connection,
  { at, decision, deliveries }: { at: Circumstances; decision: Decision; deliveries: DeliveryRow[] },
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const message of decision.messages) {
    const draft = await transaction('drafts')
      .where('drafts.id', message.draftId)
      .first<{ text: string } | undefined>('text');
    if (!draft) continue;
    const row = {
      id: message.id,
      ticket_id: at.ticketId,
      number: message.number,
      kind: message.kind,
      author: at.actor,
      text: draft.text,
      reply: draft.text,
      mail_message_id: deliveries.find((delivery) => isMailOf(message.id, delivery))?.mail_message_id ?? null,
      recipients: message.recipients,
      at: at.now,
    };
    parts.push(rowsInto('messages', [row]), ...wordsInto(at.ticketId, [draft.text]));
  }
  if (decision.usedDraftId) {
    parts.push({ sql: 'UPDATE drafts SET used_at = ? WHERE drafts.id = ?', bindings: [at.now, decision.usedDraftId] });
  }
  return parts;
}

function isMailOf(messageId: string, delivery: DeliveryRow): boolean {
  return isMail(delivery.kind) && delivery.message_id === messageId;
}

/** A line of a chat and what is done at a platform leave by no sender, and are on no thread of mails. */
function isMail(kind: DeliveryKind): boolean {
  return kind !== 'chat' && !isAtPlatform(kind);
}

type DeliveryRow = Awaited<ReturnType<typeof deliveryRows>>[number];

async function deliveryRows(transaction: Connection, at: Circumstances, deliveries: NewDelivery[]) {
  const { rows } = await transaction.raw<{ rows: { id: string; fromAddress: string }[] }>(
    `SELECT senders.id, senders.settings ->> 'fromAddress' AS "fromAddress"
     FROM senders LEFT JOIN sources ON sources.sender_id = senders.id AND sources.id = ?
     WHERE sources.id IS NOT NULL OR senders.is_default
     ORDER BY sources.id IS NULL LIMIT 1`,
    [at.ticket.sourceId],
  );
  const sender = rows[0];
  return deliveries.map((delivery) => ({
    id: delivery.id,
    ticket_id: at.ticketId,
    kind: delivery.kind,
    key: delivery.key,
    recipient: delivery.recipient,
    recipients: delivery.recipients,
    sender_id: isMail(delivery.kind) ? (sender?.id ?? null) : null,
    message_id: delivery.messageId,
    mail_message_id: outgoingMessageId({
      ticketNumber: at.ticket.number,
      deliveryKeyHash: createHash('sha256').update(delivery.key).digest('hex').slice(0, 24),
      fromAddress: sender?.fromAddress ?? '@deskhand.invalid',
    }),
    data: delivery.data,
    next_attempt_at: at.now,
    planned_at: at.now,
  }));
}

/** Plans deliveries once: the key is unique, so deciding twice plans nothing twice. */
function deliveryParts(planned: DeliveryRow[]): Part[] {
  if (planned.length === 0) return [];
  const spoken = planned.filter(({ kind, message_id }) => isMail(kind) && message_id !== null);
  const keys = spoken.map(({ mail_message_id, ticket_id }) => ({ mail_message_id, ticket_id }));
  return [
    rowsInto('deliveries', planned, 'ON CONFLICT (key) DO NOTHING'),
    ...(keys.length > 0 ? [rowsInto('thread_keys', keys, 'ON CONFLICT DO NOTHING')] : []),
  ];
}

async function changeDelivery(transaction: Connection, at: Circumstances, change: DeliveryChange): Promise<void> {
  const row = transaction('deliveries').where({ 'deliveries.id': change.id, 'deliveries.ticket_id': at.ticketId });
  switch (change.to) {
    case 'discarded':
      await row.update({
        state: 'discarded',
        ended_at: at.now,
        held_reason: null,
        receipt: JSON.stringify({ reason: change.reason }),
      });
      return;
    case 'planned':
      await row.update({
        state: 'planned',
        // What a platform may show in a moment is not asked for at once: it would be sent a second time.
        next_attempt_at: transaction.raw(
          `CASE WHEN receipt -> 'mayHaveHappened' = 'true' AND state = 'planned'
               THEN least(next_attempt_at, :now::timestamptz + interval '1 minute')
             WHEN receipt -> 'mayHaveHappened' = 'true' AND state = 'unsure'
               THEN greatest(ended_at + interval '1 minute', :now::timestamptz)
             ELSE :now::timestamptz END`,
          { now: at.now },
        ),
        held_reason: null,
        ended_at: null,
        attempt_ends_at: null,
      });
      return;
    case 'repeated':
      await row.update({ state: 'planned', next_attempt_at: at.now, was_repeated: true, attempt_ends_at: null });
      return;
    case 'asked-for':
      await row.update({
        state: 'planned',
        next_attempt_at: at.now,
        attempt_ends_at: null,
        receipt: transaction.raw(`coalesce(receipt, '{}') || '{"mayHaveHappened": true}'`),
      });
      return;
    case 'unsure':
      await row.update({
        state: 'unsure',
        ended_at: at.now,
        receipt: transaction.raw(
          `CASE WHEN kind = ANY (?) THEN coalesce(receipt, '{}') || '{"mayHaveHappened": true}' ELSE receipt END`,
          [[...platformKinds]],
        ),
      });
  }
}

/** Sets or takes away a wake. A moved wake is not armed: reconcile and the living workflow see it by that. */
export async function changeWake(
  transaction: Connection,
  at: Pick<Circumstances, 'ticketId'>,
  wake: WakeChange,
): Promise<void> {
  if (wake.due === null) {
    await transaction('wakes')
      .where({ ticket_id: at.ticketId, kind: wake.kind, reference: wake.reference, fired_at: null })
      .delete();
    return;
  }
  await transaction('wakes')
    .insert({ id: newId(), ticket_id: at.ticketId, kind: wake.kind, reference: wake.reference, due: wake.due })
    .onConflict(['ticket_id', 'kind', 'reference'])
    .merge({ due: wake.due, armed_for: null, fired_at: null });
}
