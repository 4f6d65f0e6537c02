import { z } from 'zod';
import type { DesignProblem } from '../design/problem.ts';
import { checkDesign, readDesignFile, type DesignPath, type DesignReader } from '../design/read-design.ts';
import type { Calendar, Frame, Holiday } from './calendar.ts';
import { isZone, zonesLike } from './check-zone.ts';
import { days } from './days.ts';
import { isDate } from './is-date.ts';
import { allowedHours, readHours } from './read-hours.ts';

/** Far more than a century of holidays; more is a mistake. */
export const MOST_HOLIDAYS = 2000;

const oneLine = (most: number) =>
  z
    .string(`must be a text of at most ${most} characters`)
    .trim()
    .min(1, 'is empty')
    .max(most, `is longer than ${most} characters`)
    .regex(/^\P{Cc}*$/u, 'must stand on one line');

/** Hours as one text, or a list of them; nothing means closed. What they say is read later, each at its line. */
const hours = z.union([z.string(), z.array(z.string()).max(50), z.null()], 'must be hours such as "09:00-18:00"');

const holidaySchema = z.strictObject({
  date: z.string('must be a date such as 2026-10-29'),
  name: oneLine(200),
  hours: hours.optional(),
});

const fileSchema = z.strictObject(
  {
    name: oneLine(100),
    timeZone: oneLine(64),
    week: z.strictObject(Object.fromEntries(days.map((day) => [day, hours.optional()])), 'must name days and hours'),
    holidays: z
      .array(holidaySchema, 'must be a list of dates and names')
      .max(MOST_HOLIDAYS, `has more than ${MOST_HOLIDAYS} days`)
      .nullable()
      .default([]),
    holidaysFrom: oneLine(1000).nullable().default(null),
  },
  'must have name, timeZone and week',
);

export interface CalendarFile {
  /** Null when there is a problem that is more than a warning. */
  calendar: Calendar | null;
  /** The .ics file that more holidays come from. */
  holidaysFrom: string | null;
  problems: DesignProblem[];
}

/** Reads a calendar as people write it; every mistake with its line and what may stand there. */
export function readCalendar(text: string): CalendarFile {
  const { value, reader } = readDesignFile(text);
  if (reader.problems.length > 0) return { calendar: null, holidaysFrom: null, problems: reader.problems };
  const file = checkDesign(reader, { value, schema: fileSchema });
  const { timeZone, week, holidays } = file ?? partsOf(value);
  if (timeZone !== null && !isZone(timeZone))
    reader.report(['timeZone'], {
      message: `there is no time zone ${timeZone}`,
      value: timeZone,
      allowed: zonesLike(timeZone),
    });
  const frames = days.map((day) => readFrames(reader, ['week', day], week[day]));
  const read = readHolidays(reader, holidays ?? []);
  const problems = reader.problems.toSorted((one, other) => one.line - other.line || one.column - other.column);
  if (!file || problems.length > 0) return { calendar: null, holidaysFrom: file?.holidaysFrom ?? null, problems };
  if (frames.every((ofDay) => ofDay.length === 0))
    reader.report(['week'], { message: 'the desk never works by this calendar', isWarning: true });
  const calendar = {
    name: file.name.replace(/\s+/gu, ' '),
    timeZone: file.timeZone,
    week: frames,
    holidays: read.toSorted((one, other) => one.date.localeCompare(other.date)),
  };
  return { calendar, holidaysFrom: file.holidaysFrom, problems: reader.problems };
}

type Hours = z.output<typeof hours> | undefined;
type WrittenHoliday = { date: string; hours?: Hours; name: string };

interface Parts {
  timeZone: string | null;
  week: Record<string, Hours>;
  /** Null where one cannot be read. */
  holidays: (WrittenHoliday | null)[] | null;
}

/** Of a file with mistakes, what can be read of it: they are not told one after the other. */
function partsOf(value: unknown): Parts {
  const { timeZone, week, holidays } = Object(value) as Record<string, unknown>;
  const written = Object(week) as Record<string, unknown>;
  return {
    timeZone: typeof timeZone === 'string' ? timeZone.trim() : null,
    week: Object.fromEntries(days.map((day) => [day, hours.safeParse(written[day]).data])),
    holidays: Array.isArray(holidays)
      ? holidays.slice(0, MOST_HOLIDAYS).map((holiday) => holidaySchema.safeParse(holiday).data ?? null)
      : [],
  };
}

function readFrames(reader: DesignReader, path: DesignPath, written: Hours): Frame[] {
  const text = Array.isArray(written) ? written.join(', ') : (written ?? '');
  const { frames, mistakes } = readHours(text);
  for (const message of mistakes) reader.report(path, { message, value: text, allowed: allowedHours });
  return frames;
}

function readHolidays(reader: DesignReader, written: readonly (WrittenHoliday | null)[]): Holiday[] {
  const seen = new Set<string>();
  return written.flatMap((holiday, index) => {
    if (!holiday) return [];
    const { date, name, hours: given } = holiday;
    const path = ['holidays', index, 'date'];
    if (!isDate(date))
      reader.report(path, {
        message: `there is no day ${date.slice(0, 40)}`,
        value: date,
        allowed: ['a day such as 2026-10-29'],
      });
    else if (seen.has(date)) reader.report(path, { message: `${date} stands twice`, value: date });
    seen.add(date);
    return [{ date, name, frames: readFrames(reader, ['holidays', index, 'hours'], given) }];
  });
}
