import type { Calendar } from './calendar.ts';
import { openSpans } from './open-spans.ts';
import { readMoment } from './read-moment.ts';

const LONGEST_SEARCH_MS = 2 * 366 * 86_400_000;

/** When an open desk closes, or a closed one opens; null when that is not within two years. @throws DeskError INVALID_INPUT */
export function nextChange(calendar: Calendar, nowIso: string): string | null {
  const nowMs = readMoment(nowIso);
  const endMs = nowMs + LONGEST_SEARCH_MS;
  let openUntilMs = nowMs;
  for (const span of openSpans(calendar, nowMs, endMs)) {
    if (span.startMs > openUntilMs) return iso(openUntilMs === nowMs ? span.startMs : openUntilMs);
    openUntilMs = span.endMs;
  }
  return openUntilMs === nowMs || openUntilMs === endMs ? null : iso(openUntilMs);
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
