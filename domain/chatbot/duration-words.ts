const LONGEST_WORDS = 100;
const unitSeconds = {
  second: 1,
  seconds: 1,
  saniye: 1,
  s: 1,
  minute: 60,
  minutes: 60,
  dakika: 60,
  min: 60,
  hour: 3600,
  hours: 3600,
  saat: 3600,
  h: 3600,
  day: 86_400,
  days: 86_400,
  gün: 86_400,
  gun: 86_400,
  d: 86_400,
};

export const durationExamples = ['90 seconds', '30 minutes', '2 hours', '1 day'];

/** Seconds of a duration in words, English or Turkish: `90 seconds`, `1 hour 30 minutes`, `2 saat`. Null when it is none. */
export function readDuration(text: string): number | null {
  const words = text.trim().toLowerCase();
  if (words.length > LONGEST_WORDS || !/^(\d{1,9}\s*\p{L}+\s*)+$/u.test(words)) return null;
  let seconds = 0;
  for (const [, count = '', unit = ''] of words.matchAll(/(\d+)\s*(\p{L}+)/gu)) {
    if (!Object.hasOwn(unitSeconds, unit)) return null;
    seconds += Number(count) * unitSeconds[unit as keyof typeof unitSeconds];
  }
  return seconds;
}

/** The other way round, in English: `1 hour 30 minutes`. */
export function sayDuration(seconds: number): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const unit of ['day', 'hour', 'minute', 'second'] as const) {
    const count = Math.floor(rest / unitSeconds[unit]);
    rest -= count * unitSeconds[unit];
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.join(' ') || '0 seconds';
}
