import { ApplicationFailure } from '@temporalio/common';
import { CancelledFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import type { Logger } from 'pino';
import { errorTable } from '../domain/errors.ts';

/**
 * The last word on what leaves an activity: an error carries its code alone into the history. Whatever else was thrown
 * becomes UNEXPECTED, and its own words go to the log.
 */
export function redactErrors(log: Logger): ActivityInboundCallsInterceptor {
  return {
    async execute(
      input: ActivityExecuteInput,
      next: Next<ActivityInboundCallsInterceptor, 'execute'>,
    ): Promise<unknown> {
      try {
        return await next(input);
      } catch (error) {
        throw redacted(error, log);
      }
    },
  };
}

function redacted(error: unknown, log: Logger): unknown {
  if (error instanceof CancelledFailure) return error;
  if (error instanceof ApplicationFailure && error.type && error.type in errorTable && error.message === error.type) {
    return withoutStack(error);
  }
  log.error({ error }, 'an activity failed');
  return withoutStack(ApplicationFailure.retryable('UNEXPECTED', 'UNEXPECTED'));
}

/** A stack names folders of the machine and may quote the message: it does not belong into a history. */
function withoutStack(error: ApplicationFailure): ApplicationFailure {
  error.stack = '';
  return error;
}
