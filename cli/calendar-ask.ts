import { addWorkingMinutes } from '../domain/calendar/add-working-minutes.ts';
import { isOpen } from '../domain/calendar/is-open.ts';
import { localTime, momentOf } from '../domain/calendar/local-time.ts';
import { nextChange } from '../domain/calendar/next-change.ts';
import { workingMinutesBetween } from '../domain/calendar/working-minutes-between.ts';
import { DeskError } from '../domain/errors.ts';
import type { DeskContext } from './context.ts';
import { printAnswer } from './print.ts';

/** `calendar open`: whether it is open, and when that changes. */
export async function openInCalendar(context: DeskContext, named: string, flags: { at?: string }): Promise<void> {
  const calendar = await find(context, named);
  const { name, timeZone } = calendar;
  const at = readTime(timeZone, flags.at);
  const [open, until] = [isOpen(calendar, at), nextChange(calendar, at)];
  const holiday = calendar.holidays.find(({ date }) => date === localTime(timeZone, at).slice(0, 10)) ?? null;
  const change = until
    ? `${open ? 'until' : 'and opens'} ${say(timeZone, until)}`
    : open
      ? 'always'
      : 'and never opens';
  const day = holiday ? ` ${holiday.date} is ${holiday.name}.` : '';
  printAnswer(
    context,
    { name, timeZone, at, isOpen: open, until, holiday: holiday?.name ?? null },
    `${name} is ${open ? 'open' : 'closed'} at ${say(timeZone, at)}, ${change} (${timeZone}).${day}`,
  );
}

/** `calendar add`: when so many working minutes will have passed. */
export async function addToCalendar(
  context: DeskContext,
  named: string,
  typed: string,
  flags: { from?: string },
): Promise<void> {
  if (!/^\d{1,9}(\.\d+)?$/.test(typed.trim()))
    throw new DeskError('USAGE', `${typed} is no number of minutes, such as 90 or 0.5`);
  const minutes = Number(typed);
  const calendar = await find(context, named);
  const { name, timeZone } = calendar;
  const from = readTime(timeZone, flags.from);
  const due = addWorkingMinutes(calendar, from, minutes);
  const sentence = due
    ? `${minutes} working minutes of ${name} after ${say(timeZone, from)}: ${say(timeZone, due)} (${timeZone}).`
    : `${name} does not work for so long.`;
  printAnswer(context, { name, timeZone, from, minutes, due }, sentence);
}

/** `calendar between`: the working minutes between two times. */
export async function betweenInCalendar(
  context: DeskContext,
  named: string,
  typedFrom: string,
  typedTo: string,
): Promise<void> {
  const calendar = await find(context, named);
  const { name, timeZone } = calendar;
  const [from, to] = [readTime(timeZone, typedFrom), readTime(timeZone, typedTo)];
  const minutes = workingMinutesBetween(calendar, from, to);
  const sentence = `${minutes} working minutes of ${name} from ${say(timeZone, from)} to ${say(timeZone, to)} (${timeZone}).`;
  printAnswer(context, { name, timeZone, from, to, minutes }, sentence);
}

async function find(context: DeskContext, named: string) {
  const { findCalendar } = await import('../database/calendars.ts');
  return findCalendar(context.database, named);
}

function readTime(timeZone: string, typed: string | undefined): string {
  return typed === undefined || typed === 'now' ? new Date().toISOString() : momentOf(timeZone, typed);
}

/** As the clock on the wall shows it; seconds where there are any. */
function say(timeZone: string, iso: string): string {
  return localTime(timeZone, iso)
    .replace('T', ' ')
    .replace(/(:00)?\.000$/, '');
}
