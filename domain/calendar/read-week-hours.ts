import type { Frame } from './calendar.ts';
import { days } from './days.ts';
import { readHours } from './read-hours.ts';

const everyDay = /^(daily|every day)\b/i;

/**
 * The hours of several days as people type them: `mon-fri 09:00-18:00`, `sat,sun 10:00-12:30, 13:00-16:00`,
 * `daily 00:00-24:00`, `sunday closed`.
 * @returns the indices of the days (Monday is 0) and their frames, and everything that is wrong
 */
export function readWeekHours(text: string): { dayIndices: number[]; frames: Frame[]; mistakes: string[] } {
  const typed = text.trim().replace(everyDay, 'mon-sun');
  const [, daysText = '', hoursText = ''] = /^([\p{L},\s-]*?)\s*(\d.*|closed)$/iu.exec(typed) ?? [];
  const dayIndices = readDays(daysText);
  if (!dayIndices)
    return { dayIndices: [], frames: [], mistakes: [`"${text.slice(0, 60)}" is no "mon-fri 09:00-18:00"`] };
  return { dayIndices, ...readHours(hoursText) };
}

function readDays(text: string): number[] | null {
  const indices = text
    .toLowerCase()
    .split(',')
    .map((part) => {
      const [from, to, ...more] = part.split('-').map((word) => dayIndex(word.trim()));
      if (from === undefined || from < 0 || more.length > 0) return null;
      if (to === undefined) return [from];
      return to < 0 ? null : Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => (from + index) % 7);
    });
  return indices.every((part) => part !== null) ? [...new Set(indices.flat())] : null;
}

function dayIndex(word: string): number {
  return word.length < 2 ? -1 : days.findIndex((day) => day.startsWith(word));
}
