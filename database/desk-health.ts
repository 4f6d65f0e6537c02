import type { Channel } from '../domain/channel.ts';
import type { Connection } from './connect.ts';

/** What the status line tells. Counts stop at 1,001; times are ISO. */
export interface DeskHealth {
  waitingInputs: number;
  oldestWaitingAt: string | null;
  parkedInputs: number;
  parkedInbound: number;
  failedDeliveries: number;
  unsureDeliveries: number;
  heldDeliveries: number;
  sources: SourceHealth[];
  senders: { id: string; name: string; errorCode: string | null; error: string | null; errorAt: string | null }[];
}

export interface SourceHealth {
  id: string;
  name: string;
  channel: Channel;
  isOn: boolean;
  lastPolledAt: string | null;
  lastItemAt: string | null;
  /** Null when the last poll went well. */
  errorCode: string | null;
  error: string | null;
  errorAt: string | null;
}

/** How the desk is doing, in one statement over small partial indexes. */
export async function readHealth(connection: Connection): Promise<DeskHealth> {
  const { rows } = await connection.raw<{ rows: DeskHealth[] }>(`SELECT
    ${capped(`inputs WHERE state = 'waiting'`)} AS "waitingInputs",
    (SELECT min(created_at) FROM inputs WHERE state = 'waiting') AS "oldestWaitingAt",
    ${capped(`inputs WHERE state = 'parked'`)} AS "parkedInputs",
    ${capped(`inbound_items WHERE state = 'parked'`)} AS "parkedInbound",
    ${capped(`deliveries WHERE state = 'failed'`)} AS "failedDeliveries",
    ${capped(`deliveries WHERE state = 'unsure'`)} AS "unsureDeliveries",
    ${capped(`deliveries WHERE state = 'planned' AND held_reason IS NOT NULL`)} AS "heldDeliveries",
    (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'channel', channel, 'isOn', is_on,
        'lastPolledAt', last_polled_at, 'lastItemAt', last_item_at, 'errorCode', last_error_code, 'error', last_error,
        'errorAt', last_error_at) ORDER BY name_folded), '[]') FROM sources WHERE removed_at IS NULL) AS sources,
    (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'errorCode', last_error_code, 'error', last_error,
        'errorAt', last_error_at) ORDER BY name_folded), '[]') FROM senders WHERE removed_at IS NULL) AS senders`);
  const health = rows[0]!;
  return {
    ...health,
    oldestWaitingAt: utc(health.oldestWaitingAt),
    sources: health.sources.map((source) => ({
      ...source,
      lastPolledAt: utc(source.lastPolledAt),
      lastItemAt: utc(source.lastItemAt),
      errorAt: utc(source.errorAt),
    })),
    senders: health.senders.map((sender) => ({ ...sender, errorAt: utc(sender.errorAt) })),
  };
}

function capped(rows: string): string {
  return `(SELECT count(*)::int FROM (SELECT 1 FROM ${rows} LIMIT 1001) AS found)`;
}

function utc(time: string | Date | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
