import { addWorkingMinutes } from '../calendar/add-working-minutes.ts';
import type { Calendar, Frame } from '../calendar/calendar.ts';

const BUSINESS_DAYS = 3;
const DAY_MINUTES = 1440;
const wholeDay: Frame[] = [{ fromMinute: 0, toMinute: DAY_MINUTES }];

/** What the platform counts by, as far as it says so: from Monday to Friday, on the clocks of the shops. */
const weekdays: Calendar = {
  name: 'weekdays',
  timeZone: 'Europe/Istanbul',
  week: [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? wholeDay : [])),
  holidays: [],
};

/**
 * The last moment to answer a question: three business days after it was asked (docs/platforms.md §3). A day of the
 * calendar on which the desk works at all counts as a whole one.
 * @param calendar the desk's own, for its holidays; null for every Monday to Friday
 * @returns null when the calendar has no such days within two years
 */
export function answerBy(askedAt: string, calendar: Calendar | null): string | null {
  const days = calendar ? wholeDays(calendar) : weekdays;
  return addWorkingMinutes(days, askedAt, BUSINESS_DAYS * DAY_MINUTES);
}

function wholeDays(calendar: Calendar): Calendar {
  const whole = (frames: Frame[]) => (frames.length > 0 ? wholeDay : []);
  return {
    ...calendar,
    week: calendar.week.map(whole),
    holidays: calendar.holidays.map((holiday) => ({ ...holiday, frames: whole(holiday.frames) })),
  };
}
