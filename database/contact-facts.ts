import type { Connection } from './connect.ts';

export interface ContactFacts {
  /** Said as 1001 when more than a thousand. */
  ticketCount: number;
  /** Known by something that was proven, not only typed. */
  isProven: boolean;
}

/** What lists tell of contacts besides their rows; by id, for the contacts of a page. */
export async function contactFacts(connection: Connection, ids: readonly string[]): Promise<Map<string, ContactFacts>> {
  const { rows } = await connection.raw<{ rows: (ContactFacts & { id: string })[] }>(
    `SELECT wanted.id, counted.count AS "ticketCount",
         EXISTS (SELECT 1 FROM contact_identities WHERE contact_id = wanted.id AND is_proven AND kind <> 'visitor') AS "isProven"
       FROM unnest(?::uuid[]) AS wanted (id)
         CROSS JOIN LATERAL (SELECT count(*)::int AS count
           FROM (SELECT 1 FROM tickets WHERE contact_id = wanted.id LIMIT 1001) AS found) AS counted`,
    [[...ids]],
  );
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}
