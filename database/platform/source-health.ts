import { errorTable, type ErrorCode } from '../../domain/errors.ts';
import type { SourceHealth } from '../../domain/source-health.ts';
import type { Connection } from '../connect.ts';
import { listSources, type Source } from '../sources.ts';
import { toAuditView } from './source-audits.ts';

/** How every source is: a fixed number of statements, over small indexes, however many sources there are. */
export async function listSourceHealth(connection: Connection, now: string): Promise<SourceHealth[]> {
  const [sources, counts, budgets, usage, refused, audits] = await Promise.all([
    listSources(connection),
    countItems(connection),
    readBudgets(connection),
    readUsage(connection, now),
    readRefusals(connection),
    readNewestAudits(connection),
  ]);
  return sources.map((source) => ({
    sourceId: source.id,
    state: stateOf(source, now),
    account: source.accountId ? { id: source.accountId, name: source.accountName } : null,
    lastPolledAt: iso(source.lastPolledAt),
    lastItemAt: iso(source.lastItemAt),
    waitingCount: counts.get(source.id)?.waiting ?? 0,
    parkedCount: counts.get(source.id)?.parked ?? 0,
    budgets: budgets.get(`${source.channel}:${source.accountId}`) ?? budgets.get(source.id) ?? [],
    usage: usage.get(source.id) ?? [],
    waitsUntil: isWaiting(source, now) ? iso(source.waitsUntil) : null,
    tokenEndsAt: iso(source.tokenEndsAt),
    error: errorOf(source),
    refused: refused.get(source.id) ?? [],
    audit: audits.get(source.id) ?? null,
  }));
}

function stateOf(source: Source, now: string): SourceHealth['state'] {
  if (!source.isOn) return 'off';
  if (source.stoppedAt) return 'stopped';
  return isWaiting(source, now) ? 'waiting' : 'on';
}

function isWaiting({ waitsUntil }: Source, now: string): boolean {
  return waitsUntil !== null && waitsUntil.getTime() > Date.parse(now);
}

function errorOf(source: Source): SourceHealth['error'] {
  if (!source.lastErrorCode) return null;
  const code = (source.lastErrorCode in errorTable ? source.lastErrorCode : 'UNEXPECTED') as ErrorCode;
  return { code, message: source.lastError ?? '', mend: errorTable[code].mend, at: iso(source.lastErrorAt) };
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}

async function countItems(connection: Connection): Promise<Map<string, { waiting: number; parked: number }>> {
  const { rows } = await connection.raw<{ rows: { source_id: string; waiting: number; parked: number }[] }>(
    `SELECT source_id, sum(waiting)::int AS waiting, sum(parked)::int AS parked FROM (
       SELECT tickets.source_id, 1 AS waiting, 0 AS parked FROM inputs JOIN tickets ON tickets.id = inputs.ticket_id
         WHERE inputs.state = 'waiting' AND inputs.kind IN ('opening', 'message') AND tickets.source_id IS NOT NULL
       UNION ALL
       SELECT source_id, 0, 1 FROM inbound_items WHERE state = 'parked'
     ) AS items GROUP BY source_id`,
  );
  return new Map(rows.map(({ source_id, waiting, parked }) => [source_id, { waiting, parked }]));
}

/** What was called in the present window. A ring holds groups of calls; the last group may not be full. */
async function readBudgets(connection: Connection): Promise<Map<string, SourceHealth['budgets']>> {
  const { rows } = await connection.raw<{
    rows: { account_key: string; budget: string; calls: number; seconds: number; used: number }[];
  }>(
    `SELECT account_key, budget, calls, seconds,
       least(calls, total, (SELECT count(*) FROM unnest(slots) AS slot
          WHERE slot > now() - seconds * interval '1 second') * size
          - CASE WHEN total % size > 0 THEN size - total % size ELSE 0 END)::int AS used
     FROM (SELECT *, ceil(calls / 100.0)::int AS size FROM account_calls) AS rings
     ORDER BY budget`,
  );
  return grouped(rows, ({ account_key, budget, used, calls, seconds }) => [
    account_key,
    { name: budget, used: Math.max(0, used), calls, seconds },
  ]);
}

/** What the platforms' headers said within the last hour, or until the time they named. */
async function readUsage(connection: Connection, now: string): Promise<Map<string, SourceHealth['usage']>> {
  const rows = await connection('account_usage')
    .whereRaw(`greatest(until, told_at + interval '1 hour') > ?::timestamptz`, [now])
    .orderBy('name')
    .select<{ source_id: string; name: string; percent: number; until: Date | null; told_at: Date }[]>();
  return grouped(rows, ({ source_id, name, percent, until, told_at }) => [
    source_id,
    { name, percent, until: iso(until), toldAt: told_at.toISOString() },
  ]);
}

async function readRefusals(connection: Connection): Promise<Map<string, SourceHealth['refused']>> {
  type Reason = SourceHealth['refused'][number]['reason'];
  const rows = await connection('webhook_refusals')
    .orderBy('reason')
    .select<{ source_id: string; reason: Reason; count: number; last_at: Date }[]>();
  return grouped(rows, ({ source_id, reason, count, last_at }) => [
    source_id,
    { reason, count, lastAt: last_at.toISOString() },
  ]);
}

async function readNewestAudits(connection: Connection): Promise<Map<string, SourceHealth['audit']>> {
  const { rows } = await connection.raw<{ rows: (Parameters<typeof toAuditView>[0] & { source_id: string })[] }>(
    `SELECT newest.* FROM sources CROSS JOIN LATERAL (
       SELECT * FROM source_audits WHERE source_id = sources.id ORDER BY ran_at DESC LIMIT 1) AS newest
     WHERE sources.removed_at IS NULL`,
  );
  return new Map(rows.map((row) => [row.source_id, toAuditView(row)]));
}

function grouped<Row, Value>(rows: Row[], entryOf: (row: Row) => [string, Value]): Map<string, Value[]> {
  const found = new Map<string, Value[]>();
  for (const row of rows) {
    const [key, value] = entryOf(row);
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return found;
}
