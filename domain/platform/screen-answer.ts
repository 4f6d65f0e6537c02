import { fold } from '../fold.ts';
import { findContactDetail } from './find-contact-detail.ts';

/**
 * Why a platform that reviews answers would refuse this one; null when nothing speaks against it.
 * @param forbiddenWords words and phrases of the desk's own list, in any spelling
 */
export function screenAnswer(text: string, forbiddenWords: readonly string[]): string | null {
  const contact = findContactDetail(text);
  if (contact) return `it holds ${contact.what} (${contact.found}); the platform refuses contact details`;
  const word = findForbiddenWord(text, forbiddenWords);
  return word === null ? null : `it holds "${word}", which is on the list of forbidden words`;
}

/** A whole word, however it is spelt: İADE, iade and Iade are one. */
function findForbiddenWord(text: string, forbiddenWords: readonly string[]): string | null {
  const words = ` ${bareWords(text)} `;
  return forbiddenWords.find((word) => bareWords(word) !== '' && words.includes(` ${bareWords(word)} `)) ?? null;
}

/** Folded, its words parted by single blanks; what is not seen, and what only decorates, is left out. */
function bareWords(text: string): string {
  return fold(text.normalize('NFKC').replaceAll(/\p{Cf}/gu, ''))
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
