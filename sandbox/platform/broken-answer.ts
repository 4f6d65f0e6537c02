import type { PlatformAnswer } from './platform-server.ts';

/** Later, twice, cut in half under HTTP 200, or nothing at all: the line closed, reset, or silent for ever. */
export type Breakage = 'late' | 'twice' | 'unreadable' | 'cut' | 'reset' | 'silent';

/** The next `times` writes are applied (`accepted`) or not, and then answered like this. */
export interface BrokenWrites {
  answer: Breakage;
  accepted: boolean;
  delayMilliseconds: number;
  times: number;
}

/** The next `times` reads are answered like this; `late` is the right answer after the delay. */
export interface BrokenReads {
  answer: 'late' | 'unreadable' | 'cut' | 'silent' | 'serverError';
  delayMilliseconds: number;
  times: number;
}

/** Both switched off. */
export const nothingBroken: { reads: BrokenReads; afterWrite: BrokenWrites } = {
  reads: { answer: 'late', delayMilliseconds: 0, times: 0 },
  afterWrite: { answer: 'late', accepted: true, delayMilliseconds: 0, times: 0 },
};

/** What leaves in place of the right answer. Whatever comes twice is the platform's to send: the answer itself is right. */
export function brokenAnswer(
  right: PlatformAnswer,
  { answer, delayMilliseconds }: { answer: Breakage; delayMilliseconds: number },
): PlatformAnswer {
  if (answer === 'twice') return right;
  if (answer === 'late') return { ...right, delayMilliseconds };
  if (answer === 'unreadable') {
    const whole = JSON.stringify(right.body);
    return {
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: whole.slice(0, Math.ceil(whole.length / 2)),
      delayMilliseconds,
    };
  }
  return { ...right, cut: answer === 'cut' ? 'close' : answer, delayMilliseconds };
}
