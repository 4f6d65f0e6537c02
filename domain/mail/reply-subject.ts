import { safeHeaderValue } from './header-value.ts';

const MAX_PREFIXES = 20;
const SUBJECT_MAX_LENGTH = 200;
/** Marks of answers and forwards that mail programs put in front, Turkish and German ones too. */
const PREFIX = /^\s*(re|ynt|yan|cvp|aw|antw|sv|fwd?|ilt|wg)\s*(\[\d{1,3}\])?\s*[:：]\s*/i;

/** `Re: the subject [#42]`: one mark of answer however often it went round, and the number by which answers thread. */
export function replySubject(subject: string, ticketNumber: number): string {
  return markedSubject('Re', subject, ticketNumber);
}

/** `Fwd: the subject [#42]`. */
export function forwardSubject(subject: string, ticketNumber: number): string {
  return markedSubject('Fwd', subject, ticketNumber);
}

function markedSubject(mark: string, subject: string, ticketNumber: number): string {
  const number = `[#${ticketNumber}]`;
  let bare = subject.slice(0, 1000).replaceAll(number, ' ').replace(/\s+/g, ' ').trim();
  for (let count = 0; count < MAX_PREFIXES && PREFIX.test(bare); count++) bare = bare.replace(PREFIX, '');
  // Cut here, so that the number survives the cut at the header's length.
  return [`${mark}:`, safeHeaderValue(bare, SUBJECT_MAX_LENGTH), number].filter(Boolean).join(' ');
}
