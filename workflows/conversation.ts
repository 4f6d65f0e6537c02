import { condition, continueAsNew, log, proxyLocalActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { TalkWork } from '../domain/chatbot/talk-work.ts';
import { lookSignal, type ConversationLife } from './messages.ts';

/** One transaction for each turn. A lost connection is tried again for a minute; then the next look starts anew. */
const { takeTurn } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '8 seconds',
  scheduleToCloseTimeout: '1 minute',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

const nothing: TalkWork = { hasMore: false, isOver: false, wakeAt: null };

/**
 * The life of a talk. What was said and where it stands are rows; this only says when to go on: at once after a look,
 * and by itself when a pause is over or the visitor fell silent. It lives until the talk is over, or nothing is due.
 */
export async function conversation(life: ConversationLife): Promise<void> {
  let looks = 0;
  setHandler(lookSignal, () => {
    looks += 1;
  });

  for (;;) {
    const seen = looks;
    const work = await takeTurns();
    const hasNews = () => looks > seen;
    // Looks not yet seen are no loss: the next run begins by taking up everything.
    if (mustGoOnAnew()) return continueAsNew<typeof conversation>(life);
    if (hasNews()) continue;
    if (work.isOver) return;
    const wasWoken = await condition(hasNews, restMilliseconds(work));
    // The timer may fire in the very activation that brings a look: then it says false all the same.
    if (wasWoken || hasNews() || work.wakeAt !== null) continue;
    return;
  }

  async function takeTurns(): Promise<TalkWork> {
    let work = nothing;
    do {
      work = await takeNextTurn();
    } while (work.hasMore && !mustGoOnAnew());
    return work;
  }

  async function takeNextTurn(): Promise<TalkWork> {
    try {
      return await takeTurn({ conversationId: life.conversationId, now: new Date().toISOString() });
    } catch {
      // The lines still wait in their rows. The next look takes them up; without one, reconcile sends it.
      log.warn('a turn could not be taken; waiting for the next look');
      return nothing;
    }
  }

  function restMilliseconds({ wakeAt }: TalkWork): number {
    if (wakeAt === null) return life.lingerSeconds * 1000;
    return Math.max(Date.parse(wakeAt) - Date.now(), 1);
  }

  /** The history is long. */
  function mustGoOnAnew(): boolean {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    return continueAsNewSuggested || historyLength > life.continueAfterEvents;
  }
}
