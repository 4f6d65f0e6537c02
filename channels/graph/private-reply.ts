import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { WriteOutcome } from '../../domain/platform/platform-write.ts';
import { hasGraphCode } from './graph-fault.ts';
import { refused } from '../write-outcome.ts';

/** There is one private reply to a comment, and it was sent: the only thing that tells after an answer was lost. */
const ALREADY_REPLIED = 10_900;

/** The refusal of a second private reply as an outcome; anything else is thrown again. */
export function refusedAsSecond(fault: unknown): WriteOutcome {
  const isSecond =
    hasGraphCode(fault, ALREADY_REPLIED) ||
    (fault instanceof PlatformFault && fault.effect === 'refuse' && /already.{0,40}repl/i.test(fault.message));
  if (!isSecond) throw fault;
  return { ...refused(`already replied privately: ${fault.message}`), isDoneAlready: true };
}
