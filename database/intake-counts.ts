import { DeskError } from '../domain/errors.ts';
import type { Connection } from './connect.ts';

/** At most so many within so long, in whole seconds, wherever that stretch begins. */
export interface PostLimit {
  count: number;
  seconds: number;
}

const MILLISECONDS = 1000;
/** Counts are kept by stretches of a 60th of the shortest limit: what is counted leaves so much late at most. */
const PARTS = 60;

/**
 * Counts what one sender brought, in the transaction that accepts it: all processes count together, and what is not
 * accepted is not counted.
 * @param post.key names the sender, never in clear
 * @throws DeskError TOO_MANY_REQUESTS with details.retryAfterSeconds
 */
export async function countPost(
  transaction: Connection,
  { key, limits, now }: { key: string; limits: readonly PostLimit[]; now: string },
): Promise<void> {
  // Two at the same moment are counted one after the other.
  await transaction.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 10))', [key]);
  const at = Date.parse(now);
  const lengths = limits.map(({ seconds }) => seconds * MILLISECONDS);
  const part = Math.max(MILLISECONDS, Math.floor(Math.min(...lengths) / PARTS / MILLISECONDS) * MILLISECONDS);
  const parts = await countsSince(transaction, key, at - Math.max(...lengths) - part);
  const waits = limits.map((limit) => waitFor(limit, parts, { at, part }));
  const wait = Math.max(...waits);
  if (wait > 0) {
    const retryAfterSeconds = Math.ceil(wait / MILLISECONDS);
    throw new DeskError('TOO_MANY_REQUESTS', `try again in ${retryAfterSeconds} s`, { details: { retryAfterSeconds } });
  }
  await addOne(transaction, key, at - (at % part));
}

/** Counts something that nobody is refused for. */
export async function countOnly(
  connection: Connection,
  { key, seconds, now }: { key: string; seconds: number; now: string },
): Promise<void> {
  const at = Date.parse(now);
  await addOne(connection, key, at - (at % (seconds * MILLISECONDS)));
}

/** Removes what no limit looks at any more. */
export async function forgetCounts(connection: Connection, before: string): Promise<void> {
  await connection('intake_counts').where('window_start', '<', before).delete();
}

interface CountedPart {
  start: number;
  count: number;
}

async function countsSince(connection: Connection, key: string, since: number): Promise<CountedPart[]> {
  const rows = await connection('intake_counts')
    .where({ key })
    .where('window_start', '>', new Date(since))
    .orderBy('window_start')
    .select<{ window_start: Date; count: number }[]>('window_start', 'count');
  return rows.map(({ window_start, count }) => ({ start: window_start.getTime(), count }));
}

/** @returns milliseconds until one more fits the limit; 0 when it fits now */
function waitFor(limit: PostLimit, parts: CountedPart[], { at, part }: { at: number; part: number }): number {
  const endOf = ({ start }: CountedPart) => start + part + limit.seconds * MILLISECONDS;
  const within = parts.filter((counted) => endOf(counted) > at);
  let total = within.reduce((sum, { count }) => sum + count, 0);
  let wait = 0;
  for (const counted of within) {
    if (total < limit.count) break;
    total -= counted.count;
    wait = endOf(counted) - at;
  }
  return wait;
}

async function addOne(connection: Connection, key: string, start: number): Promise<void> {
  await connection.raw(
    `INSERT INTO intake_counts (key, window_start, count) VALUES (:key, :start, 1)
     ON CONFLICT (key, window_start) DO UPDATE SET count = intake_counts.count + 1`,
    { key, start: new Date(start) },
  );
}
