import type { FaultBoard } from '../platform/fault-board.ts';
import type { PlatformAnswer } from '../platform/platform-server.ts';
import { graphError } from './graph-error.ts';
import { type WebhookFaults, noWebhookFaults } from './webhook-faults.ts';

/** Faults that every Graph stand-in has; its own come on top. */
export interface GraphFaults extends WebhookFaults {
  /** The next `times` writes are applied (`accepted`) or not, and then answered like this. */
  afterWrite: {
    answer: 'late' | 'twice' | 'unreadable' | 'cut' | 'reset' | 'silent';
    accepted: boolean;
    delayMilliseconds: number;
    times: number;
  };
  /** The next `times` reads are answered like this; `late` is the right answer after the delay. */
  reads: {
    answer: 'late' | 'unreadable' | 'cut' | 'silent' | 'serverError';
    delayMilliseconds: number;
    times: number;
  };
  /** Everything is answered 503 with a page that is no JSON. */
  down: boolean;
  /** Every write is refused with code 368. */
  blockedAsAbusive: boolean;
  /** See `PagingRules.shortPages`. */
  shortPages: 'none' | 'half' | 'empty';
}

export const noGraphFaults: Readonly<GraphFaults> = {
  ...noWebhookFaults,
  afterWrite: { answer: 'late', accepted: true, delayMilliseconds: 0, times: 0 },
  reads: { answer: 'late', delayMilliseconds: 0, times: 0 },
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
  if (answer === 'late') return { ...right, delayMilliseconds };
  if (answer === 'twice') return right;
  return answer === 'unreadable' ? halfAnswer() : { body: '', cut: answer === 'cut' ? 'close' : answer };
}

/** Answers a read under the faults switched on. */
export function faultyRead<Faults extends GraphFaults>(
  faults: FaultBoard<Faults>,
  read: () => PlatformAnswer,
): PlatformAnswer {
  if (faults.now.down) return downAnswer();
  const { answer, delayMilliseconds } = faults.now.reads;
  if (!faults.take('reads')) return read();
  if (answer === 'late') return { ...read(), delayMilliseconds };
  if (answer === 'unreadable') return halfAnswer();
  if (answer === 'serverError') return { ...downForNow(), delayMilliseconds };
  return { body: '', cut: answer === 'cut' ? 'close' : 'silent' };
}

function downForNow(): PlatformAnswer {
  return graphError({ code: 2, message: 'Service temporarily unavailable', isTransient: true });
}

function downAnswer(): PlatformAnswer {
  return { status: 503, body: '<html><body>Service Unavailable</body></html>' };
}

function halfAnswer(): PlatformAnswer {
  return { headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"id":"179' };
}
