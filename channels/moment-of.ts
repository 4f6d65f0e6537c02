/** Milliseconds: the end of the year 9999. */
export const LAST_MOMENT = Date.UTC(10_000, 0) - 1;

/** Milliseconds since 1970 as ISO; null for what no clock shows: before 1970, after 9999, or no number. */
export function momentOf(milliseconds: number): string | null {
  return milliseconds >= 0 && milliseconds <= LAST_MOMENT ? new Date(milliseconds).toISOString() : null;
}
