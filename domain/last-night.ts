import { localTime, momentOf } from './calendar/local-time.ts';

const DAY_MILLISECONDS = 86_400_000;

/** The last time that the clocks of a zone showed 03:00, ISO: when what is done once a night is due. */
export function lastNight(timeZone: string, nowIso: string): string {
  const [today, yesterday] = [0, DAY_MILLISECONDS].map((ago) => {
    const day = localTime(timeZone, new Date(Date.parse(nowIso) - ago).toISOString()).slice(0, 10);
    return momentOf(timeZone, `${day}T03:00`);
  });
  return today! <= nowIso ? today! : yesterday!;
}
