import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../database/connect.ts';
import { steady } from './steady.ts';

/** Longer than the first back-off of a delivery: a slow machine may miss an attempt's end. */
const STANDSTILL_MILLISECONDS = 70_000;

interface Unrest {
  items: number;
  waiting: number;
  talks: number;
  reviews: number;
  open: number;
}

/**
 * Waits until every offered mail, comment and question is an item, every talk and review is over and nothing waits any
 * more. A slow machine is waited for: it is over when nothing has moved for 70 s. @throws telling what is left
 */
export async function untilQuiet(database: Database, offered: number): Promise<void> {
  let before = '';
  let movedAt = Date.now();
  for (;;) {
    const left = await steady(() => unrest(database));
    const now = JSON.stringify(left);
    if (now !== before) movedAt = Date.now();
    before = now;
    if (left.items === offered && left.waiting === 0 && left.talks + left.reviews + left.open === 0) return;
    if (Date.now() - movedAt > STANDSTILL_MILLISECONDS) {
      throw new Error(
        `nothing moves any more: ${left.items} of ${offered} items taken in, ${left.waiting} inputs waiting, ${left.talks} talks open, ${left.reviews} answers under review, ${left.open} deliveries open`,
      );
    }
    await sleep(100);
  }
}

async function unrest(database: Database): Promise<Unrest> {
  const { rows } = await database.raw<{ rows: Unrest[] }>(
    `SELECT (SELECT count(*) FROM inbound_items WHERE external_id NOT LIKE 'conversation/%' AND state <> 'ignored') AS items,
            (SELECT count(*) FROM inputs WHERE state = 'waiting') AS waiting,
            (SELECT count(*) FROM conversations WHERE phase <> 'ended' OR waiting_since IS NOT NULL) AS talks,
            (SELECT count(*) FROM tickets WHERE platform ->> 'answer' = 'in-review') AS reviews,
            (SELECT count(*) FROM deliveries WHERE state IN ('planned', 'sending')) AS open`,
  );
  return rows[0]!;
}
