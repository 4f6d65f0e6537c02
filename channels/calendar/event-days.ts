import ICAL from 'ical.js';
import { DeskError } from '../../domain/errors.ts';
import { daysLater, yearlyDays, type Budget } from './yearly-days.ts';

/** First and last day, as `2026-01-01`. */
export interface DaySpan {
  from: string;
  to: string;
}

/** Nobody has a holiday of more than a year. */
const MOST_DAYS = 366;

export interface EventDays {
  kind: 'whole-day' | 'timed' | 'left-out';
  /** The days within the span. */
  days?: string[];
  /** Why none could be read. */
  reason?: string;
}

/** The days of one event of an iCalendar file. @throws DeskError INVALID_INPUT when repetitions of the file use up the budget */
export function eventDays(
  event: ICAL.Component,
  { span, budget, replaced }: { span: DaySpan; budget: Budget; replaced: ReadonlySet<string> },
): EventDays {
  try {
    if (String(event.getFirstPropertyValue('status')).toUpperCase() === 'CANCELLED') return { kind: 'whole-day' };
    const start = event.getFirstProperty('dtstart');
    if (start?.type === 'date-time') return { kind: 'timed' };
    const first = daysIn(event, 'dtstart')[0];
    if (!first) return leftOut('it has no readable day');
    const length = lengthOf(event, first);
    if (length > MOST_DAYS) return leftOut(`it lasts longer than ${MOST_DAYS} days`);
    const begins = beginnings(event, { first, to: span.to, budget });
    if (!begins) return leftOut('it repeats in another way than each year on a day of a month');
    const without = new Set([...daysIn(event, 'exdate'), ...replacedOf(event, replaced)]);
    const days = begins
      .filter((day) => !without.has(day))
      .flatMap((day) => Array.from({ length }, (_, index) => daysLater(day, index)))
      .filter((day) => day >= span.from && day <= span.to);
    return { kind: 'whole-day', days };
  } catch (cause) {
    if (cause instanceof RangeError && cause.message === 'too many repetitions')
      throw new DeskError('INVALID_INPUT', 'the iCalendar file repeats more than the desk reads', { cause });
    return leftOut('its days cannot be read');
  }
}

function leftOut(reason: string): EventDays {
  return { kind: 'left-out', reason };
}

/** DTEND is the day after the last one. */
function lengthOf(event: ICAL.Component, first: string): number {
  const end = daysIn(event, 'dtend')[0];
  if (end) return Math.max(1, Math.round((Date.parse(end) - Date.parse(first)) / 86_400_000));
  const duration = event.getFirstPropertyValue('duration');
  return duration instanceof ICAL.Duration ? Math.max(1, duration.weeks * 7 + duration.days) : 1;
}

/** The days on which it begins; null when it repeats in a way that is not read. */
function beginnings(
  event: ICAL.Component,
  { first, to, budget }: { first: string; to: string; budget: Budget },
): string[] | null {
  const days = new Set([first, ...daysIn(event, 'rdate')]);
  for (const property of event.getAllProperties('rrule')) {
    const rule = property.getFirstValue();
    if (!(rule instanceof ICAL.Recur) || rule.freq !== 'YEARLY') return null;
    const { interval, count, until, parts } = rule;
    const yearly = yearlyDays(
      first,
      { interval, count: count ?? null, until: until ? checkDay(until.toString().slice(0, 10)) : null, parts },
      { to, budget },
    );
    if (!yearly) return null;
    for (const day of yearly) days.add(day);
  }
  return [...days];
}

/** As they are written: the library turns a day that there is not into another one. */
function daysIn(event: ICAL.Component, name: 'dtstart' | 'dtend' | 'exdate' | 'rdate' | 'recurrence-id'): string[] {
  return event
    .getAllProperties(name)
    .flatMap((property) => property.toJSON().slice(3) as unknown[])
    .map((value) => checkDay(String(value).slice(0, 10)));
}

/** An event that stands for a day of a repeating one is not replaced itself. */
function replacedOf(event: ICAL.Component, replaced: ReadonlySet<string>): string[] {
  if (event.getFirstPropertyValue('recurrence-id')) return [];
  const uid = `${String(event.getFirstPropertyValue('uid'))} `;
  return [...replaced].filter((key) => key.startsWith(uid)).map((key) => key.slice(uid.length));
}

/** @throws RangeError for a day that there is not, or of a century that no desk knows */
function checkDay(day: string): string {
  const isDay =
    /^(1[6-9]|2[0-2])\d{2}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (isDay) return day;
  throw new RangeError(`there is no day ${day}`);
}
