import type { PlatformAnswer } from '../platform/platform-server.ts';

type Breakage = 'late' | 'twice' | 'unreadable' | 'cut' | 'reset' | 'silent';

/** What leaves in place of an answer: later, cut in half under HTTP 200, or nothing at all. */
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
