import type { Calendar } from './calendar.ts';
import { days } from './days.ts';
import { sayHours } from './read-hours.ts';

/** A week in one line: `Mon-Fri 09:00-18:00; Sat 10:00-14:00`; days on which nobody works are left out. */
export function sayWeek(week: Calendar['week']): string {
  const runs: { from: number; to: number; hours: string }[] = [];
  for (const index of days.keys()) {
    const hours = sayHours(week[index] ?? []);
    const last = runs.at(-1);
    if (last?.hours === hours) last.to = index;
    else runs.push({ from: index, to: index, hours });
  }
  const said = runs
    .filter(({ hours }) => hours !== 'closed')
    .map(({ from, to, hours }) => `${short(from)}${to > from ? `-${short(to)}` : ''} ${hours}`);
  return said.join('; ') || 'never';
}

function short(index: number): string {
  const day = days[index] ?? '';
  return `${day.slice(0, 1).toUpperCase()}${day.slice(1, 3)}`;
}
