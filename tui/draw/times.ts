const formats = new Map<string, Intl.DateTimeFormat>();

/** How long ago, in the largest unit: 40s, 12m, 5h, 3d, 8w. */
export function ageText(at: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return seconds < 70 * 86_400 ? `${Math.floor(seconds / 86_400)}d` : `${Math.floor(seconds / 604_800)}w`;
}

/** How long is left, in the largest unit that says it: 50m, 20h, 6d; empty when it is over. */
export function leftText(until: string, now: number): string {
  const minutes = Math.floor((Date.parse(until) - now) / 60_000);
  if (minutes < 0) return '';
  if (minutes < 60) return `${minutes}m`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}h` : `${Math.floor(minutes / 1440)}d`;
}

/** Day and time: 23 Nov 09:02; with the year instead of the time when it is another. */
export function shortTime(at: string, of: { timeZone: string; now: number }): string {
  const part = partsOf(at, of.timeZone);
  const thisYear = partsOf(new Date(of.now).toISOString(), of.timeZone)('year');
  const day = `${part('day')} ${part('month')}`;
  return part('year') === thisYear ? `${day} ${part('hour')}:${part('minute')}` : `${day} ${part('year')} `;
}

/** Everything: 23 Nov 2026 09:02. */
export function fullTime(at: string, timeZone: string): string {
  const part = partsOf(at, timeZone);
  return `${part('day')} ${part('month')} ${part('year')} ${part('hour')}:${part('minute')}`;
}

/** The time of day with seconds: 09:02:31. */
export function clockTime(at: string | number, timeZone: string): string {
  const part = partsOf(new Date(at).toISOString(), timeZone);
  return `${part('hour')}:${part('minute')}:${part('second')}`;
}

function partsOf(at: string, timeZone: string): (type: string) => string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      day: '2-digit',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = format.formatToParts(new Date(at));
  return (type) => parts.find((part) => part.type === type)?.value.slice(0, type === 'month' ? 3 : 4) ?? '';
}
