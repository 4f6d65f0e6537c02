import { fold } from '../domain/fold.ts';
import type { Connection } from './connect.ts';
import { contactFor, identitiesOf, type ContactData } from './contacts.ts';
import { newId } from './new-id.ts';

interface Identity {
  kind: string;
  value: string;
  is_proven: boolean;
}

/**
 * The contact behind a web page. What the site signed is proven and found as with mail. What was only typed finds a
 * contact that somebody typed before, or that an operator joined with it, never one who proved the address. A visitor
 * known again by the browser is the same person as long as no other e-mail is given.
 * @returns the contact's id
 */
export async function contactForVisitor(transaction: Connection, visitor: ContactData, now: string): Promise<string> {
  const contactId = await findOrMake(transaction, visitor, now);
  const identities = identitiesOfVisitor(visitor).map((identity) => ({ ...identity, contact_id: contactId }));
  if (identities.length > 0) {
    await transaction('contact_identities').insert(identities).onConflict(['kind', 'value', 'is_proven']).ignore();
  }
  await fillIn(transaction, contactId, visitor);
  return contactId;
}

async function findOrMake(transaction: Connection, visitor: ContactData, now: string): Promise<string> {
  if (!visitor.isTyped && identitiesOf(visitor).length > 0) return contactFor(transaction, visitor, now);
  for (const identity of identitiesOfVisitor(visitor)) {
    const known = await transaction('contact_identities')
      .join('contacts', 'contacts.id', 'contact_identities.contact_id')
      .where({
        'contact_identities.kind': identity.kind,
        'contact_identities.value': identity.value,
        'contact_identities.is_proven': identity.is_proven,
      })
      .first<{ id: string; email: string | null } | undefined>('contacts.id', 'contacts.email');
    if (known && isSamePerson(known.email, visitor.email ?? null)) return known.id;
  }
  const id = newId();
  const { name = null, email = null, phone = null } = visitor;
  await transaction('contacts').insert({ id, name, email, phone, created_at: now });
  return id;
}

/** Another e-mail is another person: an answer must never go to the address of who sat at the machine before. */
function isSamePerson(known: string | null, given: string | null): boolean {
  return known === null || given === null || fold(known) === fold(given);
}

function identitiesOfVisitor(visitor: ContactData): Identity[] {
  const told = identitiesOf(visitor).map((identity) => ({ ...identity, is_proven: !visitor.isTyped }));
  const browser = visitor.visitorId ? [{ kind: 'visitor', value: visitor.visitorId, is_proven: true }] : [];
  return [...browser, ...told];
}

/** What was not known of the contact yet. */
async function fillIn(transaction: Connection, contactId: string, { name, email, phone }: ContactData): Promise<void> {
  await transaction.raw(
    `UPDATE contacts SET name = coalesce(name, :name), email = coalesce(email, :email), phone = coalesce(phone, :phone)
       WHERE id = :contactId AND ((name IS NULL AND :name::text IS NOT NULL) OR (email IS NULL AND :email::text IS NOT NULL)
         OR (phone IS NULL AND :phone::text IS NOT NULL))`,
    { contactId, name: name ?? null, email: email ?? null, phone: phone ?? null },
  );
}
