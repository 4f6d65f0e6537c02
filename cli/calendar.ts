import { Command } from 'commander';
import type { CalendarRow } from '../database/calendars.ts';
import { isOpen } from '../domain/calendar/is-open.ts';
import { sayWeek } from '../domain/calendar/say-week.ts';
import { writeCalendar } from '../domain/calendar/write-calendar.ts';
import { applyCalendar } from './calendar-apply.ts';
import { addToCalendar, betweenInCalendar, openInCalendar } from './calendar-ask.ts';
import { holidayInCalendar } from './calendar-holiday.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList } from './print.ts';
import { collectWhole, verb, withDesk } from './verb.ts';

/** `deskhand calendar …`: when the desk works. */
export function calendarCommand(): Command {
  const calendar = new Command('calendar').description('when the desk works');
  verb(calendar, 'list', 'all of them by name, and whether they are open now').action(withDesk(list));
  verb(calendar, 'show <calendar>', 'one of them, as a file that `apply` takes').action(withDesk(show));
  verb(calendar, 'apply', 'make or change one, by flags or from a YAML file')
    .option('-f, --file <file>', 'name, timeZone, week and holidays; - is the standard input')
    .option('--name <name>', 'what it is called')
    .option('--zone <zone>', 'its time zone, such as Europe/Istanbul')
    .option('--hours <hours>', '"mon-fri 09:00-12:30, 13:30-18:00" or "sun closed"; several are possible', collectWhole)
    .option('--holidays <file>', 'take the whole-day events of an .ics file as holidays')
    .action(withDesk(applyCalendar));
  verb(calendar, 'remove <calendar>', 'take one away that no chatbot asks').action(withDesk(remove));
  verb(calendar, 'holiday <calendar> <day>', 'a day with other hours, or none: a date, today or tomorrow')
    .option('--title <title>', 'why')
    .option('--hours <hours>', 'such as 09:00-13:00; none for a whole day off')
    .option('--remove', 'an ordinary day after all')
    .action(withDesk(holidayInCalendar));
  const time = 'a time such as 2026-11-23T09:00, in the zone of the calendar, or with Z or an offset';
  verb(calendar, 'open <calendar>', 'whether it is open, and until when')
    .option('--at <time>', `${time}; now by default`)
    .action(withDesk(openInCalendar));
  verb(calendar, 'add <calendar> <minutes>', 'when so many working minutes will have passed')
    .option('--from <time>', `${time}; now by default`)
    .action(withDesk(addToCalendar));
  verb(calendar, 'between <calendar> <from> <to>', `the working minutes between two times; ${time}`).action(
    withDesk(betweenInCalendar),
  );
  return calendar;
}

async function list(context: DeskContext): Promise<void> {
  const { listCalendars } = await import('../database/calendars.ts');
  const now = new Date().toISOString();
  printList(context, await listCalendars(context.database), {
    json: (calendar: CalendarRow) => ({ ...calendar, isOpen: isOpen(calendar, now) }),
    columns: [
      { title: 'Name', of: ({ name }) => name },
      { title: 'Zone', of: ({ timeZone }) => timeZone },
      { title: 'Now', of: (calendar) => (isOpen(calendar, now) ? 'open' : 'closed') },
      { title: 'Week', of: ({ week }) => sayWeek(week), maxCells: 70 },
      { title: 'Holidays', of: ({ holidays }) => holidays.filter(({ date }) => date >= now.slice(0, 10)).length },
    ],
    whenEmpty: 'No calendar: make one with `deskhand calendar apply`.',
  });
}

async function show(context: DeskContext, name: string): Promise<void> {
  const { findCalendar } = await import('../database/calendars.ts');
  const calendar = await findCalendar(context.database, name);
  printAnswer(context, calendar, writeCalendar(calendar).trimEnd());
}

async function remove(context: DeskContext, named: string): Promise<void> {
  const { findCalendar, removeCalendar } = await import('../database/calendars.ts');
  const { id, name } = await findCalendar(context.database, named);
  await removeCalendar(context.database, { id, actor: await context.owner(), now: new Date().toISOString() });
  printAnswer(context, { id, name, removed: true }, `Calendar ${name} is removed.`);
}
