import {
  condition,
  continueAsNew,
  log,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { Work } from '../domain/life/work.ts';
import { lookSignal, taskQueues, type TicketLife } from './messages.ts';

/** One transaction each. A lost connection is tried again for a minute; then the next look starts anew. */
const steps = proxyLocalActivities<Activities>({
  startToCloseTimeout: '8 seconds',
  scheduleToCloseTimeout: '1 minute',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

/**
 * A delivery ends in the database, whatever Temporal hears of it: so it is tried once here, and retried from its row.
 * A worker that dies is noticed by its silence.
 */
const outgoing = proxyActivities<Activities>({
  taskQueue: taskQueues.deliveries,
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { maximumAttempts: 1 },
});

const nothing: Work = { next: null, deliveries: [], wakeAt: null };

/**
 * The life of a ticket. Everything it takes up is a row; this only says in which order, and when to look again.
 * It lives while something is near, and completes: the next request, command or wake starts it anew.
 */
export async function ticket(life: TicketLife): Promise<void> {
  const { ticketId } = life;
  const running = new Set<string>();
  let looks = 0;
  setHandler(lookSignal, () => {
    looks += 1;
  });

  for (;;) {
    const seen = looks;
    const work = await takeUpEverything();
    const hasNews = () => looks > seen;
    // Looks not yet seen are no loss: the next run begins by taking up everything.
    if (mustGoOnAnew()) return continueAsNew<typeof ticket>(life);
    if (hasNews()) continue;
    const wasWoken = await condition(hasNews, restMilliseconds(work));
    // The timer may fire in the very activation that brings a look or a delivery's end: then it says false all the same.
    if (wasWoken || hasNews() || work.wakeAt !== null || running.size > 0) continue;
    return;
  }

  async function takeUpEverything(): Promise<Work> {
    let work = nothing;
    do {
      work = await takeNextStep(work);
      work.deliveries.forEach(startDelivery);
    } while (work.next !== null && !mustGoOnAnew());
    return work;
  }

  async function takeNextStep(work: Work): Promise<Work> {
    const input = { ticketId, now: new Date().toISOString() };
    try {
      switch (work.next?.step) {
        case 'assignRepresentative':
          return await steps.assignRepresentative({ ...input, inputId: work.next.inputId });
        case 'planRedirections':
          return await steps.planRedirections({ ...input, inputId: work.next.inputId });
        default:
          return await steps.takeUp(input);
      }
    } catch {
      // The input still waits in its row. The next look takes it up; without one, reconcile sends it.
      log.warn('a step could not be taken; waiting for the next look');
      return nothing;
    }
  }

  function startDelivery(deliveryId: string): void {
    if (running.has(deliveryId)) return;
    running.add(deliveryId);
    void deliverToItsEnd(deliveryId);
  }

  async function deliverToItsEnd(deliveryId: string): Promise<void> {
    try {
      await outgoing.deliver({ deliveryId });
    } catch {
      // Its row tells how it ended, or that it is past its end: the look below settles that. Not at once, because an
      // attempt that cannot even begin would otherwise be started over and over.
      log.warn('a delivery attempt ended without a word');
      await sleep('5 seconds');
    }
    running.delete(deliveryId);
    looks += 1;
  }

  function restMilliseconds(work: Work): number {
    const linger = life.lingerSeconds * 1000;
    if (work.wakeAt === null) return linger;
    return Math.max(Date.parse(work.wakeAt) - Date.now(), 1);
  }

  /** The history is long, and no delivery runs that would have to be watched. */
  function mustGoOnAnew(): boolean {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    return running.size === 0 && (continueAsNewSuggested || historyLength > life.continueAfterEvents);
  }
}
