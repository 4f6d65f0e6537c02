import type { Channel } from '../domain/channel.ts';
import type { SourceHealth } from '../domain/source-health.ts';
import type { Connection } from './connect.ts';
import { findSource, type Source } from './sources.ts';

/** The source that a door belongs to; null when there is none, or it was removed. */
export async function findDoorSource(connection: Connection, id: string): Promise<Source | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const known = await connection('sources').where({ id }).whereNull('removed_at').first('id');
  return known ? findSource(connection, id) : null;
}

/** The sources of a channel by the accounts they are of; accounts that nobody has are left out. */
export async function findAccountSources(
  connection: Connection,
  channel: Channel,
  accountIds: readonly string[],
): Promise<Source[]> {
  const ids = await connection('sources')
    .where({ channel })
    .whereRaw('account_id = ANY(:accountIds)', { accountIds: [...accountIds] })
    .whereNull('removed_at')
    .orderBy('id')
    .pluck<string[]>('id');
  return Promise.all(ids.map((id) => findSource(connection, id)));
}

/** Counts a delivery that was refused at the door; what it held is kept nowhere. */
export async function countRefusal(
  connection: Connection,
  of: { sourceId: string; reason: SourceHealth['refused'][number]['reason']; now: string },
): Promise<void> {
  await connection.raw(
    `INSERT INTO webhook_refusals AS refused (source_id, reason, count, last_at) VALUES (:sourceId, :reason, 1, :now)
     ON CONFLICT (source_id, reason) DO UPDATE SET count = refused.count + 1,
       last_at = greatest(refused.last_at, excluded.last_at)`,
    of,
  );
}

/** Whether a delivery of this id was taken in before. */
export async function wasDelivered(connection: Connection, sourceId: string, webhookId: string): Promise<boolean> {
  const row = await connection('webhook_deliveries')
    .where({ source_id: sourceId, webhook_id: webhookId })
    .first('source_id');
  return row !== undefined;
}

/**
 * Remembers a delivery once what it told is kept. Were this lost, it would be taken in again, to no effect.
 * @param of.hasNews shown as the time of the source's last item
 */
export async function noteDelivered(
  connection: Connection,
  of: { sourceId: string; webhookId: string | null; now: string; hasNews: boolean },
): Promise<void> {
  const { sourceId, webhookId, now, hasNews } = of;
  if (webhookId !== null) {
    await connection('webhook_deliveries')
      .insert({ source_id: sourceId, webhook_id: webhookId, received_at: now })
      .onConflict(['source_id', 'webhook_id'])
      .ignore();
  }
  if (hasNews) await connection('sources').where({ id: sourceId }).update({ last_item_at: now });
}

/** What was wrong with a source that is only pushed to is over once something came through. */
export async function clearError(connection: Connection, sourceId: string): Promise<void> {
  await connection('sources')
    .where({ id: sourceId, stopped_at: null })
    .update({ last_error_code: null, last_error: null });
}

/** Forgets deliveries that no sender tries again any more. */
export async function forgetDeliveries(connection: Connection, before: string): Promise<void> {
  await connection('webhook_deliveries').where('received_at', '<', before).delete();
}
