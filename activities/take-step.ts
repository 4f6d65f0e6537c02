import { ApplicationFailure } from '@temporalio/activity';
import { parkInput } from '../database/inputs.ts';
import { runStep, StepError } from '../database/life/step.ts';
import { parkWake } from '../database/life/take-up.ts';
import { isTransient } from '../database/transient.ts';
import type { StepInput, StepName, Work } from '../domain/life/work.ts';
import type { Tools } from './tools.ts';

const pointsOf = {
  takeUp: 'take-up',
  assignRepresentative: 'assign-representative',
  planRedirections: 'plan-redirections',
} as const;

export interface Step {
  name: StepName;
  run(beforeCommit: () => Promise<void>): Promise<Work>;
}

/**
 * Runs a step of a ticket's life. What passes by itself is thrown to be tried again; what does not parks the input in a
 * transaction of its own, visible and retriable, and the ticket goes on with the next.
 */
export async function takeStep(tools: Tools, input: StepInput, step: Step): Promise<Work> {
  const point = pointsOf[step.name];
  const { ticketId } = input;
  try {
    await tools.failPoint(`${point}:before`, { ticketId });
    const work = await step.run(() => tools.failPoint(`${point}:before-commit`, { ticketId }));
    await tools.failPoint(`${point}:after-commit`, { ticketId });
    return work;
  } catch (error) {
    const cause = error instanceof StepError ? error.cause : error;
    if (isTransient(cause)) throw ApplicationFailure.retryable('TRANSIENT', 'TRANSIENT');
    tools.log.error({ ticketId: input.ticketId, error: cause }, 'a step failed');
    if (!(error instanceof StepError)) throw ApplicationFailure.nonRetryable('UNEXPECTED', 'UNEXPECTED');
    return setAside(tools, input, error);
  }
}

async function setAside(tools: Tools, input: StepInput, error: StepError): Promise<Work> {
  const detail = error.cause instanceof Error ? error.cause.message : String(error.cause);
  try {
    const parked = { errorCode: 'UNEXPECTED', detail, now: input.now };
    await ('wake' in error.inHand
      ? parkWake(tools.database, { ticketId: input.ticketId, ...error.inHand, ...parked })
      : parkInput(tools.database, { ...error.inHand, ...parked }));
    return await runStep(tools.database, input, () => Promise.resolve());
  } catch (again) {
    throw isTransient(again)
      ? ApplicationFailure.retryable('TRANSIENT', 'TRANSIENT')
      : ApplicationFailure.nonRetryable('UNEXPECTED', 'UNEXPECTED');
  }
}
