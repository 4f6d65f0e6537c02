import { Context } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';

const EVERY_MILLISECONDS = 3000;

/** Tells the engine that an activity is still at work, so that the death of a worker is noticed within seconds. */
export function keepAlive(): ActivityInboundCallsInterceptor {
  return {
    async execute(
      input: ActivityExecuteInput,
      next: Next<ActivityInboundCallsInterceptor, 'execute'>,
    ): Promise<unknown> {
      const context = Context.current();
      if (context.info.isLocal) return next(input);
      const beat = setInterval(() => context.heartbeat(), EVERY_MILLISECONDS);
      try {
        return await next(input);
      } finally {
        clearInterval(beat);
      }
    },
  };
}
