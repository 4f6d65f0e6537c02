/**
 * How many cells of a terminal a safe text takes. Counted by code point: safe text holds no sequences that terminals
 * join in different ways, so the sum is what every terminal draws.
 */
export function cellWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text's beginning that fits into so many cells, and how many it takes. Never parts a letter from its marks. */
export function cutToCells(text: string, cells: number): { text: string; width: number } {
  if (isPlain(text)) {
    const cut = text.length > cells ? text.slice(0, Math.max(0, cells)) : text;
    return { text: cut, width: cut.length };
  }
  let width = 0;
  let end = 0;
  for (const character of text) {
    const next = characterWidth(character);
    if (width + next > cells) break;
    width += next;
    end += character.length;
  }
  return { text: text.slice(0, end), width };
}

/** Exactly so many cells: filled with blanks, or cut with the ellipsis given. */
export function fitToCells(text: string, cells: number, ellipsis = '…'): string {
  if (cells <= 0) return '';
  const width = cellWidth(text);
  if (width <= cells) return text + ' '.repeat(cells - width);
  const room = Math.max(0, cells - cellWidth(ellipsis));
  const cut = cutToCells(text, room);
  return cut.text + (cells > room ? ellipsis : '') + ' '.repeat(Math.max(0, room - cut.width));
}

/** Lines of at most so many cells, parted at blanks where there are any; line ends are kept. */
export function wrapToCells(text: string, cells: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(1, cells)));
}

function wrapLine(line: string, cells: number): string[] {
  const wrapped: string[] = [];
  let rest = line;
  while (cellWidth(rest) > cells) {
    const fitting = cutToCells(rest, cells).text || ([...rest][0] ?? '');
    const blank = fitting.lastIndexOf(' ');
    const isWordCut = rest[fitting.length] !== ' ';
    const end = isWordCut && blank > 0 ? blank : fitting.length;
    wrapped.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).replace(/^ /, '');
  }
  wrapped.push(rest);
  return wrapped;
}

function isPlain(text: string): boolean {
  return /^[\u0020-\u007e]*$/.test(text);
}

const NO_WIDTH = /[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]/u;
const WIDE_EMOJI = /\p{Emoji_Presentation}/u;

/** East Asian wide and full-width code points, as pairs of first and last. */
const WIDE_RANGES = [
  0x1100, 0x115f, 0x2329, 0x232a, 0x2630, 0x2637, 0x268a, 0x268f, 0x2e80, 0x303e, 0x3041, 0x3247, 0x3250, 0xa4cf,
  0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6,
  0x16fe0, 0x18dff, 0x1aff0, 0x1b2ff, 0x1d300, 0x1d376, 0x1f1e6, 0x1f1ff, 0x1f200, 0x1f265, 0x20000, 0x3fffd,
];

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (NO_WIDTH.test(character)) return 0;
  if (code < 0x1100) return 1;
  return isWide(code) || WIDE_EMOJI.test(character) ? 2 : 1;
}

function isWide(code: number): boolean {
  for (let index = 0; index < WIDE_RANGES.length; index += 2) {
    if (code >= (WIDE_RANGES[index] ?? 0) && code <= (WIDE_RANGES[index + 1] ?? 0)) return true;
  }
  return false;
}
