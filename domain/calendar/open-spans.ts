import type { Calendar, Frame } from './calendar.ts';
import { zoneOffsets } from './zone-offsets.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Real time in which the desk works; the end is not in it. */
export interface OpenSpan {
  startMs: number;
  endMs: number;
}

/**
 * The working time between two moments, in order; spans that touch are one. The desk is open whenever the clock on its
 * wall shows a time inside a frame of the date that the wall calendar shows: a frame that the clocks skip into is
 * shorter that day, and an hour that comes twice counts twice.
 */
export function* openSpans(calendar: Calendar, fromMs: number, toMs: number): Generator<OpenSpan> {
  let last: OpenSpan | null = null;
  for (const span of framesInTime(calendar, fromMs, toMs)) {
    if (last?.endMs === span.startMs) last.endMs = span.endMs;
    else {
      if (last) yield last;
      last = span;
    }
    // Whoever asks for the end of a span that never ends gets it in parts.
    if (last.endMs - last.startMs >= 32 * DAY) {
      yield last;
      last = null;
    }
  }
  if (last) yield last;
}

function* framesInTime(calendar: Calendar, fromMs: number, toMs: number): Generator<OpenSpan> {
  const framesOn = framesByDay(calendar);
  for (const { startMs, endMs, offsetMs } of zoneOffsets(calendar.timeZone, fromMs, toMs)) {
    const lastDay = Math.floor((endMs + offsetMs - 1) / DAY);
    for (let day = Math.floor((startMs + offsetMs) / DAY); day <= lastDay; day += 1) {
      for (const { fromMinute, toMinute } of framesOn(day)) {
        const start = Math.max(day * DAY + fromMinute * MINUTE - offsetMs, startMs);
        const end = Math.min(day * DAY + toMinute * MINUTE - offsetMs, endMs);
        if (start < end) yield { startMs: start, endMs: end };
      }
    }
  }
}

/** The frames of a local day, counted from 1 January 1970, a Thursday. */
function framesByDay({ week, holidays }: Calendar): (day: number) => readonly Frame[] {
  const ofHoliday = new Map(holidays.map(({ date, frames }) => [Date.parse(date) / DAY, frames]));
  return (day) => ofHoliday.get(day) ?? week[(((day + 3) % 7) + 7) % 7] ?? [];
}
