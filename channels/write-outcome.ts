import type { ErrorCode } from '../domain/errors.ts';
import { type FaultEffect, PlatformFault } from '../domain/platform/platform-fault.ts';
import type { WriteOutcome } from '../domain/platform/platform-write.ts';

const outcomes: Record<FaultEffect, WriteOutcome['outcome']> = {
  stop: 'fault',
  wait: 'deferred',
  retry: 'deferred',
  refuse: 'refused',
  unsure: 'unsure',
};

/** It happened. `id` is what it became; null where there is none, or where it is not known. */
export function sent(id: string | null, response: string | null = null): WriteOutcome {
  return { outcome: 'sent', id, code: null, response };
}

/** It did not happen and will not: by the platform's words, or ours. */
export function refused(response: string, code: ErrorCode = 'PLATFORM_REFUSED'): WriteOutcome {
  return { outcome: 'refused', id: null, code, response };
}

/** It may have happened. */
export function unsure(response: string, code: ErrorCode | null = null): WriteOutcome {
  return { outcome: 'unsure', id: null, code, response };
}

/** What became of a write that may throw. Whatever is no fault of the platform leaves it open whether it happened. */
export async function outcomeOf(run: () => Promise<WriteOutcome>): Promise<WriteOutcome> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof PlatformFault) {
      const until = error.until === null ? {} : { until: error.until };
      return { outcome: outcomes[error.effect], id: null, code: error.code, response: error.message, ...until };
    }
    return unsure('a fault in the program', 'UNEXPECTED');
  }
}
