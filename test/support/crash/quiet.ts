import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../database/connect.ts';
import { steady } from './steady.ts';

interface Unrest {
  items: number;
  waiting: number;
  open: number;
}

/** Waits until every offered mail is an item and nothing waits any more. @throws telling what is left when that takes too long */
export async function untilQuiet(database: Database, offered: number, withinSeconds: number): Promise<void> {
  const until = Date.now() + withinSeconds * 1000;
  for (;;) {
    const left = await steady(() => unrest(database));
    if (left.items === offered && left.waiting === 0 && left.open === 0) return;
    if (Date.now() > until) {
      throw new Error(
        `not quiet after ${withinSeconds} s: ${left.items} of ${offered} mails taken in, ${left.waiting} inputs waiting, ${left.open} deliveries open`,
      );
    }
    await sleep(100);
  }
}

async function unrest(database: Database): Promise<Unrest> {
  const { rows } = await database.raw<{ rows: Unrest[] }>(
    `SELECT (SELECT count(*) FROM inbound_items) AS items,
            (SELECT count(*) FROM inputs WHERE state = 'waiting') AS waiting,
            (SELECT count(*) FROM deliveries WHERE state IN ('planned', 'sending')) AS open`,
  );
  return rows[0]!;
}
