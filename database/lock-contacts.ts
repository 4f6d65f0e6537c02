import { DeskError } from '../domain/errors.ts';
import type { Connection } from './connect.ts';

export interface LockedContact {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  handle: string | null;
  attributes: Record<string, unknown>;
  merged_into: string | null;
  erased_at: Date | null;
}

/**
 * Holds contacts with all that leads to them, in the order in which arrivals lock: talks, identities, contacts; their
 * tickets come after. Whatever arrives for them meanwhile waits, or is waited for and then stands in their tickets.
 */
export async function lockContacts(transaction: Connection, ids: readonly string[]): Promise<LockedContact[]> {
  await transaction.raw('SELECT 1 FROM conversations WHERE contact_id = ANY (?) ORDER BY id FOR UPDATE', [[...ids]]);
  await lockIdentities(transaction, ids);
  const contacts = await transaction('contacts')
    .whereIn('id', ids)
    .orderBy('id')
    .forUpdate()
    .select<LockedContact[]>('id', 'name', 'email', 'phone', 'handle', 'attributes', 'merged_into', 'erased_at');
  // Those that came while the contacts were waited for.
  await lockIdentities(transaction, ids);
  return contacts;
}

async function lockIdentities(transaction: Connection, ids: readonly string[]): Promise<void> {
  await transaction.raw(
    'SELECT 1 FROM contact_identities WHERE contact_id = ANY (?) ORDER BY kind, value, is_proven FOR UPDATE',
    [[...ids]],
  );
}

/** One that can be changed: it stands for itself and is not erased. @throws DeskError NOT_FOUND, REFUSED */
export function livingContact<Contact extends Pick<LockedContact, 'id' | 'merged_into' | 'erased_at'>>(
  contacts: readonly Contact[],
  id: string,
): Contact {
  const contact = contacts.find((found) => found.id === id);
  if (!contact) throw new DeskError('NOT_FOUND', `there is no contact ${id}`);
  if (contact.erased_at) throw new DeskError('REFUSED', `contact ${id} was erased`);
  if (contact.merged_into)
    throw new DeskError('REFUSED', `contact ${id} was merged into ${contact.merged_into}; name that one, or split it`);
  return contact;
}
