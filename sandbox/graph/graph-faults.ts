import { brokenAnswer, type BrokenReads, type BrokenWrites, nothingBroken } from '../platform/broken-answer.ts';
import type { FaultBoard } from '../platform/fault-board.ts';
import type { PlatformAnswer } from '../platform/platform-server.ts';
import { graphError } from './graph-error.ts';
import { type WebhookFaults, noWebhookFaults } from './webhook-faults.ts';

/** Faults that every Graph stand-in has; its own come on top. */
export interface GraphFaults extends WebhookFaults {
  afterWrite: BrokenWrites;
  reads: BrokenReads;
  /** Everything is answered 503 with a page that is no JSON. */
  down: boolean;
  /** Every write is refused with code 368. */
  blockedAsAbusive: boolean;
  /** See `PagingRules.shortPages`. */
  shortPages: 'none' | 'half' | 'empty';
}

export const noGraphFaults: Readonly<GraphFaults> = {
  ...noWebhookFaults,
  ...nothingBroken,
  down: false,
  blockedAsAbusive: false,
  shortPages: 'none',
};

/** How often a write pushes what it pushes: twice under the fault `twice`. */
export type ApplyWrite = (pushes: 1 | 2) => PlatformAnswer;

/** Answers a write under the faults switched on. A write that is refused for its own sake uses no fault up. */
export function faultyWrite<Faults extends GraphFaults>(faults: FaultBoard<Faults>, apply: ApplyWrite): PlatformAnswer {
  if (faults.now.down) return downAnswer();
  if (faults.now.blockedAsAbusive) return graphError({ code: 368, message: 'Blocked for a time as abusive' });
  const { answer, accepted, delayMilliseconds, times } = faults.now.afterWrite;
  if (times <= 0) return apply(1);
  const right = accepted ? apply(answer === 'twice' ? 2 : 1) : downForNow();
  if (accepted && (right.status ?? 200) >= 400) return right;
  faults.take('afterWrite');
  return brokenAnswer(right, { answer, delayMilliseconds });
}

/** Answers a read under the faults switched on. */
export function faultyRead<Faults extends GraphFaults>(
  faults: FaultBoard<Faults>,
  read: () => PlatformAnswer,
): PlatformAnswer {
  if (faults.now.down) return downAnswer();
  const { answer, delayMilliseconds } = faults.now.reads;
  if (!faults.take('reads')) return read();
  if (answer === 'serverError') return { ...downForNow(), delayMilliseconds };
  return brokenAnswer(read(), { answer, delayMilliseconds });
}

function downForNow(): PlatformAnswer {
  return graphError({ code: 2, message: 'Service temporarily unavailable', isTransient: true });
}

function downAnswer(): PlatformAnswer {
  return { status: 503, body: '<html><body>Service Unavailable</body></html>' };
}
