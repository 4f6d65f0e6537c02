import { stringify } from 'yaml';
import type { Calendar } from './calendar.ts';
import { days } from './days.ts';
import { sayHours } from './read-hours.ts';

/** A calendar as a file that `readCalendar` reads back the same. */
export function writeCalendar({ name, timeZone, week, holidays }: Calendar): string {
  return stringify({
    name,
    timeZone,
    week: Object.fromEntries(days.map((day, index) => [day, sayHours(week[index] ?? [])])),
    holidays: holidays.map((holiday) => ({
      date: holiday.date,
      name: holiday.name,
      ...(holiday.frames.length > 0 ? { hours: sayHours(holiday.frames) } : {}),
    })),
  });
}
