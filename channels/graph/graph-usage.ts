import { listOf, membersOf } from './wire-value.ts';

export interface GraphUsage {
  /** The highest of the figures, of the budget of an hour or a day; null without a header. */
  percent: number | null;
  /** How long calls are refused; 0 when they are not, or when nothing is said. */
  regainMinutes: number;
}

/** Limits are of an hour or a day: whatever says more is wrong. */
const LONGEST_MINUTES = 24 * 60;
const MOST_PERCENT = 1000;

const FIGURES = ['call_count', 'total_cputime', 'total_time'];

/**
 * What the usage headers say (Graph API, "Rate Limits"). They are there only once enough calls were made, and the shape
 * of the business header is not promised: whatever cannot be read is as if it were not there.
 */
export function readGraphUsage(headers: Headers): GraphUsage {
  const app = readHeader(headers, 'x-app-usage');
  const business = membersOf(readHeader(headers, 'x-business-use-case-usage'));
  const all = [app, ...Object.values(business).flatMap(listOf)].map(membersOf);
  const figures = all.flatMap((usage) => FIGURES.map((name) => usage[name])).filter(isFigure);
  const minutes = all.map((usage) => usage['estimated_time_to_regain_access']).filter(isFigure);
  return {
    percent: figures.length === 0 ? null : Math.min(Math.round(Math.max(...figures)), MOST_PERCENT),
    regainMinutes: Math.min(Math.max(0, ...minutes), LONGEST_MINUTES),
  };
}

function readHeader(headers: Headers, name: string): unknown {
  try {
    return JSON.parse(headers.get(name) ?? 'null');
  } catch {
    return null;
  }
}

function isFigure(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
