/** A draft saved since then is being written at this moment. */
const TYPING_MILLISECONDS = 6000;

/** @returns ISO */
export function typingSince(now: number): string {
  return new Date(now - TYPING_MILLISECONDS).toISOString();
}
