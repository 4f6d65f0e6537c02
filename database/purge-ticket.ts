import type { Connection } from './connect.ts';
import { contactTree, forgetContacts } from './contact-tree.ts';
import { takeAwayWords } from './take-away-words.ts';

/**
 * Takes text, files and contact data of a ticket. Its number, thread keys and external ids stay as a tombstone,
 * so that nothing of it comes back. Files and raw mails that no other ticket holds go too, and a contact of whom
 * nothing else is left.
 */
export async function purgeTicket(
  transaction: Connection,
  { ticketId, contactId }: { ticketId: string; contactId: string | null },
): Promise<void> {
  const contactIds = await takeAwayWords(transaction, ticketId);
  for (const id of new Set([...contactIds, ...(contactId ? [contactId] : [])]))
    await dropLonelyContact(transaction, id);
}

async function dropLonelyContact(transaction: Connection, contactId: string): Promise<void> {
  const ids = await contactTree(transaction, contactId);
  // A ticket that opens for the contact right now is waited for, and then seen.
  await transaction('contacts').whereIn('id', ids).orderBy('id').forUpdate().select('id');
  const ticket = await transaction('tickets').whereIn('contact_id', ids).first('tickets.id');
  const talk = await transaction('conversations').whereIn('contact_id', ids).first('id');
  if (ticket || talk) return;
  await forgetContacts(transaction, ids);
  await transaction('contacts').whereIn('id', ids).delete();
}
