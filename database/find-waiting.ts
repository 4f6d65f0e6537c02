import type { Connection } from './connect.ts';

/**
 * Tickets that should have been looked at: an input or delivery waiting since before `waitingSince`, a delivery sending
 * past its end, a near wake that is not armed or one long due. Oldest first.
 */
export async function findWaiting(
  connection: Connection,
  at: { now: string; waitingSince: string; wakeHorizon: string; limit: number },
): Promise<string[]> {
  const { rows } = await connection.raw<{ rows: { ticket_id: string }[] }>(
    `SELECT ticket_id FROM (
       (SELECT ticket_id, created_at AS since FROM inputs
          WHERE state = 'waiting' AND created_at < :waitingSince ORDER BY created_at LIMIT :limit)
       UNION ALL
       (SELECT ticket_id, next_attempt_at FROM deliveries
          WHERE state = 'planned' AND next_attempt_at < :waitingSince ORDER BY next_attempt_at LIMIT :limit)
       UNION ALL
       (SELECT ticket_id, attempt_ends_at FROM deliveries
          WHERE state = 'sending' AND attempt_ends_at < :now ORDER BY attempt_ends_at LIMIT :limit)
       UNION ALL
       (SELECT ticket_id, due FROM wakes
          WHERE fired_at IS NULL AND due < :wakeHorizon AND (armed_for IS DISTINCT FROM due OR due < :waitingSince)
          ORDER BY due LIMIT :limit)
     ) AS waiting
     GROUP BY ticket_id ORDER BY min(since) LIMIT :limit`,
    { ...at },
  );
  return rows.map(({ ticket_id }) => ticket_id);
}
