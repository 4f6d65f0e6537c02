import type { Connection } from './connect.ts';

/** The contact that one stands for, with all that were ever merged into it. @returns ids; none for one that is not there */
export async function contactTree(connection: Connection, contactId: string): Promise<string[]> {
  const { rows } = await connection.raw<{ rows: { id: string }[] }>(
    `WITH RECURSIVE up AS (
         SELECT id, merged_into FROM contacts WHERE id = :contactId
         UNION SELECT contacts.id, contacts.merged_into FROM contacts JOIN up ON contacts.id = up.merged_into),
       down AS (
         SELECT id FROM up WHERE merged_into IS NULL
         UNION SELECT contacts.id FROM contacts JOIN down ON contacts.merged_into = down.id)
     SELECT id FROM down`,
    { contactId },
  );
  return rows.map(({ id }) => id);
}

/** Takes all that leads to contacts, and what merges kept of them. */
export async function forgetContacts(transaction: Connection, ids: readonly string[]): Promise<void> {
  await transaction('contact_identities').whereIn('contact_id', ids).delete();
  await transaction('contact_merges').whereIn('from_id', ids).orWhereIn('into_id', ids).delete();
}
