import type { Channel } from '../domain/channel.ts';
import type { Connection } from './connect.ts';
import { newId } from './new-id.ts';
import { runPrepared } from './run-prepared.ts';

export interface ContactData {
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  /** What a visitor's browser was given to be known again by: proven by having it. */
  visitorId?: string | null;
  /** What a platform knows its writer by: proven by having written there. */
  account?: { channel: Channel; id: string };
  /** What a platform calls its writer, without the `@`. */
  handle?: string | null;
  /** E-mail and phone were only typed by a visitor: they prove nothing. */
  isTyped?: boolean;
}

/**
 * The contact of a proven identity, made when new. Two arrivals at once find the same one: identities are unique.
 * @returns its id
 */
export async function contactFor(transaction: Connection, contact: ContactData, now: string): Promise<string> {
  const bindings = contactBindings(contact, now);
  const rows = await runPrepared<{ found: FoundContact }>(
    transaction,
    `WITH asked AS (SELECT 1), ${contactSteps} SELECT found FROM found`,
    bindings,
  );
  return settleContact(transaction, rows[0]!.found, bindings.contactId);
}

/** What the step `found` of `contactSteps` tells, as JSON. */
export interface FoundContact {
  id: string;
  wasKnown: boolean;
}

/**
 * Steps of a statement that find or make a contact where the step `asked` has a row. Bindings: see contactBindings.
 * The identity found is held until the transaction ends: a merge or erase waits for it, or is waited for and then seen.
 */
export const contactSteps = `
  identities AS (
    SELECT kind, value, place FROM unnest(:kinds::text[], :values::text[]) WITH ORDINALITY AS given (kind, value, place)
    WHERE EXISTS (SELECT 1 FROM asked)),
  known AS (
    SELECT contact_id FROM contact_identities JOIN identities USING (kind, value) WHERE is_proven ORDER BY place LIMIT 1
    FOR KEY SHARE OF contact_identities),
  made AS (
    INSERT INTO contacts (id, name, email, phone, handle, created_at)
    SELECT :contactId::uuid, :name, :email, :phone, :handle, :now FROM asked WHERE NOT EXISTS (SELECT 1 FROM known)),
  held AS (
    INSERT INTO contact_identities (kind, value, is_proven, contact_id)
    SELECT kind, value, true, :contactId::uuid FROM identities WHERE NOT EXISTS (SELECT 1 FROM known) ORDER BY place
    ON CONFLICT (kind, value, is_proven) DO UPDATE SET value = excluded.value RETURNING contact_id),
  found AS (
    SELECT json_build_object('wasKnown', EXISTS (SELECT 1 FROM known), 'id', coalesce(
      (SELECT contact_id FROM known), (SELECT contact_id FROM held WHERE contact_id <> :contactId::uuid LIMIT 1),
      :contactId::uuid)) AS found
    FROM asked)`;

export function contactBindings(contact: ContactData, now: string) {
  const identities = identitiesOf(contact);
  return {
    kinds: identities.map(({ kind }) => kind),
    values: identities.map(({ value }) => value),
    contactId: newId(),
    name: contact.name ?? null,
    email: contact.email ?? null,
    phone: contact.phone ?? null,
    handle: contact.handle ?? null,
    now,
  };
}

/** Where somebody else made the contact while we did: theirs stands, ours goes. @returns the one that stands */
export async function settleContact(transaction: Connection, found: FoundContact, made: string): Promise<string> {
  if (found.id !== made && !found.wasKnown) {
    await transaction('contact_identities').where({ contact_id: made }).delete();
    await transaction('contacts').where({ id: made }).delete();
  }
  return found.id;
}

/** Changes what is known of a ticket's contact, or gives it one. @returns the contact's id */
export async function changeContact(
  transaction: Connection,
  edit: { contactId: string | null; change: ContactData; now: string },
): Promise<string> {
  const { contactId, change, now } = edit;
  if (contactId === null) return contactFor(transaction, change, now);
  const owner = await proveIdentities(transaction, contactId, identitiesOf(change));
  if (owner !== contactId) return owner;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length > 0) await transaction('contacts').where({ id: contactId }).update(given);
  return contactId;
}

/**
 * Makes identities proven ones of a contact; what was only typed of them is proven by that.
 * @returns the contact's id, or that of another one who has proven one of them already
 */
export async function proveIdentities(
  transaction: Connection,
  contactId: string,
  identities: readonly { kind: string; value: string }[],
): Promise<string> {
  for (const identity of identities) {
    const [held] = await transaction('contact_identities')
      .insert({ ...identity, is_proven: true, contact_id: contactId })
      .onConflict(['kind', 'value', 'is_proven'])
      .merge(['value'])
      .returning<{ contact_id: string }[]>('contact_id');
    if (held && held.contact_id !== contactId) return held.contact_id;
    await transaction('contact_identities')
      .where({ ...identity, is_proven: false, contact_id: contactId })
      .delete();
  }
  return contactId;
}

export function identitiesOf(contact: ContactData): { kind: string; value: string }[] {
  const identities: { kind: string; value: string }[] = [];
  if (contact.email) identities.push({ kind: 'email', value: contact.email.toLowerCase() });
  if (contact.phone) identities.push({ kind: 'phone', value: contact.phone.replace(/[^\d+]/g, '') });
  if (contact.account) identities.push({ kind: contact.account.channel, value: contact.account.id });
  return identities.filter(({ value }) => value !== '');
}
