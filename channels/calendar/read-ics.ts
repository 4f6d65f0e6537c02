import ICAL from 'ical.js';
import type { Holiday } from '../../domain/calendar/calendar.ts';
import { MOST_HOLIDAYS } from '../../domain/calendar/read-calendar.ts';
import { DeskError } from '../../domain/errors.ts';
import { eventDays, type DaySpan } from './event-days.ts';

const LONGEST_FILE = 2_000_000;
/** The parser takes time by the square of a line. */
const LONGEST_LINE = 100_000;
const MOST_EVENTS = 5000;
const LONGEST_NAME = 200;
/** Days that repetitions of one file may look at: a hundred yearly events over a lifetime. */
const MOST_REPEATED_DAYS = 500_000;

export interface IcsHolidays {
  /** In order, each day once. */
  holidays: Holiday[];
  /** Events with a time of day: appointments rather than holidays. */
  timedCount: number;
  /** Whole-day events that could not be read, with the reason. */
  leftOut: { name: string; reason: string }[];
}

/**
 * The holidays of an iCalendar file: its whole-day events, one holiday for each of their days within the span; yearly
 * repetitions are written out.
 * @param span first and last day, as `2026-01-01`
 * @throws DeskError INVALID_INPUT when it is no such file, or too much of one
 */
export function readIcs(file: Uint8Array, span: DaySpan): IcsHolidays {
  const events = readEvents(file);
  const budget = { days: MOST_REPEATED_DAYS };
  const replaced = replacedDays(events);
  const names = new Map<string, string>();
  const read: IcsHolidays = { holidays: [], timedCount: 0, leftOut: [] };
  for (const event of events) {
    const name = nameOf(event);
    const { kind, ...found } = eventDays(event, { span, budget, replaced });
    if (kind === 'timed') read.timedCount += 1;
    if (found.reason) read.leftOut.push({ name, reason: found.reason });
    for (const day of found.days ?? []) if (!names.has(day)) names.set(day, name);
    if (names.size > MOST_HOLIDAYS) tooMuch(`more than ${MOST_HOLIDAYS} holidays`);
  }
  read.holidays = [...names]
    .map(([date, name]) => ({ date, name, frames: [] }))
    .toSorted((a, b) => a.date.localeCompare(b.date));
  return read;
}

function readEvents(file: Uint8Array): ICAL.Component[] {
  if (file.length > LONGEST_FILE) tooMuch(`more than ${LONGEST_FILE} bytes`);
  const text = textOf(file);
  if (text.split('\n').some((line) => line.length > LONGEST_LINE))
    tooMuch(`a line of more than ${LONGEST_LINE} letters`);
  if (!/^\s*BEGIN:VCALENDAR\s/im.test(text))
    throw new DeskError('INVALID_INPUT', 'this is no iCalendar file: it holds no VCALENDAR');
  let parsed: unknown[];
  try {
    parsed = ICAL.parse(text) as unknown[];
  } catch (cause) {
    throw new DeskError('INVALID_INPUT', `this is no iCalendar file: ${shorten(String((cause as Error).message))}`, {
      cause,
    });
  }
  const calendars = (typeof parsed[0] === 'string' ? [parsed] : parsed) as unknown as [string, unknown[], unknown[]][];
  const events = calendars
    .filter((calendar) => calendar[0] === 'vcalendar')
    .flatMap((calendar) => new ICAL.Component(calendar as never).getAllSubcomponents('vevent'));
  if (!calendars.some((calendar) => calendar[0] === 'vcalendar'))
    throw new DeskError('INVALID_INPUT', 'this is no iCalendar file: it holds no VCALENDAR');
  if (events.length > MOST_EVENTS) tooMuch(`more than ${MOST_EVENTS} events`);
  return events;
}

/** Lines are unfolded as bytes: a fold may stand within a letter. Old files of Turkish programs are no UTF-8. */
function textOf(file: Uint8Array): string {
  const unfolded = Buffer.from(
    Buffer.from(file)
      .toString('latin1')
      .replaceAll(/\r?\n[ \t]/gu, ''),
    'latin1',
  );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(unfolded);
  } catch {
    return new TextDecoder('windows-1254').decode(unfolded);
  }
}

/** Days of repeating events that another event of the file stands for. */
function replacedDays(events: readonly ICAL.Component[]): Set<string> {
  const days = events.flatMap((event) => {
    const day = event.getFirstPropertyValue('recurrence-id');
    return day instanceof ICAL.Time
      ? [`${String(event.getFirstPropertyValue('uid'))} ${day.toString().slice(0, 10)}`]
      : [];
  });
  return new Set(days);
}

function nameOf(event: ICAL.Component): string {
  const summary = String(event.getFirstPropertyValue('summary') ?? '');
  return shorten(summary) || 'Holiday';
}

function shorten(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME);
}

function tooMuch(what: string): never {
  throw new DeskError('INVALID_INPUT', `the iCalendar file holds ${what}`);
}
