import { type FaultEffect, PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { WriteOutcome } from '../../domain/platform/platform-write.ts';

const outcomes: Record<FaultEffect, WriteOutcome['outcome']> = {
  stop: 'fault',
  wait: 'deferred',
  retry: 'deferred',
  refuse: 'refused',
  unsure: 'unsure',
};

export function sent(id: string | null, response: string | null = null): WriteOutcome {
  return { outcome: 'sent', id, code: null, response };
}

export function refused(response: string): WriteOutcome {
  return { outcome: 'refused', id: null, code: 'PLATFORM_REFUSED', response };
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
    return { outcome: 'unsure', id: null, code: 'UNEXPECTED', response: 'a fault in the program' };
  }
}
