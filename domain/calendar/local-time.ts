import { DeskError } from '../errors.ts';
import { isDate } from './is-date.ts';
import { readMoment } from './read-moment.ts';
import { zoneOffsets } from './zone-offsets.ts';

const DAY = 86_400_000;

/** What the clock on the wall shows: `2026-11-23T18:00:00.000`. @throws DeskError INVALID_INPUT */
export function localTime(timeZone: string, momentIso: string): string {
  const momentMs = readMoment(momentIso);
  return new Date(momentMs + offsetAt(timeZone, momentMs)).toISOString().slice(0, -1);
}

/**
 * The moment that a person means: ISO with its offset, or without one what the wall clock of the zone shows. Of a time
 * that comes twice the first is taken; a time that the clocks skip is as much later as they skip.
 * @throws DeskError INVALID_INPUT
 */
export function momentOf(timeZone: string, typed: string): string {
  const text = typed.trim().replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T');
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?)?$/.test(text)) {
    if (!/(Z|[+-]\d{2}:?\d{2})$/i.test(text))
      throw new DeskError('INVALID_INPUT', `${typed} is no time such as 2026-11-23T09:00 or 2026-11-23T09:00:00Z`);
    return new Date(readMoment(text)).toISOString();
  }
  if (!isDate(text.slice(0, 10)))
    throw new DeskError('INVALID_INPUT', `there is no day ${text.slice(0, 10)} from 1900 to 2299`);
  const wallMs = readMoment(text.includes('T') ? `${text}Z` : `${text}T00:00Z`);
  const before = offsetAt(timeZone, wallMs - DAY);
  const after = offsetAt(timeZone, wallMs + DAY);
  const fits = [wallMs - before, wallMs - after].filter((timeMs) => timeMs + offsetAt(timeZone, timeMs) === wallMs);
  return new Date(fits.length > 0 ? Math.min(...fits) : wallMs - before).toISOString();
}

function offsetAt(timeZone: string, timeMs: number): number {
  const [span] = zoneOffsets(timeZone, timeMs, timeMs + 1);
  return span?.offsetMs ?? 0;
}
