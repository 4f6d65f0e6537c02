const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A token must be a day old before it is renewed (developers.facebook.com/docs/instagram-platform, refresh tokens). */
const YOUNGEST = DAY;
/** It lives 60 days: half of that is left to mend what is wrong. */
const NEAR_END = 30 * DAY;
const AT_LEAST_EVERY = 7 * DAY;
/** Where only its owner can renew it. */
const TOLD_BEFORE = 7 * DAY;

export interface TokenTimes {
  /** Milliseconds since 1970; null where the token has no end. */
  endsAt: number | null;
  refreshedAt: number | null;
  canRefresh: boolean;
  now: number;
}

/**
 * What a token needs now: to be renewed, a word to its owner that it ends, or nothing. Where its end is only presumed, it
 * may live on: renewing is tried then too.
 */
export function tokenNeeds({ endsAt, refreshedAt, canRefresh, now }: TokenTimes): 'refresh' | 'word' | null {
  if (endsAt === null) return null;
  const born = refreshedAt ?? -Infinity;
  const isHelpless = !canRefresh || endsAt < born + YOUNGEST;
  if (canRefresh && now - born >= YOUNGEST)
    return now - born >= AT_LEAST_EVERY || endsAt - now <= NEAR_END ? 'refresh' : null;
  return isHelpless && endsAt - now <= TOLD_BEFORE ? 'word' : null;
}
