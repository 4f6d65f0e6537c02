import type { Calendar } from '../domain/calendar/calendar.ts';
import { isDate } from '../domain/calendar/is-date.ts';
import { localTime } from '../domain/calendar/local-time.ts';
import { MOST_HOLIDAYS } from '../domain/calendar/read-calendar.ts';
import { allowedHours, readHours, sayHours } from '../domain/calendar/read-hours.ts';
import { DeskError } from '../domain/errors.ts';
import type { DeskContext } from './context.ts';
import { printAnswer } from './print.ts';

const LONGEST_TITLE = 200;

interface HolidayFlags {
  title?: string;
  hours?: string;
  remove?: boolean;
}

/** `calendar holiday`: gives one day other hours or none, or makes it an ordinary day again. */
export async function holidayInCalendar(
  context: DeskContext,
  named: string,
  typed: string,
  flags: HolidayFlags,
): Promise<void> {
  const { changeCalendar, findCalendar } = await import('../database/calendars.ts');
  const { name, timeZone } = await findCalendar(context.database, named);
  const now = new Date().toISOString();
  const date = readDay(typed, timeZone, now);
  const change = flags.remove ? withoutHoliday(date) : withHoliday(date, flags);
  const saved = await changeCalendar(context.database, { name, change, actor: await context.owner(), now });
  const { holidays } = await findCalendar(context.database, saved.id);
  const holiday = holidays.find((day) => day.date === date) ?? null;
  printAnswer(
    context,
    { id: saved.id, name, version: saved.version, date, holiday },
    holiday
      ? `${date} is ${holiday.name} in ${name}: ${sayHours(holiday.frames)}.`
      : `${date} is an ordinary day in ${name}.`,
  );
}

function readDay(typed: string, timeZone: string, now: string): string {
  const word = typed.trim().toLowerCase();
  const today = localTime(timeZone, now).slice(0, 10);
  if (word === 'today') return today;
  if (word === 'tomorrow') return new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
  if (isDate(word)) return word;
  throw new DeskError('INVALID_INPUT', `there is no day ${typed}; give one such as 2026-10-29, today or tomorrow`);
}

function withHoliday(date: string, { title, hours }: HolidayFlags): (calendar: Calendar) => Calendar {
  const { frames, mistakes } = readHours(hours ?? '');
  if (mistakes.length > 0)
    throw new DeskError('INVALID_INPUT', `${mistakes.join('; ')}. Allowed: ${allowedHours.join(' | ')}`);
  const asked = title?.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  if (asked === '' || (asked ?? '').length > LONGEST_TITLE)
    throw new DeskError('INVALID_INPUT', `a title has 1 to ${LONGEST_TITLE} characters`);
  return (calendar) => {
    const before = calendar.holidays.find((day) => day.date === date);
    const others = calendar.holidays.filter((day) => day !== before);
    if (others.length >= MOST_HOLIDAYS)
      throw new DeskError('REFUSED', `${calendar.name} has ${MOST_HOLIDAYS} holidays already`);
    const holiday = { date, name: asked ?? before?.name ?? 'Holiday', frames };
    return { ...calendar, holidays: [...others, holiday].toSorted((a, b) => a.date.localeCompare(b.date)) };
  };
}

function withoutHoliday(date: string): (calendar: Calendar) => Calendar {
  return (calendar) => {
    const holidays = calendar.holidays.filter((day) => day.date !== date);
    if (holidays.length === calendar.holidays.length)
      throw new DeskError('NOT_FOUND', `${date} is no holiday in ${calendar.name}`);
    return { ...calendar, holidays };
  };
}
