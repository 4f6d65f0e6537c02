import { createHash } from 'node:crypto';
import type { Circumstances, Decision, DeliveryChange, NewDelivery, WakeChange } from '../domain/life/decision.ts';
import { outgoingMessageId } from '../domain/mail/outgoing-message-id.ts';
import type { TicketState } from '../domain/ticket.ts';
import { appendEvents } from './append-events.ts';
import type { Connection } from './connect.ts';
import { changeContact } from './contacts.ts';
import { newId } from './new-id.ts';
import { purgeTicket } from './purge-ticket.ts';
import { indexWords } from './search-index.ts';

/** Writes a decision in the transaction that took it. @returns the ticket after it */
export async function writeDecision(transaction: Connection, at: Circumstances, decision: Decision): Promise<TicketState> {
  const events = [...decision.events];
  if (decision.contact) {
    const contactId = await changeContact(transaction, { contactId: at.ticket.contactId, change: decision.contact, now: at.now });
    if (contactId !== at.ticket.contactId) {
      events.push({ type: 'ticket.contact_changed', data: { contactId }, actor: at.actor, at: at.now });
    }
    await setRequester(transaction, at.ticketId, decision.contact.email);
  }
  const after = events.length > 0 ? await appendEvents(transaction, { id: at.ticketId, before: at.ticket }, events) : at.ticket;
  for (const message of decision.messages) await insertDraftedMessage(transaction, at, message);
  if (decision.usedDraftId) {
    await transaction('drafts').where('drafts.id', decision.usedDraftId).update({ used_at: at.now });
  }
  if (decision.deliveries.length > 0) await planDeliveries(transaction, at, decision.deliveries);
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
  const addresses = decision.deliveries.flatMap(({ kind, recipients }) => (kind === 'reply' ? (recipients.cc ?? []) : []));
  if (addresses.length === 0) return;
  await transaction('participants')
    .insert(addresses.map((address) => ({ ticket_id: ticketId, address: address.toLowerCase(), role: 'copied' })))
    .onConflict(['ticket_id', 'address'])
    .ignore();
}

async function insertDraftedMessage(
  transaction: Connection,
  at: Circumstances,
  message: Decision['messages'][number],
): Promise<void> {
  await transaction.raw(
    `INSERT INTO messages (id, ticket_id, number, kind, author, text, reply, recipients, at)
     SELECT ?, ?, ?, ?, ?::jsonb, drafts.text, drafts.text, ?::jsonb, ?
     FROM drafts WHERE drafts.id = ?`,
    [
      message.id,
      at.ticketId,
      message.number,
      message.kind,
      JSON.stringify(at.actor),
      JSON.stringify(message.recipients),
      at.now,
      message.draftId,
    ],
  );
  const row = await transaction('messages').where('messages.id', message.id).first<{ text: string }>('messages.text');
  if (row?.text) await indexWords(transaction, at.ticketId, row.text);
}

/** Plans deliveries once: the key is unique, so deciding twice plans nothing twice. */
async function planDeliveries(transaction: Connection, at: Circumstances, deliveries: NewDelivery[]): Promise<void> {
  const { rows } = await transaction.raw<{ rows: { id: string; fromAddress: string }[] }>(
    `SELECT senders.id, senders.settings ->> 'fromAddress' AS "fromAddress"
     FROM senders LEFT JOIN sources ON sources.sender_id = senders.id AND sources.id = ?
     WHERE sources.id IS NOT NULL OR senders.is_default
     ORDER BY sources.id IS NULL LIMIT 1`,
    [at.ticket.sourceId],
  );
  const sender = rows[0];
  const planned = deliveries.map((delivery) => ({
    id: delivery.id,
    ticket_id: at.ticketId,
    kind: delivery.kind,
    key: delivery.key,
    recipient: delivery.recipient,
    recipients: JSON.stringify(delivery.recipients),
    sender_id: sender?.id ?? null,
    message_id: delivery.messageId,
    mail_message_id: outgoingMessageId({
      ticketNumber: at.ticket.number,
      deliveryKeyHash: createHash('sha256').update(delivery.key).digest('hex').slice(0, 24),
      fromAddress: sender?.fromAddress ?? '@deskhand.invalid',
    }),
    data: JSON.stringify(delivery.data),
    next_attempt_at: at.now,
    planned_at: at.now,
  }));
  await transaction('deliveries').insert(planned).onConflict('key').ignore();
  const spoken = planned.filter(({ message_id }) => message_id !== null);
  if (spoken.length === 0) return;
  await transaction('thread_keys')
    .insert(spoken.map(({ mail_message_id }) => ({ mail_message_id, ticket_id: at.ticketId })))
    .onConflict()
    .ignore();
  for (const { message_id, mail_message_id } of spoken) {
    await transaction('messages').where('messages.id', message_id).update({ mail_message_id });
  }
}

async function changeDelivery(transaction: Connection, at: Circumstances, change: DeliveryChange): Promise<void> {
  const row = transaction('deliveries').where({ 'deliveries.id': change.id, 'deliveries.ticket_id': at.ticketId });
  switch (change.to) {
    case 'discarded':
      await row.update({ state: 'discarded', ended_at: at.now, held_reason: null, receipt: JSON.stringify({ reason: change.reason }) });
      return;
    case 'planned':
      await row.update({ state: 'planned', next_attempt_at: at.now, held_reason: null, ended_at: null, attempt_ends_at: null });
      return;
    case 'repeated':
      await row.update({ state: 'planned', next_attempt_at: at.now, was_repeated: true, attempt_ends_at: null });
      return;
    case 'unsure':
      await row.update({ state: 'unsure', ended_at: at.now });
  }
}

/** Sets or takes away a wake. A moved wake is not armed: reconcile and the living workflow see it by that. */
export async function changeWake(
  transaction: Connection,
  at: Pick<Circumstances, 'ticketId'>,
  wake: WakeChange,
): Promise<void> {
  if (wake.due === null) {
    await transaction('wakes').where({ ticket_id: at.ticketId, kind: wake.kind, reference: wake.reference, fired_at: null }).delete();
    return;
  }
  await transaction('wakes')
    .insert({ id: newId(), ticket_id: at.ticketId, kind: wake.kind, reference: wake.reference, due: wake.due })
    .onConflict(['ticket_id', 'kind', 'reference'])
    .merge({ due: wake.due, armed_for: null, fired_at: null });
}
