import type { Calendar } from '../domain/calendar/calendar.ts';
import { days } from '../domain/calendar/days.ts';
import { sayHours } from '../domain/calendar/read-hours.ts';

/** The week in few lines, days with the same hours together: `Mon-Fri 09:00-18:00`. */
export function calendarWords({ week, holidays }: Calendar): string[] {
  const spans: { from: number; to: number; hours: string }[] = [];
  for (const [index, frames] of week.entries()) {
    const last = spans.at(-1);
    const hours = sayHours(frames);
    if (last?.hours === hours) last.to = index;
    else spans.push({ from: index, to: index, hours });
  }
  const count = holidays.length;
  return [
    spans
      .map(({ from, to, hours }) => `${from === to ? dayName(from) : `${dayName(from)}-${dayName(to)}`} ${hours}`)
      .join(', '),
    ...(count > 0 ? [`${count} holiday${count === 1 ? '' : 's'}`] : []),
  ];
}

function dayName(index: number): string {
  const day = days[index] ?? '';
  return day.charAt(0).toUpperCase() + day.slice(1, 3);
}
