import { cutToCells } from './cell-width.ts';

/**
 * Text that a terminal only draws: no control character, nothing invisible, nothing that terminals measure in
 * different ways. What a customer wrote becomes this at the edge of the screen. Controls are shown as pictures and not
 * removed, so an operator sees that a message held them; invisible characters are dropped and can be counted.
 */
export type SafeText = string & { readonly isSafe: unique symbol };

const MAX_BLOCK_LENGTH = 200_000;
const MAX_LINE_LENGTH = 2_000;
const MAX_MARKS = 4;
const TAB_WIDTH = 8;

/** One line: white space of any kind becomes one blank. At most so many cells (default 200), then an ellipsis. */
export function safeLine(text: string | null | undefined, maxCells = 200): SafeText {
  const shortened = (text ?? '').slice(0, Math.max(400, maxCells * 6));
  const line = scan(shortened.replace(/\s+/gu, ' ')).text.trim();
  const cut = cutToCells(line, maxCells);
  if (cut.text.length === line.length) return line as SafeText;
  return `${cutToCells(line, Math.max(0, maxCells - 1)).text}…` as SafeText;
}

/** Several lines, parted by line feeds. At most 200,000 characters, each line at most 2,000. */
export function safeBlock(text: string | null | undefined): SafeText {
  const whole = text ?? '';
  const shortened = whole.slice(0, MAX_BLOCK_LENGTH).replace(/\r\n?/g, '\n');
  const lines = scan(shortened).text.split('\n').map(shortenLine);
  if (whole.length > MAX_BLOCK_LENGTH) lines.push('[the rest is not shown]');
  return lines.join('\n') as SafeText;
}

/** How many invisible characters a text holds: direction changes, zero-width characters, tags. More than none is worth a warning. */
export function countHidden(text: string | null | undefined): number {
  return scan((text ?? '').slice(0, MAX_BLOCK_LENGTH)).hiddenCount;
}

function shortenLine(line: string): string {
  return line.length <= MAX_LINE_LENGTH ? line : `${[...line].slice(0, MAX_LINE_LENGTH).join('')}…`;
}

const PLAIN = /^[\n\u0020-\u007e]*$/;
const MARK = /\p{M}/u;
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u;
/** They only choose how the emoji before them looks; terminals disagree on the width of the pair. */
const EMOJI_VARIANT = /[\ufe00-\ufe0f\u20e3]|\p{Emoji_Modifier}/u;
const EMOJI = /\p{Extended_Pictographic}/u;
const NOT_A_CHARACTER = /[\p{Cs}\p{Noncharacter_Code_Point}]/u;
const ZERO_WIDTH_JOINER = '\u200d';

/** One pass by code point. Sequences are not matched: nothing can hide behind a malformed one. */
function scan(text: string): { text: string; hiddenCount: number } {
  if (PLAIN.test(text)) return { text, hiddenCount: 0 };
  let safe = '';
  let column = 0;
  let hiddenCount = 0;
  let markCount = 0;
  let followsEmoji = false;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x20 && code < 0x7f) {
      safe += character;
      column += 1;
      markCount = 0;
      followsEmoji = false;
      continue;
    }
    const drawn = picture(code, column) ?? drawSpecial(character, { followsEmoji, markCount });
    if (drawn === null) {
      if (!isPartOfEmoji(character, followsEmoji) && !MARK.test(character)) hiddenCount += 1;
      continue;
    }
    markCount = MARK.test(character) ? markCount + 1 : 0;
    if (markCount === 0) followsEmoji = EMOJI.test(character);
    column = drawn === '\n' ? 0 : column + drawn.length;
    safe += drawn;
  }
  return { text: safe, hiddenCount };
}

/** What stands for a control character, or null for any other. */
function picture(code: number, column: number): string | null {
  if (code === 0x0a) return '\n';
  if (code === 0x09) return ' '.repeat(TAB_WIDTH - (column % TAB_WIDTH));
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  // An 8-bit control is the escape character and a letter in one.
  if (code >= 0x80 && code < 0xa0) return `\u241b${String.fromCodePoint(code - 0x40)}`;
  return null;
}

/** The character, a replacement, or null when it is not drawn. */
function drawSpecial(character: string, before: { followsEmoji: boolean; markCount: number }): string | null {
  if (NOT_A_CHARACTER.test(character)) return '\ufffd';
  if (isPartOfEmoji(character, before.followsEmoji) || INVISIBLE.test(character)) return null;
  if (MARK.test(character) && before.markCount >= MAX_MARKS) return null;
  return character;
}

/** Joined and tinted emoji are drawn one by one, in their plain form: so their width is the same everywhere. */
function isPartOfEmoji(character: string, followsEmoji: boolean): boolean {
  return EMOJI_VARIANT.test(character) || (followsEmoji && character === ZERO_WIDTH_JOINER);
}
