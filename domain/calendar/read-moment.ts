import { DeskError } from '../errors.ts';

/** The years that zones and calendars say something sensible about. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2300, 0, 1);

/** An ISO time in milliseconds. @throws DeskError INVALID_INPUT when it is none, or not from 1900 to 2299 */
export function readMoment(iso: string): number {
  const timeMs = Date.parse(iso);
  if (timeMs >= EARLIEST && timeMs < LATEST) return timeMs;
  throw new DeskError('INVALID_INPUT', `${iso} is no time from 1900 to 2299, such as 2026-11-23T09:00:00Z`);
}
