import { findWaitingConversations } from '../database/find-waiting-conversations.ts';
import { findWaiting } from '../database/find-waiting.ts';
import { NEAR_MILLISECONDS } from '../database/life/step.ts';
import { lookAtTalk } from './look-at-talk.ts';
import { lookAt } from './look-at.ts';
import type { Tools } from './tools.ts';

const BATCH = 500;
const AT_ONCE = 16;

/** Looks at every ticket and talk that waits for longer than it should, in batches until none is left. @returns how many */
export async function lookAtWaiting(tools: Tools): Promise<number> {
  if (!tools.isReconcileOn) return 0;
  const now = Date.now();
  const waitingSince = new Date(now - tools.waitingSeconds * 1000).toISOString();
  const wakeHorizon = new Date(now + NEAR_MILLISECONDS).toISOString();
  const tickets = await lookAtAll({
    find: (limit) =>
      findWaiting(tools.database, { now: new Date(now).toISOString(), waitingSince, wakeHorizon, limit }),
    beforeLooks: (ticketIds) => tools.failPoint('reconcile:before-looks', { ticketIds }),
    lookAt: (ticketId) => lookAt(tools, ticketId),
  });
  const talks = await lookAtAll({
    find: (limit) => findWaitingConversations(tools.database, { waitingSince, limit }),
    lookAt: (conversationId) => lookAtTalk(tools, conversationId),
  });
  return tickets + talks;
}

interface Looking {
  find(limit: number): Promise<string[]>;
  beforeLooks?(ids: string[]): Promise<void>;
  lookAt(id: string): Promise<void>;
}

async function lookAtAll({ find, beforeLooks, lookAt: look }: Looking): Promise<number> {
  const looked = new Set<string>();
  for (;;) {
    const fresh = (await find(BATCH + looked.size)).filter((id) => !looked.has(id));
    if (fresh.length === 0) return looked.size;
    await beforeLooks?.(fresh);
    for (let first = 0; first < fresh.length; first += AT_ONCE) {
      await Promise.all(fresh.slice(first, first + AT_ONCE).map(look));
    }
    fresh.forEach((id) => looked.add(id));
  }
}
