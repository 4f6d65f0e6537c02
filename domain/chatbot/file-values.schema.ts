import { z } from 'zod';
import { durationExamples, readDuration, sayDuration } from './duration-words.ts';
import { ATTRIBUTE_NAME } from './fill-in.ts';

const LONGEST_TEXT = 4_000;
const LONGEST_LINE = 300;
const CONTROLS = /[^\P{Cc}\n\t]/u;
const THIRTY_DAYS = 30 * 86_400;

/** A text of one or several lines. */
export const text = z
  .string()
  .trim()
  .min(1)
  .max(LONGEST_TEXT)
  .refine((value) => !CONTROLS.test(value), 'has control characters');

/** A text of one line: labels, subjects, tags. */
export const line = text.max(LONGEST_LINE).refine((value) => !value.includes('\n'), 'must be one line');

/** Where a flow is named; whether there is such a flow is asked later. */
export const flowName = z.string().trim().min(1);

export const attributeName = z
  .string()
  .trim()
  .regex(ATTRIBUTE_NAME, 'is no attribute name: a letter, then letters, digits, dashes, dots and underscores');

/** A whole number; the file's values are all texts. */
export function count(min: number, max: number) {
  return z.string().transform((value, context) => {
    const number = /^\d{1,9}$/.test(value.trim()) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    context.addIssue({ code: 'custom', message: `must be a whole number from ${min} to ${max}` });
    return z.NEVER;
  });
}

/** A duration in words, as seconds. */
export function duration(minSeconds: number, maxSeconds = THIRTY_DAYS) {
  return z.string().transform((value, context) => {
    const seconds = readDuration(value);
    if (seconds !== null && seconds >= minSeconds && seconds <= maxSeconds) return seconds;
    const message =
      seconds === null
        ? `“${value.slice(0, 40)}” is no duration`
        : `must be from ${sayDuration(minSeconds)} to ${sayDuration(maxSeconds)}`;
    context.addIssue({ code: 'custom', message, params: { allowed: durationExamples } });
    return z.NEVER;
  });
}

/** The site's address without a path. */
export const origin = z.string().refine(isOrigin, {
  message: 'is no origin: a scheme and a host, without a path',
  params: { allowed: ['https://shop.example'] },
});

function isOrigin(value: string): boolean {
  return /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}
