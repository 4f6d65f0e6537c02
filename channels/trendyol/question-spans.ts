import type { Span } from './question-calls.ts';

/** A longer span is not refused but cut to its first two weeks: whoever asks for more must ask piece by piece. */
export const LONGEST_SPAN = 14 * 24 * 3600 * 1000;

/** Spans of at most two weeks that cover everything from one moment to another, the oldest first. */
export function questionSpans({ from, to }: Span): Span[] {
  const spans: Span[] = [];
  for (let start = from; start < to || spans.length === 0; start += LONGEST_SPAN)
    spans.push({ from: start, to: Math.max(start, Math.min(start + LONGEST_SPAN, to)) });
  return spans;
}
