import type { Actor } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import { isAddress } from '../domain/mail/is-address.ts';
import { writeAudit } from './audit.ts';
import { setAttributes } from './attributes.ts';
import type { Connection, Database } from './connect.ts';
import { identitiesOf, proveIdentities } from './contacts.ts';
import { despiteDeadlocks } from './despite-deadlocks.ts';
import { livingContact, lockContacts } from './lock-contacts.ts';

const LONGEST_NAME = 300;

export interface ContactEdit {
  contactId: string;
  /** Null takes the name away. */
  name?: string | null;
  /** Another way to the contact; the one before stays known as its identity. */
  email?: string;
  phone?: string;
  /** By name; null takes the value away. */
  attributes?: Readonly<Record<string, string | number | boolean | null>>;
  actor: Actor;
  now: string;
}

/** @throws DeskError NOT_FOUND; INVALID_INPUT; REFUSED when the address or number is another contact's */
export async function editContact(database: Database, edit: ContactEdit): Promise<void> {
  const { contactId, actor, now, attributes = {}, ...change } = edit;
  if (change.email !== undefined && !isAddress(change.email))
    throw new DeskError('INVALID_INPUT', `${change.email} is no e-mail address`);
  if (change.phone !== undefined && !/\d/.test(change.phone))
    throw new DeskError('INVALID_INPUT', `${change.phone} is no phone number`);
  if (typeof change.name === 'string') change.name = oneLine(change.name);
  await despiteDeadlocks(() =>
    database.transaction(async (transaction) => {
      livingContact(await lockContacts(transaction, [contactId]), contactId);
      await claim(transaction, contactId, change);
      if (Object.keys(change).length > 0) await transaction('contacts').where({ id: contactId }).update(change);
      await setAttributes(transaction, contactId, attributes);
      const changed = [...Object.keys(change), ...Object.keys(attributes).map((name) => `attribute ${name}`)];
      await writeAudit(transaction, { actor, action: 'contact.edited', subject: contactId, data: { changed }, now });
    }),
  );
}

/** @throws DeskError INVALID_INPUT */
function oneLine(name: string): string {
  const line = name.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  if (line === '' || line.length > LONGEST_NAME)
    throw new DeskError('INVALID_INPUT', `a name has 1 to ${LONGEST_NAME} characters`);
  return line;
}

async function claim(
  transaction: Connection,
  contactId: string,
  change: { email?: string; phone?: string },
): Promise<void> {
  const owner = await proveIdentities(transaction, contactId, identitiesOf(change));
  if (owner !== contactId)
    throw new DeskError('REFUSED', `that is how contact ${owner} is known; merge the two if they are one person`, {
      details: { contactId: owner },
    });
}
