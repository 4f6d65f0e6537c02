import { DeskError } from '../domain/errors.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';
import { despiteDeadlocks } from './despite-deadlocks.ts';
import { livingContact, lockContacts, type LockedContact } from './lock-contacts.ts';
import { moveTickets } from './move-tickets.ts';
import { newId } from './new-id.ts';
import type { Split } from './split-contact.ts';

export interface Identity {
  kind: string;
  value: string;
}

/**
 * Takes an identity out of a contact into a new one, with the tickets whose requester it is.
 * @returns the new contact, and how many tickets went with it
 * @throws DeskError NOT_FOUND; REFUSED when it is the only one
 */
export async function splitIdentity(
  database: Database,
  split: Split & { identity: Identity },
): Promise<{ contactId: string; tickets: number }> {
  const { contactId, identity, actor, now } = split;
  return despiteDeadlocks(() =>
    database.transaction(async (transaction) => {
      const contact = livingContact(await lockContacts(transaction, [contactId]), contactId);
      await checkIdentity(transaction, contactId, identity);
      const newContactId = newId();
      const ticketIds = await ticketsAskedBy(transaction, contactId, identity);
      await transaction('contacts').insert({
        id: newContactId,
        ...(identity.kind === 'visitor' ? {} : { [identity.kind]: identity.value }),
        name: await nameOf(transaction, ticketIds, identity),
        created_at: now,
      });
      await transaction('contact_identities')
        .where({ ...identity, contact_id: contactId })
        .update({ contact_id: newContactId });
      await transaction('conversations')
        .where((either) => {
          void either.whereIn('ticket_id', ticketIds);
          if (identity.kind === 'visitor') void either.orWhere({ visitor_id: identity.value });
        })
        .where({ contact_id: contactId })
        .update({ contact_id: newContactId });
      await showNoMore(transaction, contact, identity);
      const tickets = await moveTickets(transaction, { ticketIds, from: contactId, to: newContactId, actor, now });
      const data = { other: newContactId, tickets: tickets.length };
      await writeAudit(transaction, { actor, action: 'contact.split', subject: contactId, data, now });
      return { contactId: newContactId, tickets: tickets.length };
    }),
  );
}

async function checkIdentity(transaction: Connection, contactId: string, identity: Identity): Promise<void> {
  const all = await transaction('contact_identities')
    .where({ contact_id: contactId })
    .select<Identity[]>('kind', 'value');
  const isIt = (one: Identity) => one.kind === identity.kind && one.value === identity.value;
  if (!all.some(isIt)) throw new DeskError('NOT_FOUND', `the contact has no ${identity.kind} ${identity.value}`);
  if (all.every(isIt))
    throw new DeskError('REFUSED', `${identity.kind} ${identity.value} is all that the contact is known by`);
}

/** By mail the requester stands on the ticket; a visitor stands on the talk that led to it. */
async function ticketsAskedBy(transaction: Connection, contactId: string, identity: Identity): Promise<string[]> {
  const tickets = transaction('tickets').where({ 'tickets.contact_id': contactId });
  if (identity.kind === 'visitor') {
    void tickets.whereIn(
      'tickets.id',
      transaction('conversations').where({ visitor_id: identity.value }).whereNotNull('ticket_id').select('ticket_id'),
    );
  } else {
    void tickets
      .join('participants', 'participants.ticket_id', 'tickets.id')
      .where({ 'participants.address': identity.value, 'participants.role': 'requester' });
  }
  return tickets.orderBy('tickets.id').pluck<string[]>('tickets.id');
}

/** What they called themselves when they wrote last. */
async function nameOf(
  transaction: Connection,
  ticketIds: readonly string[],
  identity: Identity,
): Promise<string | null> {
  const row = await transaction('messages')
    .whereIn('ticket_id', ticketIds)
    .where({ kind: 'contact' })
    .whereRaw(`lower(author ->> 'address') = ?`, [identity.value])
    .orderBy('at', 'desc')
    .first<{ name: string | null } | undefined>(transaction.raw(`author ->> 'name' AS name`));
  return row?.name ?? null;
}

/** The contact is reached by what is left to it. */
async function showNoMore(transaction: Connection, contact: LockedContact, { kind, value }: Identity): Promise<void> {
  if (kind !== 'email' && kind !== 'phone') return;
  const shown = contact[kind];
  if (shown === null || comparable(kind, shown) !== value) return;
  const left = await transaction('contact_identities')
    .where({ contact_id: contact.id, kind })
    .orderBy([{ column: 'is_proven', order: 'desc' }, 'value'])
    .first<{ value: string } | undefined>('value');
  await transaction('contacts')
    .where({ id: contact.id })
    .update({ [kind]: left?.value ?? null });
}

function comparable(kind: 'email' | 'phone', shown: string): string {
  return kind === 'email' ? shown.toLowerCase() : shown.replace(/[^\d+]/g, '');
}
