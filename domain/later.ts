import { DeskError } from './errors.ts';
import { fold } from './fold.ts';

const secondsOf: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * A moment to come as people type it: `2h`, `3d`, or a date or time (ISO; without a zone it is local time).
 * @returns ISO in UTC. @throws DeskError USAGE, INVALID_INPUT when it is past
 */
export function parseLater(typed: string, now: Date): string {
  const ahead = /^(\d{1,4})([mhdw])$/.exec(fold(typed.trim()));
  const at = ahead
    ? now.getTime() + Number(ahead[1]) * (secondsOf[ahead[2] ?? ''] ?? 0) * 1000
    : Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T09:00:00` : typed);
  const isTime = ahead !== null || /^\d{4}-\d{2}-\d{2}/.test(typed);
  if (!isTime || Number.isNaN(at)) throw new DeskError('USAGE', `${typed} is no time; try 2h, 3d or 2026-12-01T09:00`);
  if (at <= now.getTime()) throw new DeskError('INVALID_INPUT', `${typed} is not in the future`);
  return new Date(at).toISOString();
}
