import type { Actor } from '../domain/actor.ts';
import type { DeliveryKind } from '../domain/delivery.ts';
import type { NewEvent } from '../domain/events.ts';
import { appendEvents } from './append-events.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';
import { contactTree, forgetContacts } from './contact-tree.ts';
import { despiteDeadlocks } from './despite-deadlocks.ts';
import { findStrayMails, forgetStrayMails } from './stray-mails.ts';
import { livingContact, lockContacts, type LockedContact } from './lock-contacts.ts';
import { forgetKeptResponses } from './pushed/forget-responses.ts';
import { takeAwayTalks, takeAwayWords } from './take-away-words.ts';
import { lockTicket } from './ticket-row.ts';

export interface Erasure {
  contactId: string;
  actor: Actor;
  now: string;
}

/**
 * Erases a person who asks for it, with all that were merged into the contact: text, files, identities, attributes,
 * talks. Tickets keep number, times, counts and status, and leave every list. Whoever writes again is a new contact.
 * Tickets go one by one, each whole, so that a long life holds up nobody; broken off, it is simply asked for again.
 * @returns how many tickets were erased
 * @throws DeskError NOT_FOUND; REFUSED when the contact was merged into another or erased already
 */
export async function eraseContact(database: Database, erasure: Erasure): Promise<{ tickets: number }> {
  const row = await database('contacts')
    .where({ id: erasure.contactId })
    .select<Pick<LockedContact, 'id' | 'merged_into' | 'erased_at'>[]>('id', 'merged_into', 'erased_at');
  livingContact(row, erasure.contactId);
  let tickets = 0;
  for (;;) {
    const ids = await contactTree(database, erasure.contactId);
    const next = await database('tickets')
      .whereIn('contact_id', ids)
      .orderBy('id')
      .first<{ id: string } | undefined>('id');
    if (!next) break;
    tickets += await inOneGo(database, (transaction) => eraseTicket(transaction, { ticketId: next.id, ids, erasure }));
  }
  const mails = await strayMailsOf(database, erasure.contactId);
  tickets += await inOneGo(database, async (transaction) => {
    await forgetStrayMails(transaction, mails);
    return eraseTheRest(transaction, erasure, tickets);
  });
  return { tickets };
}

function inOneGo<Done>(database: Database, write: (transaction: Connection) => Promise<Done>): Promise<Done> {
  return despiteDeadlocks(() => database.transaction(write));
}

/** By what is proven alone: who was only typed may be somebody else, whose mail must not be lost. */
async function strayMailsOf(database: Database, contactId: string): Promise<string[]> {
  const proven = await database('contact_identities')
    .whereIn('contact_id', await contactTree(database, contactId))
    .where({ is_proven: true })
    .select<{ kind: string; value: string }[]>('kind', 'value');
  return findStrayMails(database, {
    addresses: proven.filter(({ kind }) => kind === 'email').map(({ value }) => value),
    accounts: proven.map(({ kind, value }) => ({ channel: kind, id: value })),
  });
}

/** @returns how many tickets had opened meanwhile and were erased too */
async function eraseTheRest(transaction: Connection, erasure: Erasure, before: number): Promise<number> {
  const { contactId, actor, now } = erasure;
  const ids = await contactTree(transaction, contactId);
  const contacts = await lockContacts(transaction, ids);
  const { id } = livingContact(contacts, contactId);
  const identities = await transaction('contact_identities')
    .whereIn('contact_id', ids)
    .select<{ kind: string; value: string }[]>('kind', 'value');
  const late = await transaction('tickets').whereIn('contact_id', ids).orderBy('id').pluck<string[]>('id');
  for (const ticketId of late) await eraseTicket(transaction, { ticketId, ids, erasure });
  const visitors = identities.filter(({ kind }) => kind === 'visitor').map(({ value }) => value);
  const talks = await transaction('conversations')
    .whereIn('contact_id', ids)
    .orWhereIn('visitor_id', visitors)
    .orderBy('id')
    .forUpdate()
    .pluck<string[]>('id');
  await takeAwayTalks(transaction, talks);
  const addresses = identities.filter(({ kind }) => kind === 'email').map(({ value }) => value);
  await forgetServersWords(transaction, addresses);
  await forgetKeptResponses(transaction, ids);
  await forgetContacts(transaction, ids);
  await transaction('contacts')
    .whereIn('id', ids)
    .update({ name: null, email: null, phone: null, handle: null, attributes: '{}', erased_at: now });
  const data = { tickets: before + late.length, merged: ids.filter((other) => other !== id) };
  await writeAudit(transaction, { actor, action: 'contact.erased', subject: id, data, now });
  return late.length;
}

/** What a server said of an address stands where it was said: with the sender, or with a mail that could not be read. */
async function forgetServersWords(transaction: Connection, addresses: readonly string[]): Promise<void> {
  if (addresses.length === 0) return;
  for (const [table, column] of [
    ['senders', 'last_error'],
    ['sources', 'last_error'],
    ['inbound_items', 'error_detail'],
  ] as const) {
    const among = table === 'inbound_items' ? `state = 'parked' AND` : '';
    await transaction.raw(
      `UPDATE ${table} SET ${column} = NULL WHERE ${among} ${column} IS NOT NULL
         AND EXISTS (SELECT 1 FROM unnest(?::text[]) AS given (address) WHERE strpos(lower(${column}), address) > 0)`,
      [[...addresses]],
    );
  }
}

/** @returns 1; or 0 where the ticket got another contact meanwhile */
async function eraseTicket(
  transaction: Connection,
  { ticketId, ids, erasure }: { ticketId: string; ids: readonly string[]; erasure: Erasure },
): Promise<number> {
  const { actor, now } = erasure;
  // Talks are locked before tickets, everywhere.
  await transaction('conversations').where({ ticket_id: ticketId }).orderBy('id').forUpdate().select('id');
  const before = await lockTicket(transaction, ticketId);
  if (!before?.contactId || !ids.includes(before.contactId)) return 0;
  const discarded = await discardPlanned(transaction, ticketId, erasure);
  await transaction('inputs')
    .where({ ticket_id: ticketId })
    .whereIn('state', ['waiting', 'parked'])
    .update({ state: 'cancelled', ended_at: now });
  await transaction('wakes').where({ ticket_id: ticketId, fired_at: null }).delete();
  // By its thread the ticket would be found again, and with it who wrote.
  await transaction('thread_keys').where({ ticket_id: ticketId }).delete();
  await appendEvents(transaction, { id: ticketId, before }, [
    ...discarded,
    { type: 'ticket.erased', data: {}, actor, at: now },
  ]);
  await takeAwayWords(transaction, ticketId);
  return 1;
}

/** What is on its way ends by itself; what waits has nobody left to go to. */
async function discardPlanned(transaction: Connection, ticketId: string, { actor, now }: Erasure): Promise<NewEvent[]> {
  const reason = 'erased';
  const planned = await transaction('deliveries')
    .where({ ticket_id: ticketId, state: 'planned' })
    .update({ state: 'discarded', ended_at: now })
    .returning<{ id: string; kind: DeliveryKind }[]>(['id', 'kind']);
  return planned.map(({ id, kind }) => ({
    type: 'delivery.discarded',
    data: { deliveryId: id, kind, reason },
    actor,
    at: now,
  }));
}
