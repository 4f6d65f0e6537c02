export interface CallLimit {
  calls: number;
  milliseconds: number;
}

const LONGEST = 60_000;

/** Counts the calls of each seller to each endpoint in windows that slide. */
export class CallWindows {
  readonly #times = new Map<string, number[]>();

  /**
   * Counts a call, and tells whether it is still within all limits. That a refused call counts too is not documented:
   * the stricter reading, which asks the caller to be quiet before it tries again.
   */
  admit(key: string, now: number, limits: readonly CallLimit[]): boolean {
    const recent = (this.#times.get(key) ?? []).filter((time) => time > now - LONGEST);
    recent.push(now);
    this.#times.set(key, recent);
    return limits.every(
      ({ calls, milliseconds }) => recent.filter((time) => time > now - milliseconds).length <= calls,
    );
  }
}
