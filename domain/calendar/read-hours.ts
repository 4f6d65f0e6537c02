import type { Frame } from './calendar.ts';

const MOST_FRAMES = 24;
const closedWords = new Set(['', 'closed', 'none']);
export const allowedHours = ['09:00-18:00', '09:00-12:30, 13:30-18:00', '00:00-24:00', 'closed'];

/**
 * The frames of a day as people write them: `09:00-12:30, 13:30-18:00`, `00:00-24:00` for the whole day, `closed` for
 * none. They may stand in any order; frames that touch become one.
 * @returns the frames, and everything that is wrong, in words
 */
export function readHours(text: string): { frames: Frame[]; mistakes: string[] } {
  if (closedWords.has(text.trim().toLowerCase())) return { frames: [], mistakes: [] };
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length > MOST_FRAMES) return { frames: [], mistakes: [`a day has at most ${MOST_FRAMES} frames`] };
  const read = parts.map(readFrame);
  const mistakes = read.filter((frame) => typeof frame === 'string');
  if (mistakes.length > 0) return { frames: [], mistakes };
  return join(read.filter((frame) => typeof frame !== 'string'));
}

function readFrame(text: string): Frame | string {
  const match = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/u.exec(text);
  if (!match) return `"${text.slice(0, 40)}" is no frame of hours`;
  const [, fromHour, fromMinutes, toHour, toMinutes] = match.map(Number) as [number, number, number, number, number];
  const fromMinute = fromHour * 60 + fromMinutes;
  const toMinute = toHour * 60 + toMinutes;
  if (fromMinutes > 59 || toMinutes > 59 || fromMinute > 1440 || toMinute > 1440)
    return `"${text}" has a time that no clock shows; a day ends at 24:00`;
  if (fromMinute === toMinute) return `"${text}" is empty; the whole day is 00:00-24:00`;
  if (fromMinute > toMinute)
    return `"${text}" ends before it begins; split it at midnight: ${sayTime(fromMinute)}-24:00 here${toMinute > 0 ? `, and 00:00-${sayTime(toMinute)} on the next day` : ''}`;
  return { fromMinute, toMinute };
}

function join(frames: Frame[]): { frames: Frame[]; mistakes: string[] } {
  const joined: Frame[] = [];
  const mistakes: string[] = [];
  for (const frame of frames.toSorted((a, b) => a.fromMinute - b.fromMinute)) {
    const last = joined.at(-1);
    if (last && frame.fromMinute < last.toMinute) mistakes.push(`${sayHours([frame])} overlaps ${sayHours([last])}`);
    if (last && frame.fromMinute <= last.toMinute) last.toMinute = Math.max(last.toMinute, frame.toMinute);
    else joined.push({ ...frame });
  }
  return mistakes.length > 0 ? { frames: [], mistakes } : { frames: joined, mistakes };
}

/** Frames as people write them; `closed` for none. */
export function sayHours(frames: readonly Frame[]): string {
  return frames.map(({ fromMinute, toMinute }) => `${sayTime(fromMinute)}-${sayTime(toMinute)}`).join(', ') || 'closed';
}

function sayTime(minute: number): string {
  const two = (count: number) => String(count).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
