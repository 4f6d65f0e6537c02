import type { PlatformItem } from './platform-item.ts';

const MOST_LETTERS = 80;
const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** What a comment or question is called in lists: its own first line, cut; the place where it stands when it has no words. */
export function commentSubject({ text, place }: Pick<PlatformItem, 'text' | 'place'>): string | null {
  const line = text
    .split(/[\n\r\u2028\u2029]/u)
    .map((part) => part.replaceAll(/\s+/gu, ' ').trim())
    .find((part) => part !== '');
  return line ? cut(line) : (place?.title ?? null);
}

/** Never through the middle of what is one letter to who reads it. */
function cut(line: string): string {
  // A letter may be many characters long, but none that anybody means is longer than this.
  const found = [...letters.segment(line.slice(0, MOST_LETTERS * 30))].map(({ segment }) => segment);
  return found.length > MOST_LETTERS ? `${found.slice(0, MOST_LETTERS - 1).join('')}…` : found.join('');
}
