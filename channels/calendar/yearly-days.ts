/** A yearly repetition, as RFC 5545 says it. */
export interface YearlyRule {
  interval: number;
  /** How often in all; null without an end. */
  count: number | null;
  /** The last day it may fall on, `2030-12-31`; null without an end. */
  until: string | null;
  /** Parts such as BYMONTH, each with its values. */
  parts: Record<string, readonly unknown[]>;
}

/** Counts down over a whole file: what is left to be looked at. */
export interface Budget {
  days: number;
}

const DAY = 86_400_000;
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const knownParts = new Set(['BYMONTH', 'BYMONTHDAY', 'BYDAY', 'WKST']);

/**
 * The days on which something that repeats each year begins: on a day of a month, or on the nth weekday of one. A day
 * that a year does not have (29 February) is left out that year.
 * @returns null for a rule of another kind
 * @throws RangeError when the budget is used up
 */
export function yearlyDays(
  start: string,
  rule: YearlyRule,
  { to, budget }: { to: string; budget: Budget },
): string[] | null {
  const { BYMONTH, BYMONTHDAY, BYDAY } = rule.parts;
  if (Object.keys(rule.parts).some((part) => !knownParts.has(part))) return null;
  if (BYDAY && !BYMONTH && !BYMONTHDAY) return null;
  const [startYear = 0, startMonth = 0, startDay = 0] = start.split('-').map(Number);
  const months = numbers(BYMONTH ?? (BYMONTHDAY ? Array.from({ length: 12 }, (_, month) => month + 1) : [startMonth]));
  const wanted = { monthDays: BYMONTHDAY ? numbers(BYMONTHDAY) : BYDAY ? null : [startDay], weekdays: BYDAY ?? null };
  const last = rule.until !== null && rule.until < to ? rule.until : to;
  const lastYear = Number(last.slice(0, 4));
  const days: string[] = [];
  for (let year = startYear; year <= lastYear; year += Math.max(1, rule.interval)) {
    for (const month of months) {
      for (const day of daysOfMonth({ year, month, ...wanted, budget })) {
        if (day < start) continue;
        if (day > last || days.length === rule.count) return days;
        days.push(day);
      }
    }
  }
  return days;
}

/** The days of a month that fit, in order. */
function daysOfMonth(wish: {
  year: number;
  month: number;
  monthDays: number[] | null;
  weekdays: readonly unknown[] | null;
  budget: Budget;
}): string[] {
  const { year, month, monthDays, budget } = wish;
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  budget.days -= length;
  if (budget.days < 0) throw new RangeError('too many repetitions');
  const days: string[] = [];
  for (let day = 1; day <= length; day += 1) {
    if (monthDays && !monthDays.includes(day) && !monthDays.includes(day - length - 1)) continue;
    const date = new Date(Date.UTC(year, month - 1, day));
    const weekday = weekdays[date.getUTCDay()] ?? '';
    const names = [weekday, `${Math.ceil(day / 7)}${weekday}`, `-${Math.ceil((length - day + 1) / 7)}${weekday}`];
    if (wish.weekdays && !wish.weekdays.some((name) => names.includes(String(name).replace('+', '')))) continue;
    days.push(date.toISOString().slice(0, 10));
  }
  return days;
}

function numbers(values: readonly unknown[]): number[] {
  return [...new Set(values.map(Number))].toSorted((a, b) => a - b);
}

/** So many days later. */
export function daysLater(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
}
