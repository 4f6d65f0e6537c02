import { fold } from '../fold.ts';

/** What people put between the digits of a number. */
const gap = String.raw`[\s.\-/()_*–—]{0,3}`;
const start = String.raw`(?<![\d+])(?<!\d[.,])`;
const end = String.raw`(?![.,]?\d)(?!${gap}\d)`;
const digits = (count: number) => `(?:${gap}\\d){${count}}`;
/** Mobile numbers, and the prefixes of towns and services (Turkish national numbering plan). */
const area = `(?:5${gap}[0134569]${gap}\\d|[234]${gap}\\d${gap}\\d|8${gap}[058]${gap}0|9${gap}0${gap}0)`;
const mobile = '(?:50[1-9]|51[0-6]|53\\d|54\\d|55\\d|561|59\\d)';

const patterns = [
  // 0532 123 45 67, 0 (212) 555-12-34, 0 5 3 2 1 2 3 4 5 6 7, +90 532..., 0090 532..., 90 532...
  `${start}(?:(?:\\+|00)?${gap}9${gap}0${gap}(?:0${gap})?|\\(?0${gap})${area}${digits(7)}${end}`,
  // +49 151 23456789, 0049 ...
  `(?<![\\d+])(?:\\+|(?<!\\d[.,\\s])00)${gap}[1-9]${digits(7)}(?:${gap}\\d){0,6}${end}`,
  // 5321234567 and 532 123 45 67 without the leading zero
  `${start}${mobile}\\d{7}${end}`,
  `${start}\\(?(?:${mobile}|[234][1-8]\\d)\\)?[\\s.\\-]+\\d{3}[\\s.\\-]+(?:\\d{2}[\\s.\\-]+\\d{2}|\\d{4})${end}`,
  // 444 1 234, 444 12 34
  `${start}444[\\s.\\-]?\\d[\\s.\\-]?\\d[\\s.\\-]?\\d[\\s.\\-]?\\d${end}`,
].map((pattern) => new RegExp(pattern, 'gu'));

/** A number after these is one of an order, a parcel or a bill, as long as no leading zero or plus makes it a phone's. */
const orderWords =
  /(?:sipariş|siparis|order|takip|kargo|fatura|gönderi|iade|ürün|barkod|referans|talep)[^\d+]{0,25}$/iu;
/** A day before a number: 05.01.2026 100. */
const dayBefore = /^\(?(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d(?!\d)/u;

const spoken = 'sifir|bir|iki|uc|dort|bes|alti|yedi|sekiz|dokuz|zero|one|two|three|four|five|six|seven|eight|nine';
const spokenDigits = new RegExp(`(?<!\\p{L})(?:(?:${spoken})(?!\\p{L})[\\s,.-]*){7,}`, 'u');

/** The first phone number in a text, in Turkish or international spelling; its digits may be spaced, dotted or spelt out. */
export function findPhoneNumber(text: string): string | null {
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) if (isPhone(match[0], text.slice(0, match.index))) return match[0];
  }
  return fold(text).match(spokenDigits)?.[0] ?? null;
}

function isPhone(found: string, before: string): boolean {
  if (dayBefore.test(found)) return false;
  return /^[(+0]/u.test(found) || !orderWords.test(before);
}
