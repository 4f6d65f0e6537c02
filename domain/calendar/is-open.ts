import type { Calendar } from './calendar.ts';
import { openSpans } from './open-spans.ts';
import { readMoment } from './read-moment.ts';

/** Whether the desk works at a moment: a frame begins with its first millisecond and is over at its end. @throws DeskError INVALID_INPUT */
export function isOpen(calendar: Calendar, nowIso: string): boolean {
  const nowMs = readMoment(nowIso);
  return !openSpans(calendar, nowMs, nowMs + 1).next().done;
}
