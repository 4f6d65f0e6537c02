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

const fileSchema = z.strictObject(
  {
    name: oneLine(100),
    timeZone: oneLine(64),
    week: z.strictObject(Object.fromEntries(days.map((day) => [day, hours.optional()])), 'must name days and hours'),
    holidays: z
      .array(
        z.strictObject({
          date: z.string('must be a date such as 2026-10-29'),
          name: oneLine(200),
          hours: hours.optional(),
        }),
        'must be a list of dates and names',
      )
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
  const file = reader.problems.length > 0 ? null : checkDesign(reader, { value, schema: fileSchema });
  if (!file) return { calendar: null, holidaysFrom: null, problems: reader.problems };
  if (!isZone(file.timeZone))
    reader.report(['timeZone'], {
      message: `there is no time zone ${file.timeZone}`,
      value: file.timeZone,
      allowed: zonesLike(file.timeZone),
    });
  const calendar: Calendar = {
    name: file.name.replace(/\s+/gu, ' '),
    timeZone: file.timeZone,
    week: days.map((day) => readFrames(reader, ['week', day], file.week[day])),
    holidays: readHolidays(reader, file.holidays ?? []),
  };
  const isGood = reader.problems.length === 0;
  if (isGood && calendar.week.every((frames) => frames.length === 0))
    reader.report(['week'], { message: 'the desk never works by this calendar', isWarning: true });
  return { calendar: isGood ? calendar : null, holidaysFrom: file.holidaysFrom, problems: reader.problems };
}

function readFrames(reader: DesignReader, path: DesignPath, written: string | string[] | null | undefined): Frame[] {
  const text = Array.isArray(written) ? written.join(', ') : (written ?? '');
  const { frames, mistakes } = readHours(text);
  for (const message of mistakes) reader.report(path, { message, value: text, allowed: allowedHours });
  return frames;
}

function readHolidays(
  reader: DesignReader,
  written: { date: string; name: string; hours?: string | string[] | null }[],
): Holiday[] {
  const seen = new Set<string>();
  const holidays = written.map(({ date, name, hours: given }, index) => {
    const path = ['holidays', index, 'date'];
    if (!isDate(date))
      reader.report(path, {
        message: `there is no day ${date.slice(0, 40)}`,
        value: date,
        allowed: ['a day such as 2026-10-29'],
      });
    else if (seen.has(date)) reader.report(path, { message: `${date} stands twice`, value: date });
    seen.add(date);
    return { date, name, frames: readFrames(reader, ['holidays', index, 'hours'], given) };
  });
  return holidays.toSorted((a, b) => a.date.localeCompare(b.date));
}
