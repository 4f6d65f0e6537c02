import type { Calendar } from './calendar.ts';
import { openSpans } from './open-spans.ts';
import { readMoment } from './read-moment.ts';

/**
 * The minutes between two moments in which the desk works, as they really pass: exact to the millisecond, so that half
 * a minute is 0.5; nothing is rounded. Negative when the second moment is the earlier one.
 * @throws DeskError INVALID_INPUT
 */
export function workingMinutesBetween(calendar: Calendar, fromIso: string, toIso: string): number {
  const [fromMs, toMs] = [readMoment(fromIso), readMoment(toIso)];
  if (toMs < fromMs) return -workingMinutesBetween(calendar, toIso, fromIso);
  let openMs = 0;
  for (const { startMs, endMs } of openSpans(calendar, fromMs, toMs)) openMs += endMs - startMs;
  return openMs / 60_000;
}
