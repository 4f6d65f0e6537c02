import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { IcsHolidays } from '../channels/calendar/read-ics.ts';
import type { Calendar, Holiday } from '../domain/calendar/calendar.ts';
import { isZone, zonesLike } from '../domain/calendar/check-zone.ts';
import { days } from '../domain/calendar/days.ts';
import { MOST_HOLIDAYS } from '../domain/calendar/read-calendar.ts';
import { readWeekHours } from '../domain/calendar/read-week-hours.ts';
import { sayWeek } from '../domain/calendar/say-week.ts';
import { describeProblem } from '../domain/design/problem.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import type { DeskContext } from './context.ts';
import { printAnswer } from './print.ts';

/** Yearly holidays of an .ics file are written out for so long. */
const YEARS_AHEAD = 5;

interface ApplyFlags {
  file?: string;
  name?: string;
  zone?: string;
  hours?: string[];
  holidays?: string;
}

/** A calendar that is to be, the .ics files that more holidays come from, and what is to be told. */
interface Wish {
  calendar: Calendar;
  /** Of the calendar that flags change; a file replaces whatever is there. */
  seenVersion?: number;
  icsFiles: string[];
  warnings: string[];
}

/** `calendar apply`: makes or changes a calendar. What a file or flag says of a day outdoes what an .ics file says. */
export async function applyCalendar(context: DeskContext, flags: ApplyFlags): Promise<void> {
  const { calendar, seenVersion, icsFiles, warnings } =
    flags.file === undefined ? await fromFlags(context, flags) : await fromFile(flags);
  for (const file of icsFiles) warnings.push(...(await addHolidays(calendar, file)));
  const { saveCalendar } = await import('../database/calendars.ts');
  const actor = await context.owner();
  const saved = await saveCalendar(context.database, { calendar, seenVersion, actor, now: new Date().toISOString() });
  const { name, timeZone, week, holidays } = calendar;
  const sentence = saved.isChanged
    ? `Calendar ${name} is saved as version ${saved.version}: ${sayWeek(week)} (${timeZone}), ${holidays.length} holidays.`
    : `Calendar ${name} is as it was, version ${saved.version}.`;
  printAnswer(context, { ...saved, name, holidays: holidays.length, warnings }, [sentence, ...warnings].join('\n'));
}

async function fromFile({ file = '-', name, zone, hours, holidays }: ApplyFlags): Promise<Wish> {
  if (name !== undefined || zone !== undefined || hours !== undefined)
    throw new DeskError('USAGE', '--file says name, zone and hours; give either the file or the flags');
  const { readText } = await import('./read-text.ts');
  const { checkCalendarText } = await import('../client/check-calendar-text.ts');
  const read = checkCalendarText(await readText(undefined, file));
  const folder = file === '-' ? '.' : dirname(file);
  const named = read.holidaysFrom === null ? [] : [resolve(folder, read.holidaysFrom)];
  return {
    calendar: read.calendar,
    icsFiles: holidays === undefined ? named : [...named, holidays],
    warnings: read.warnings.map(describeProblem),
  };
}

async function fromFlags(context: DeskContext, { name, zone, hours, holidays }: ApplyFlags): Promise<Wish> {
  if (name === undefined) throw new DeskError('USAGE', 'say which calendar: --name, or --file');
  const { listCalendars } = await import('../database/calendars.ts');
  const known = (await listCalendars(context.database)).find((row) => fold(row.name) === fold(name.trim()));
  const timeZone = zone ?? known?.timeZone;
  if (timeZone === undefined) throw new DeskError('USAGE', `${name} is new: say its --zone, such as Europe/Istanbul`);
  if (!isZone(timeZone))
    throw new DeskError(
      'INVALID_INPUT',
      `there is no time zone ${timeZone}; there are such as ${zonesLike(timeZone).join(', ')}`,
    );
  const week = weekOf(known?.week, hours ?? []);
  const calendar = { name: known?.name ?? name, timeZone, week, holidays: known?.holidays ?? [] };
  const isIdle = week.every((frames) => frames.length === 0);
  return {
    calendar,
    seenVersion: known?.version ?? 0,
    icsFiles: holidays === undefined ? [] : [holidays],
    warnings: isIdle ? ['warning: the desk never works by this calendar; give --hours'] : [],
  };
}

/** The days that are named get the hours given, the others keep theirs. */
function weekOf(known: Calendar['week'] | undefined, given: string[]): Calendar['week'] {
  const week = days.map((_, index) => known?.[index] ?? []);
  const seen = new Set<number>();
  for (const text of given) {
    const { dayIndices, frames, mistakes } = readWeekHours(text);
    if (mistakes.length > 0) throw new DeskError('USAGE', `--hours ${text}: ${mistakes.join('; ')}`);
    for (const index of dayIndices) {
      if (seen.has(index))
        throw new DeskError(
          'USAGE',
          `--hours names ${days[index]} twice; write "${days[index]} 09:00-12:30, 13:30-18:00"`,
        );
      seen.add(index);
      week[index] = frames;
    }
  }
  return week;
}

/** Adds the holidays of an .ics file to the days that have none yet. @returns what is to be told */
async function addHolidays(calendar: Calendar, path: string): Promise<string[]> {
  const { readIcs } = await import('../channels/calendar/read-ics.ts');
  const year = new Date().getUTCFullYear();
  const read = readIcs(await readBytes(path), { from: `${year - 1}-01-01`, to: `${year + YEARS_AHEAD}-12-31` });
  const known = new Set(calendar.holidays.map(({ date }) => date));
  const added = read.holidays.filter(({ date }) => !known.has(date));
  const all: Holiday[] = [...calendar.holidays, ...added].toSorted((a, b) => a.date.localeCompare(b.date));
  if (all.length > MOST_HOLIDAYS)
    throw new DeskError('INVALID_INPUT', `with ${path} there are more than ${MOST_HOLIDAYS} holidays`);
  calendar.holidays = all;
  return [`${added.length} holidays added from ${path}, until ${year + YEARS_AHEAD}`, ...leftOut(read)];
}

function leftOut({ timedCount, leftOut: events }: IcsHolidays): string[] {
  const timed = timedCount > 0 ? [`events with a time of day, left out: ${timedCount}`] : [];
  return [...timed, ...events.slice(0, 20).map(({ name, reason }) => `left out: ${name}: ${reason}`)];
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new DeskError('NOT_FOUND', `${path} cannot be read`, { cause });
  }
}
