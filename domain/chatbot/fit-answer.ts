import { isAddress } from '../mail/is-address.ts';
import { cleanLine, cleanWords, LONGEST_TEXT, LONGEST_VALUE } from './clean-words.ts';
import type { AskedKind } from './flow.ts';

const LONGEST_NAME = 100;

/** The answer as it is kept, or null when it does not fit what was asked. */
export function fitAnswer(what: AskedKind, text: string): string | null {
  switch (what) {
    case 'text':
      return cleanWords(text, LONGEST_TEXT) || null;
    case 'name':
      return fitName(text);
    case 'email':
      return fitEmail(text);
    case 'phone':
      return fitPhone(text);
  }
}

function fitName(text: string): string | null {
  const name = cleanLine(text, LONGEST_VALUE);
  return name.length <= LONGEST_NAME && /\p{L}/u.test(name) && !name.includes('@') ? name : null;
}

const BEFORE_ADDRESS = /^(?:[<([{"'“‘]|mailto:)+/iu;
const AFTER_ADDRESS = /[>)\]}"'”’.,;:!?]+$/u;

/**
 * One e-mail address, out of whatever stands around it: `mailto:`, angle brackets, a full stop, a sentence. Two
 * addresses are none: which is meant is not known.
 */
export function fitEmail(text: string): string | null {
  const found = cleanLine(text, LONGEST_TEXT)
    .split(' ')
    .map((word) => word.replace(BEFORE_ADDRESS, '').replace(AFTER_ADDRESS, ''))
    .filter((word) => word.includes('@'));
  const [address] = found;
  if (found.length !== 1 || address === undefined || address.length > LONGEST_VALUE) return null;
  // What nobody can see in an address is not part of it.
  return isAddress(address) && !/\p{C}/u.test(address) ? address : null;
}

/** Digits, with a plus before them where it came with one; separators go. Null unless there are 7 to 15 digits. */
export function fitPhone(text: string): string | null {
  const typed = cleanLine(text, LONGEST_VALUE).normalize('NFKC').replace(/^tel:/iu, '').trim();
  if (!/^\+?[\d\s().\-–/]+$/u.test(typed)) return null;
  const digits = typed.replaceAll(/\D/gu, '');
  const isInternational = typed.startsWith('+') || digits.startsWith('00');
  const number = isInternational ? digits.replace(/^00/u, '') : digits;
  if (number.length < 7 || number.length > 15) return null;
  return isInternational ? `+${number}` : number;
}
