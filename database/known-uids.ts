import type { Connection } from './connect.ts';

/** Which of these mails of one mailbox the source has delivered, whatever became of them. */
export async function knownUids(
  connection: Connection,
  of: { sourceId: string; mailbox: string; uidValidity: string; uids: readonly number[] },
): Promise<number[]> {
  const { sourceId, mailbox, uidValidity, uids } = of;
  // A mail is known as mailbox, UIDVALIDITY, UID and the hash of its bytes, and a mailbox may have slashes in its name.
  const { rows } = await connection.raw<{ rows: { uid: string }[] }>(
    `SELECT DISTINCT split_part(rest, '/', 1) AS uid
     FROM inbound_items, substr(external_id, length(:prefix::text) + 1) AS rest
     WHERE source_id = :sourceId AND starts_with(external_id, :prefix::text)
       AND split_part(rest, '/', 1) = ANY (:uids::text[]) AND split_part(rest, '/', 3) = ''`,
    { sourceId, prefix: `${mailbox}/${uidValidity}/`, uids: uids.map(String) },
  );
  return rows.map(({ uid }) => Number(uid));
}
