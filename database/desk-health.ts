import type { Channel } from '../domain/channel.ts';
import { TURN_FAILED, type TalkTrouble } from '../domain/chatbot/say-talk-trouble.ts';
import type { Connection } from './connect.ts';

/** What the status line tells. Counts stop at 1,001; times are ISO. */
export interface DeskHealth {
  waitingInputs: number;
  oldestWaitingAt: string | null;
  parkedInputs: number;
  parkedInbound: number;
  failedDeliveries: number;
  unsureDeliveries: number;
  /** Until somebody switches something on; what only a quota holds goes out by itself. */
  heldDeliveries: number;
  waitingTalks: number;
  oldestWaitingTalkAt: string | null;
  talks: TalkTrouble[];
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
  /** The platform said when to come again. */
  waitsUntil: string | null;
}

/** A design that broke off a talk is shown for so long, or until another version is published. */
const BROKEN_FOR_MILLISECONDS = 86_400_000;

/** How the desk is doing, in one statement over small partial indexes. */
export async function readHealth(connection: Connection, now: number = Date.now()): Promise<DeskHealth> {
  const { rows } = await connection.raw<{ rows: DeskHealth[] }>(
    `SELECT
    ${capped(`inputs WHERE state = 'waiting'`)} AS "waitingInputs",
    (SELECT min(created_at) FROM inputs WHERE state = 'waiting') AS "oldestWaitingAt",
    ${capped(`inputs WHERE state = 'parked'`)} AS "parkedInputs",
    ${capped(`inbound_items WHERE state = 'parked'`)} AS "parkedInbound",
    ${capped(`deliveries WHERE state = 'failed'`)} AS "failedDeliveries",
    ${capped(`deliveries WHERE state = 'unsure'`)} AS "unsureDeliveries",
    ${capped(`deliveries WHERE state = 'planned' AND held_reason IS NOT NULL AND held_reason NOT LIKE 'more than %'`)}
      AS "heldDeliveries",
    (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'channel', channel, 'isOn', is_on,
        'lastPolledAt', last_polled_at, 'lastItemAt', last_item_at, 'errorCode', last_error_code, 'error', last_error,
        'errorAt', last_error_at, 'waitsUntil', waits_until) ORDER BY name_folded), '[]') FROM sources WHERE removed_at IS NULL) AS sources,
    (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'errorCode', last_error_code, 'error', last_error,
        'errorAt', last_error_at) ORDER BY name_folded), '[]') FROM senders WHERE removed_at IS NULL) AS senders,
    ${capped(`conversations WHERE ${waitingTalk}`)} AS "waitingTalks",
    (SELECT min(waiting_since) FROM conversations WHERE ${waitingTalk}) AS "oldestWaitingTalkAt",
    (SELECT coalesce(json_agg(found), '[]') FROM (${talksInTrouble}) AS found) AS talks`,
    { failed: TURN_FAILED, brokenSince: new Date(now - BROKEN_FOR_MILLISECONDS).toISOString() },
  );
  const health = rows[0]!;
  return {
    ...health,
    oldestWaitingAt: utc(health.oldestWaitingAt),
    oldestWaitingTalkAt: utc(health.oldestWaitingTalkAt),
    sources: health.sources.map((source) => ({
      ...source,
      lastPolledAt: utc(source.lastPolledAt),
      lastItemAt: utc(source.lastItemAt),
      errorAt: utc(source.errorAt),
      waitsUntil: utc(source.waitsUntil),
    })),
    senders: health.senders.map((sender) => ({ ...sender, errorAt: utc(sender.errorAt) })),
    talks: health.talks.map((talk) => ({ ...talk, since: new Date(talk.since).toISOString() })),
  };
}

/** Has a line that was not taken up, and nothing that would explain it. */
const waitingTalk = `waiting_since IS NOT NULL AND error_code IS DISTINCT FROM :failed`;

/** Turns that failed and are tried again; and talks that the design visitors have now could not go on with. */
const talksInTrouble = `SELECT designs.name AS chatbot, error_code AS code, count(*)::int AS count,
    min(coalesce(ended_at, waiting_since, visitor_seen_at)) AS since,
    CASE WHEN error_code <> :failed THEN max(error_detail) END AS detail
  FROM conversations JOIN designs ON designs.id = design_id
  WHERE error_code = :failed
    OR (error_code IS NOT NULL AND ended_at > :brokenSince AND version = published_version AND removed_at IS NULL)
  GROUP BY designs.name, error_code ORDER BY designs.name, error_code LIMIT 20`;

function capped(rows: string): string {
  return `(SELECT count(*)::int FROM (SELECT 1 FROM ${rows} LIMIT 1001) AS found)`;
}

function utc(time: string | Date | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
