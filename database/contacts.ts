import type { Connection } from './connect.ts';
import { newId } from './new-id.ts';

export interface ContactData {
  name?: string | null;
  email?: string | null;
  phone?: string | null;
}

/**
 * The contact of a proven identity, made when new. Two arrivals at once find the same one: identities are unique.
 * @returns its id
 */
export async function contactFor(transaction: Connection, contact: ContactData, now: string): Promise<string> {
  const identities = identitiesOf(contact);
  for (const identity of identities) {
    const known = await transaction('contact_identities').where(identity).first<{ contact_id: string } | undefined>('contact_id');
    if (known) return known.contact_id;
  }
  const id = newId();
  await transaction('contacts').insert({ id, name: contact.name ?? null, email: contact.email ?? null, phone: contact.phone ?? null, created_at: now });
  for (const identity of identities) {
    const inserted = await transaction('contact_identities')
      .insert({ ...identity, contact_id: id })
      .onConflict(['kind', 'value'])
      .ignore()
      .returning<{ contact_id: string }[]>('contact_id');
    if (inserted.length > 0) continue;
    // Somebody else was first: theirs stands, ours goes.
    const first = await transaction('contact_identities').where(identity).first<{ contact_id: string }>('contact_id');
    await transaction('contact_identities').where({ contact_id: id }).delete();
    await transaction('contacts').where({ id }).delete();
    return first!.contact_id;
  }
  return id;
}

/** Changes what is known of a ticket's contact, or gives it one. @returns the contact's id */
export async function changeContact(
  transaction: Connection,
  edit: { contactId: string | null; change: ContactData; now: string },
): Promise<string> {
  const { contactId, change, now } = edit;
  if (contactId === null) return contactFor(transaction, change, now);
  for (const identity of identitiesOf(change)) {
    const [taken] = await transaction('contact_identities').where(identity).select<{ contact_id: string }[]>('contact_id');
    if (taken && taken.contact_id !== contactId) return taken.contact_id;
    if (!taken) await transaction('contact_identities').insert({ ...identity, contact_id: contactId });
  }
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length > 0) await transaction('contacts').where({ id: contactId }).update(given);
  return contactId;
}

function identitiesOf(contact: ContactData): { kind: string; value: string }[] {
  const identities: { kind: string; value: string }[] = [];
  if (contact.email) identities.push({ kind: 'email', value: contact.email.toLowerCase() });
  if (contact.phone) identities.push({ kind: 'phone', value: contact.phone.replace(/[^\d+]/g, '') });
  return identities.filter(({ value }) => value !== '');
}
