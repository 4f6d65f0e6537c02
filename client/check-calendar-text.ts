import type { Calendar } from '../domain/calendar/calendar.ts';
import { readCalendar } from '../domain/calendar/read-calendar.ts';
import { describeProblem, type DesignProblem } from '../domain/design/problem.ts';
import { DeskError } from '../domain/errors.ts';

const MOST_TOLD = 100;

/**
 * Reads a calendar as somebody wrote it.
 * @returns it, the .ics file that more holidays come from, and warnings
 * @throws DeskError DESIGN_INVALID telling every problem at its line; `details.problems` has them as data
 */
export function checkCalendarText(text: string): {
  calendar: Calendar;
  holidaysFrom: string | null;
  warnings: DesignProblem[];
} {
  const { calendar, holidaysFrom, problems } = readCalendar(text);
  if (calendar) return { calendar, holidaysFrom, warnings: problems };
  const lines = problems.slice(0, MOST_TOLD).map((problem) => `  ${describeProblem(problem)}`);
  const more = problems.length > MOST_TOLD ? [`  and ${problems.length - MOST_TOLD} more`] : [];
  const head = `the calendar has ${problems.length} mistake${problems.length === 1 ? '' : 's'}`;
  throw new DeskError('DESIGN_INVALID', [head, ...lines, ...more].join('\n'), { details: { problems } });
}
