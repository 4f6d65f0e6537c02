import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from '../database/transient.ts';

const PATIENCE_MILLISECONDS = 60_000;
const LONGEST_PAUSE_MILLISECONDS = 2000;

/** Tries a transaction again while only its connection is at fault, for a minute: what it writes cannot be found out twice. */
export async function writeDespiteOutage<Written>(write: () => Promise<Written>): Promise<Written> {
  const until = Date.now() + PATIENCE_MILLISECONDS;
  for (let pause = 100; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS)) {
    try {
      return await write();
    } catch (error) {
      if (!isTransient(error) || Date.now() > until) throw error;
      await sleep(pause);
    }
  }
}
