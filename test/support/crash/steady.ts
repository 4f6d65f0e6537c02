import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from '../../../database/transient.ts';

/** Asks a database that dies now and then: again and again while only the connection is at fault. */
export async function steady<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const until = Date.now() + 30_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isTransient(error) || Date.now() > until) throw error;
      await sleep(50);
    }
  }
}
