import { storableText } from '../storable-text.ts';

/** Longest value of an attribute that takes a text, and of any other. */
export const LONGEST_TEXT = 4000;
export const LONGEST_VALUE = 200;

/** Line feeds stay, and tabs. */
const CONTROLS = /[^\P{Cc}\n\t]/gu;

/** What a visitor wrote, to be kept as a text of at most so many characters: no control characters, ends trimmed. */
export function cleanWords(text: string, longest: number): string {
  const plain = storableText(text).replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '').trim();
  return cut(plain, longest);
}

/** The same on one line. */
export function cleanLine(text: string, longest: number): string {
  return cut(cleanWords(text, Infinity).replaceAll(/\s+/gu, ' '), longest);
}

/** Never leaves half a character behind. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return text
    .slice(0, longest)
    .replace(/[\uD800-\uDBFF]$/u, '')
    .trimEnd();
}
