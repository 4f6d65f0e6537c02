import { DeskError } from '../errors.ts';
import type { Calendar } from './calendar.ts';
import { openSpans } from './open-spans.ts';
import { readMoment } from './read-moment.ts';

const MINUTE = 60_000;
/** A desk that does not work for two years has closed. */
const LONGEST_PAUSE = 2 * 366 * 24 * 60 * MINUTE;
/** Nobody waits for what is due later. */
const FARTHEST = 60 * 366 * 24 * 60 * MINUTE;

/**
 * The first moment by which the desk has worked for so many minutes: the end of a frame rather than the beginning of
 * the next one, and the moment itself for 0. Exact to the millisecond; parts of a minute count.
 * @returns null when two years pass without an open minute, or sixty before the work is done
 * @throws DeskError INVALID_INPUT for a negative count
 */
export function addWorkingMinutes(calendar: Calendar, fromIso: string, minutes: number): string | null {
  if (!(minutes >= 0)) throw new DeskError('INVALID_INPUT', `${minutes} minutes cannot be added`);
  const fromMs = readMoment(fromIso);
  let leftMs = Math.round(minutes * MINUTE);
  if (leftMs === 0) return iso(fromMs);
  let workedUntilMs = fromMs;
  let isWorking = true;
  while (isWorking && workedUntilMs < fromMs + FARTHEST) {
    isWorking = false;
    for (const { startMs, endMs } of openSpans(calendar, workedUntilMs, workedUntilMs + LONGEST_PAUSE)) {
      if (startMs + leftMs <= endMs) return iso(startMs + leftMs);
      leftMs -= endMs - startMs;
      workedUntilMs = endMs;
      isWorking = true;
    }
  }
  return null;
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
