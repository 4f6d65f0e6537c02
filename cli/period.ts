import { DeskError } from '../domain/errors.ts';

const secondsOf: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * A period as people type it: its ends are `7d` (so long ago), a day, which counts whole, or a time (ISO; without a zone
 * it is local time).
 * @returns ISO in UTC, `to` excluded and never after now
 * @throws DeskError USAGE for what is no time, INVALID_INPUT when it ends before it begins
 */
export function parsePeriod(typed: { from: string; to: string | undefined }, now: Date): { from: string; to: string } {
  const from = momentOf(typed.from, { now, isEnd: false });
  const to = Math.min(typed.to === undefined ? now.getTime() : momentOf(typed.to, { now, isEnd: true }), now.getTime());
  if (from >= to) throw new DeskError('INVALID_INPUT', `${typed.from} is not before ${typed.to ?? 'now'}`);
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function momentOf(typed: string, { now, isEnd }: { now: Date; isEnd: boolean }): number {
  const ago = /^(\d{1,4})([mhdw])$/.exec(typed);
  if (ago) return now.getTime() - Number(ago[1]) * (secondsOf[ago[2] ?? ''] ?? 0) * 1000;
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(typed);
  if (day) return dayOf(typed, { number: Number(day[3]), isEnd });
  const at = /^\d{4}-\d{2}-\d{2}T/.test(typed) ? Date.parse(typed) : Number.NaN;
  if (Number.isNaN(at)) throw noTime(typed);
  return at;
}

/** Its first moment, or that of the next day. */
function dayOf(typed: string, { number, isEnd }: { number: number; isEnd: boolean }): number {
  const day = new Date(`${typed}T00:00:00`);
  // 2026-02-31 would be read as a day of March.
  if (day.getDate() !== number) throw noTime(typed);
  return isEnd ? day.setDate(number + 1) : day.getTime();
}

function noTime(typed: string): DeskError {
  return new DeskError('USAGE', `${typed} is no time; try 7d, 12h, 2026-11-01 or 2026-11-01T09:00`);
}
