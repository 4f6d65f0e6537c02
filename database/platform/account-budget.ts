import type { Connection } from '../connect.ts';

/** So many calls in so many seconds, of one account and one kind of call. */
export interface AccountBudget {
  sourceId: string;
  accountKey: string;
  budget: { name: string; calls: number; seconds: number };
}

/** A budget is kept as at most so many groups of calls; the last call of each is known to the millisecond. */
const MOST_GROUPS = 100;
/** Two calls may reach the platform closer together than they left. */
const SLACK_MILLISECONDS = 250;
/** From here on the platform's own figure is believed before ours. */
const NEARLY_USED_PERCENT = 95;
/** Where the platform does not say when to come again: its figures are of the last hour, and fall steadily. */
const USAGE_WAIT_SECONDS = 300;

/**
 * Takes one call from an account's budget, for all workers together: in no stretch of `seconds` are there ever more
 * than `calls`. One row per budget is a ring of the last calls; whoever comes at the same moment waits for the row and
 * then sees the other's call.
 * @returns 0 when it may be made now; otherwise the milliseconds to wait before asking again
 */
export async function takeCall(connection: Connection, of: AccountBudget): Promise<number> {
  const values = valuesOf(of);
  const { rowCount } = await connection.raw<{ rowCount: number }>(
    `INSERT INTO account_calls AS ring (account_key, budget, calls, seconds, slots, total)
     SELECT :accountKey, :name, :calls, :seconds, ARRAY[clock_timestamp()], 1
       WHERE NOT EXISTS (SELECT 1 FROM account_usage WHERE ${isNearlyUsed})
     ON CONFLICT (account_key, budget, calls, seconds)
       DO UPDATE SET slots[${SLOT}] = clock_timestamp(), total = ring.total + 1
       WHERE ring.total % :size > 0 OR coalesce(ring.slots[${SLOT}] <= clock_timestamp() - ${STRETCH}, true)`,
    values,
  );
  return rowCount > 0 ? 0 : waitFor(connection, values);
}

const SLOT = `((ring.total / :size) % :groups + 1)::int`;
const STRETCH = `(:seconds::int * interval '1 second' + :slack::int * interval '1 millisecond')`;
const USAGE_ENDS = `coalesce(until, told_at + :usageWait::int * interval '1 second')`;
const isNearlyUsed = `source_id = :sourceId AND percent >= :nearly AND ${USAGE_ENDS} > clock_timestamp()`;

async function waitFor(connection: Connection, values: ReturnType<typeof valuesOf>): Promise<number> {
  const { rows } = await connection.raw<{ rows: [{ wait: number | null }] }>(
    `SELECT extract(epoch FROM greatest(
         (SELECT slots[${SLOT}] + ${STRETCH} FROM account_calls AS ring
            WHERE account_key = :accountKey AND budget = :name AND calls = :calls AND seconds = :seconds
              AND total % :size = 0),
         (SELECT max(${USAGE_ENDS}) FROM account_usage WHERE ${isNearlyUsed})
       ) - clock_timestamp())::float8 * 1000 AS wait`,
    values,
  );
  // What was used up a moment ago may be free by now.
  return Math.max(1, Math.ceil(rows[0].wait ?? 1));
}

function valuesOf({ sourceId, accountKey, budget }: AccountBudget) {
  const size = Math.ceil(budget.calls / MOST_GROUPS);
  return {
    sourceId,
    accountKey,
    name: budget.name,
    calls: budget.calls,
    seconds: budget.seconds,
    size,
    groups: Math.floor(budget.calls / size),
    slack: SLACK_MILLISECONDS,
    nearly: NEARLY_USED_PERCENT,
    usageWait: USAGE_WAIT_SECONDS,
  };
}

/** Keeps what a platform's headers say of an account's budget. */
export async function noteUsage(
  connection: Connection,
  usage: { sourceId: string; name: string; percent: number; until: string | null; now: string },
): Promise<void> {
  await connection('account_usage')
    .insert({
      source_id: usage.sourceId,
      name: usage.name,
      percent: Math.round(usage.percent),
      until: usage.until,
      told_at: usage.now,
    })
    .onConflict(['source_id', 'name'])
    .merge();
}
