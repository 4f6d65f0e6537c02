import type { Actor } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';
import { despiteDeadlocks } from './despite-deadlocks.ts';
import { livingContact, lockContacts, type LockedContact } from './lock-contacts.ts';
import { contactFields, type Moved } from './merge-contacts.ts';
import { moveTickets } from './move-tickets.ts';

export interface Split {
  contactId: string;
  actor: Actor;
  now: string;
}

interface MergeRow {
  id: string;
  from_id: string;
  into_id: string;
  moved: Moved;
}

/**
 * Undoes the newest merge into a contact: what it moved and still stands there goes back, and what the contact took
 * over and was not changed since goes too. What came after the merge stays.
 * @returns the contact that stands for itself again, and how many tickets went with it
 * @throws DeskError NOT_FOUND; REFUSED when nothing was merged into it
 */
export async function splitContact(database: Database, split: Split): Promise<{ contactId: string; tickets: number }> {
  const { contactId, actor, now } = split;
  return despiteDeadlocks(() =>
    database.transaction(async (transaction) => {
      const merge = await newestMerge(transaction, contactId);
      const contacts = await lockContacts(transaction, [contactId, ...(merge ? [merge.from_id] : [])]);
      const keep = livingContact(contacts, contactId);
      const still = await newestMerge(transaction, contactId);
      if (!merge) throw new DeskError('REFUSED', 'no contact was merged into this one; name an --identity to take out');
      if (still?.id !== merge.id) throw new DeskError('CONFLICT', 'somebody else merged or split it in this moment');
      const { moved, from_id: otherId } = merge;
      await giveBack(transaction, { moved, keep, otherId });
      const ticketIds = moved.tickets;
      const tickets = await moveTickets(transaction, { ticketIds, from: contactId, to: otherId, actor, now });
      await transaction('contact_merges').where({ id: merge.id }).update({ split_at: now });
      const data = { other: otherId, tickets: tickets.length };
      await writeAudit(transaction, { actor, action: 'contact.split', subject: contactId, data, now });
      return { contactId: otherId, tickets: tickets.length };
    }),
  );
}

async function newestMerge(transaction: Connection, contactId: string): Promise<MergeRow | undefined> {
  return transaction('contact_merges')
    .where({ into_id: contactId, split_at: null })
    .orderBy([
      { column: 'merged_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first<MergeRow | undefined>('id', 'from_id', 'into_id', 'moved');
}

async function giveBack(
  transaction: Connection,
  { moved, keep, otherId }: { moved: Moved; keep: LockedContact; otherId: string },
): Promise<void> {
  await transaction('contacts').where({ id: otherId }).update({ merged_into: null });
  for (const identity of moved.identities) {
    await transaction('contact_identities')
      .where({ ...identity, contact_id: keep.id })
      .update({ contact_id: otherId });
  }
  await transaction('conversations')
    .whereIn('id', moved.conversations)
    .where({ contact_id: keep.id })
    .update({ contact_id: otherId });
  const unfilled = contactFields.filter((field) => moved.filled[field] && moved.filled[field] === keep[field]);
  const attributes = Object.entries(keep.attributes).filter(([id]) => !moved.attributes.includes(id));
  await transaction('contacts')
    .where({ id: keep.id })
    .update({
      ...Object.fromEntries(unfilled.map((field) => [field, null])),
      attributes: JSON.stringify(Object.fromEntries(attributes)),
    });
}
