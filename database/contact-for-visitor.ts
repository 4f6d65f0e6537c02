import type { Connection } from './connect.ts';
import { contactFor, identitiesOf, type ContactData } from './contacts.ts';
import { newId } from './new-id.ts';
import { toJson } from './write-together.ts';

interface Identity {
  kind: string;
  value: string;
  is_proven: boolean;
}

/**
 * The contact behind a web page. What the site signed is proven and found as with mail. What was only typed finds a
 * contact that somebody typed before, or that an operator joined with it, never one who proved the address. A visitor
 * known again by the browser is the same person as long as no other e-mail is given. Two who come at once with the same
 * find one contact.
 * @returns the contact's id
 */
export async function contactForVisitor(transaction: Connection, visitor: ContactData, now: string): Promise<string> {
  const identities = identitiesOfVisitor(visitor);
  await lockIdentities(transaction, identities);
  const contactId = await findOrMake(transaction, visitor, now);
  const rows = identities.map((identity) => ({ ...identity, contact_id: contactId }));
  if (rows.length > 0) {
    await transaction('contact_identities').insert(rows).onConflict(['kind', 'value', 'is_proven']).ignore();
  }
  await fillIn(transaction, contactId, visitor);
  return contactId;
}

/** Whoever comes with the same waits, and then finds what was made. In one order, so that nobody waits in a circle. */
async function lockIdentities(transaction: Connection, identities: readonly Identity[]): Promise<void> {
  const keys = identities.map(({ kind, value }) => `${kind}/${value}`);
  await transaction.raw(
    'SELECT pg_advisory_xact_lock(hashtextextended(key, 4)) FROM unnest(?::text[]) AS given (key)',
    [keys.toSorted()],
  );
}

async function findOrMake(transaction: Connection, visitor: ContactData, now: string): Promise<string> {
  if (!visitor.isTyped && identitiesOf(visitor).length > 0) return contactFor(transaction, visitor, now);
  const known = chooseKnown(await findKnown(transaction, identitiesOfVisitor(visitor)), visitor.email ?? null);
  if (known) return known;
  const id = newId();
  const { name = null, email = null, phone = null } = visitor;
  await transaction('contacts').insert({ id, name, email, phone, created_at: now });
  return id;
}

interface Known {
  kind: string;
  contact_id: string;
  email: string | null;
}

/** Held until the transaction ends: a merge or erase waits for it, or is waited for and then seen. */
async function findKnown(transaction: Connection, identities: readonly Identity[]): Promise<Known[]> {
  const { rows } = await transaction.raw<{ rows: Known[] }>(
    `SELECT contact_identities.kind, contact_id, email
       FROM jsonb_to_recordset(?::jsonb) AS given (kind text, value text, is_proven boolean)
         JOIN contact_identities USING (kind, value, is_proven)
         JOIN contacts ON contacts.id = contact_id
       FOR KEY SHARE OF contact_identities`,
    [toJson(identities)],
  );
  return rows;
}

/**
 * The browser's owner if nothing speaks against it; else who typed this e-mail before; else a browser's owner, or who
 * typed this phone number, whose e-mail nobody knows. Another e-mail is another person: an answer must never go to the
 * address of who sat at the machine before.
 */
function chooseKnown(known: readonly Known[], email: string | null): string | null {
  const wanted = email?.toLowerCase() ?? null;
  const [browser, typed, phone] = ['visitor', 'email', 'phone'].map((kind) =>
    known.find((found) => found.kind === kind),
  );
  const isSame = (found: Known | undefined) =>
    found !== undefined && (wanted === null || found.email?.toLowerCase() === wanted);
  const mayBe = (found: Known | undefined) => isSame(found) || found?.email === null;
  const chosen = (isSame(browser) && browser) || typed || (mayBe(browser) && browser) || (mayBe(phone) && phone);
  return chosen ? chosen.contact_id : null;
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
