import type { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { Connection } from '../connect.ts';

/** A platform that says "wait" without saying how long. */
const WAIT_MILLISECONDS = 60_000;

/**
 * Writes on a source what a platform's trouble means for it: one line of error, and, as the fault says, that it is
 * stopped until its owner mends it, or waits until the time told. What else goes wrong is only told.
 * @param noted.version of the source when the call began: a fault from before a mend counts no more
 */
export async function noteFault(
  connection: Connection,
  { sourceId, fault, now, version }: { sourceId: string; fault: PlatformFault; now: string; version?: number },
): Promise<void> {
  const waitsUntil = fault.until ?? new Date(Date.parse(now) + WAIT_MILLISECONDS).toISOString();
  const sources = connection('sources').where({ id: sourceId });
  // What stops it stands until it is mended: no later trouble takes its line.
  if (fault.effect !== 'stop') void sources.whereNull('stopped_at');
  if (version !== undefined) void sources.where({ version });
  await sources.update({
    last_error_code: fault.code,
    last_error: fault.message.slice(0, 500),
    last_error_at: now,
    ...(fault.effect === 'stop' ? { stopped_at: connection.raw('coalesce(stopped_at, ?)', [now]) } : {}),
    ...(fault.effect === 'wait' ? { waits_until: waitsUntil } : {}),
  });
}

/** After a call that went well: a wait that is over is forgotten. What was stopped stays so until its owner mends it. */
export async function noteRecovery(
  connection: Connection,
  { sourceId, now }: { sourceId: string; now: string },
): Promise<void> {
  await connection('sources')
    .where({ id: sourceId, stopped_at: null })
    .where('waits_until', '<=', now)
    .update({
      waits_until: null,
      last_error_code: connection.ref('token_error_code'),
      last_error: connection.ref('token_error'),
    });
}

/**
 * Its owner has mended it: polls go on, and everything that was held for it goes out. In the caller's transaction.
 * @returns the tickets that have something to send now
 */
export async function resumeSource(
  transaction: Connection,
  { sourceId, now }: { sourceId: string; now: string },
): Promise<string[]> {
  await transaction('sources').where({ id: sourceId }).update({
    stopped_at: null,
    waits_until: null,
    last_error_code: null,
    last_error: null,
    token_error_code: null,
    token_error: null,
  });
  const { rows } = await transaction.raw<{ rows: { ticket_id: string }[] }>(
    `UPDATE deliveries SET next_attempt_at = :now, held_reason = NULL
     FROM tickets
     WHERE tickets.id = deliveries.ticket_id AND tickets.source_id IN
         (SELECT before.id FROM sources JOIN sources AS before ON before.id = sources.id
            OR (before.channel = sources.channel AND before.account_id = sources.account_id AND before.removed_at IS NOT NULL)
          WHERE sources.id = :sourceId)
       AND deliveries.state = 'planned' AND deliveries.held_reason LIKE 'the source is%'
       AND deliveries.kind IN ('public-reply', 'private-reply', 'moderation')
     RETURNING deliveries.ticket_id`,
    { sourceId, now },
  );
  return [...new Set(rows.map(({ ticket_id }) => ticket_id))];
}
