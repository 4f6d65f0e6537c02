import type { Connection } from './connect.ts';

/**
 * Talks that should have been looked at: a line waiting, or a moment due, since before `waitingSince`. One whose turn
 * failed is left in peace until it is to be tried again. Oldest first.
 */
export async function findWaitingConversations(
  connection: Connection,
  at: { waitingSince: string; limit: number },
): Promise<string[]> {
  const { rows } = await connection.raw<{ rows: { id: string }[] }>(
    `SELECT id FROM (
       (SELECT id, waiting_since AS since FROM conversations
          WHERE waiting_since < :waitingSince AND (error_code IS NULL OR wake_at IS NULL OR wake_at < :waitingSince)
          ORDER BY waiting_since LIMIT :limit)
       UNION ALL
       (SELECT id, wake_at FROM conversations WHERE wake_at < :waitingSince ORDER BY wake_at LIMIT :limit)
     ) AS waiting
     GROUP BY id ORDER BY min(since) LIMIT :limit`,
    { ...at },
  );
  return rows.map(({ id }) => id);
}
