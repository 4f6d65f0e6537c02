import { findWaiting } from '../database/find-waiting.ts';
import { NEAR_MILLISECONDS } from '../database/life/step.ts';
import { lookAt } from './look-at.ts';
import type { Tools } from './tools.ts';

const BATCH = 500;
const AT_ONCE = 16;

/** Looks at every ticket that waits for longer than it should, in batches until none is left. @returns how many */
export async function lookAtWaiting(tools: Tools): Promise<number> {
  if (!tools.isReconcileOn) return 0;
  const now = Date.now();
  const looked = new Set<string>();
  for (;;) {
    const found = await findWaiting(tools.database, {
      now: new Date(now).toISOString(),
      waitingSince: new Date(now - tools.waitingSeconds * 1000).toISOString(),
      wakeHorizon: new Date(now + NEAR_MILLISECONDS).toISOString(),
      limit: BATCH + looked.size,
    });
    const fresh = found.filter((ticketId) => !looked.has(ticketId));
    if (fresh.length === 0) return looked.size;
    await tools.failPoint('reconcile:before-looks', { ticketIds: fresh });
    for (let first = 0; first < fresh.length; first += AT_ONCE) {
      await Promise.all(fresh.slice(first, first + AT_ONCE).map((ticketId) => lookAt(tools, ticketId)));
    }
    fresh.forEach((ticketId) => looked.add(ticketId));
  }
}
