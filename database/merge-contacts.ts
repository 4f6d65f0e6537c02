import type { Actor } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';
import { despiteDeadlocks } from './despite-deadlocks.ts';
import { livingContact, lockContacts, type LockedContact } from './lock-contacts.ts';
import { moveTickets, ticketsOf } from './move-tickets.ts';
import { newId } from './new-id.ts';

/** What a merge moved, kept so that a split gives back exactly that. */
export interface Moved {
  identities: { kind: string; value: string; is_proven: boolean }[];
  tickets: string[];
  conversations: string[];
  /** What the contact that stayed did not know before. */
  filled: Partial<Record<ContactField, string>>;
  /** Ids of attributes that it did not have before. */
  attributes: string[];
}

export const contactFields = ['name', 'email', 'phone', 'handle'] as const;
export type ContactField = (typeof contactFields)[number];

/**
 * Makes two contacts one: identities, talks and tickets of the other move to the one that stays, which also takes what
 * it did not know yet. What arrives for the other meanwhile ends up there too.
 * @returns how many tickets moved
 * @throws DeskError NOT_FOUND; REFUSED when one of them is merged or erased already
 */
export async function mergeContacts(
  database: Database,
  merge: { keepId: string; otherId: string; actor: Actor; now: string },
): Promise<{ mergeId: string; tickets: number }> {
  const { keepId, otherId, actor, now } = merge;
  if (keepId === otherId) throw new DeskError('REFUSED', `the two are one contact already, ${keepId}`);
  return despiteDeadlocks(() =>
    database.transaction(async (transaction) => {
      const contacts = await lockContacts(transaction, [keepId, otherId]);
      const [keep, other] = [livingContact(contacts, keepId), livingContact(contacts, otherId)];
      const identities = await transaction('contact_identities')
        .where({ contact_id: otherId })
        .update({ contact_id: keepId })
        .returning<Moved['identities']>(['kind', 'value', 'is_proven']);
      const conversations = await transaction('conversations')
        .where({ contact_id: otherId })
        .update({ contact_id: keepId })
        .returning<{ id: string }[]>('id');
      await transaction('contacts').where({ id: otherId }).update({ merged_into: keepId });
      const taken = await takeOver(transaction, keep, other);
      const ticketIds = await ticketsOf(transaction, otherId);
      const tickets = await moveTickets(transaction, { ticketIds, from: otherId, to: keepId, actor, now });
      const moved: Moved = { identities, tickets, conversations: conversations.map(({ id }) => id), ...taken };
      const mergeId = newId();
      await transaction('contact_merges').insert({
        id: mergeId,
        from_id: otherId,
        into_id: keepId,
        moved: JSON.stringify(moved),
        merged_at: now,
        merged_by: JSON.stringify(actor),
      });
      const data = { other: otherId, tickets: tickets.length };
      await writeAudit(transaction, { actor, action: 'contact.merged', subject: keepId, data, now });
      return { mergeId, tickets: tickets.length };
    }),
  );
}

async function takeOver(
  transaction: Connection,
  keep: LockedContact,
  other: LockedContact,
): Promise<Pick<Moved, 'filled' | 'attributes'>> {
  const filled: Moved['filled'] = {};
  for (const field of contactFields) {
    const value = other[field];
    if (keep[field] === null && value !== null) filled[field] = value;
  }
  const attributes = Object.keys(other.attributes).filter((id) => !Object.hasOwn(keep.attributes, id));
  await transaction('contacts')
    .where({ id: keep.id })
    .update({ ...filled, attributes: JSON.stringify({ ...other.attributes, ...keep.attributes }) });
  return { filled, attributes };
}
