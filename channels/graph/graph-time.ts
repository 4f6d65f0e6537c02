import { momentOf } from '../moment-of.ts';

/** Seconds stay below it for 3000 years, milliseconds have been above it since 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;

/**
 * A moment of the Graph API as ISO in UTC: reads have `2026-11-20T09:15:30+0000`, webhooks have seconds or, newer ones,
 * milliseconds. Null for anything else.
 */
export function graphMoment(value: unknown): string | null {
  const milliseconds = typeof value === 'string' ? ofText(value) : ofNumber(value);
  return milliseconds === null ? null : momentOf(milliseconds);
}

function ofText(text: string): number {
  if (/^\d+$/.test(text)) return ofNumber(Number(text)) ?? Number.NaN;
  return Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
}

function ofNumber(value: unknown): number | null {
  if (typeof value !== 'number' || value <= 0) return null;
  return value < FIRST_MILLISECONDS ? value * 1000 : value;
}
