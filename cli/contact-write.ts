import type { ContactEdit } from '../database/edit-contact.ts';
import { DeskError } from '../domain/errors.ts';
import type { DeskContext } from './context.ts';
import { printAnswer } from './print.ts';

/** What may be done to a contact, each noted with who did it. */

export async function edit(
  context: DeskContext,
  named: string,
  flags: { name?: string; email?: string; phone?: string; attribute?: string[] },
): Promise<void> {
  const { name, email, phone, attribute = [] } = flags;
  if (name === undefined && email === undefined && phone === undefined && attribute.length === 0)
    throw new DeskError('USAGE', 'say what is to change: --name, --email, --phone or --attribute name=value');
  const { editContact } = await import('../database/edit-contact.ts');
  const contactId = await idOf(context, named);
  const change: ContactEdit = { contactId, attributes: attributesOf(attribute), ...(await who(context)) };
  if (name !== undefined) change.name = name.trim() || null;
  if (email !== undefined) change.email = email.trim();
  if (phone !== undefined) change.phone = phone.trim();
  await editContact(context.database, change);
  printAnswer(context, { id: contactId }, 'The contact is changed.');
}

function attributesOf(given: readonly string[]): Record<string, string | null> {
  const pairs = given.map((pair): [string, string | null] => {
    const at = pair.indexOf('=');
    if (at < 1) throw new DeskError('USAGE', `${pair} is not in the form name=value`);
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim() || null];
  });
  return Object.fromEntries(pairs);
}

export async function merge(context: DeskContext, keep: string, other: string): Promise<void> {
  const { mergeContacts } = await import('../database/merge-contacts.ts');
  const [keepId, otherId] = [await idOf(context, keep), await idOf(context, other)];
  const { tickets } = await mergeContacts(context.database, { keepId, otherId, ...(await who(context)) });
  printAnswer(context, { id: keepId, merged: otherId, tickets }, `They are one contact now; ${count(tickets)} moved.`);
}

export async function split(context: DeskContext, named: string, flags: { identity?: string }): Promise<void> {
  const { splitContact } = await import('../database/split-contact.ts');
  const { splitIdentity } = await import('../database/split-identity.ts');
  const wish = { contactId: await idOf(context, named), ...(await who(context)) };
  const { contactId, tickets } = flags.identity
    ? await splitIdentity(context.database, { ...wish, identity: identityOf(flags.identity) })
    : await splitContact(context.database, wish);
  printAnswer(
    context,
    { id: wish.contactId, split: contactId, tickets },
    `${contactId} is a contact of its own now; ${count(tickets)} went with it.`,
  );
}

function identityOf(given: string): { kind: string; value: string } {
  const [, kind, value] = /^(email|phone|handle|visitor):(.+)$/.exec(given) ?? [];
  if (!kind || !value) throw new DeskError('USAGE', `${given} is no identity; say it as email:x@y.test`);
  if (kind === 'email') return { kind, value: value.toLowerCase() };
  return { kind, value: kind === 'phone' ? value.replace(/[^\d+]/g, '') : value };
}

export async function erase(context: DeskContext, named: string, flags: { yes?: boolean }): Promise<void> {
  if (!flags.yes)
    throw new DeskError('REFUSED', 'this erases a person for good, in every ticket; say --yes if you mean it');
  const { eraseContact } = await import('../database/erase-contact.ts');
  const contactId = await idOf(context, named);
  const { tickets } = await eraseContact(context.database, { contactId, ...(await who(context)) });
  printAnswer(context, { id: contactId, erased: true, tickets }, `The contact is erased, with ${count(tickets)}.`);
}

async function idOf(context: DeskContext, named: string): Promise<string> {
  const { showContact } = await import('../database/list-contacts.ts');
  return (await showContact(context.database, named)).id;
}

async function who(context: DeskContext) {
  return { actor: await context.actor(), now: new Date().toISOString() };
}

function count(tickets: number): string {
  return tickets === 1 ? '1 ticket' : `${tickets} tickets`;
}
