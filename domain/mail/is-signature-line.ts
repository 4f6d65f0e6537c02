import { fold } from './fold.ts';

/** An order number after the thanks is not a signature. */
const aboutTheMatter =
  /\b(?:siparis|order|takip|tracking|fatura|invoice|talep|ticket|kargo|urun|iade|p\.?s|not)\b.{0,20}[:#\d]|^(?:p\.?s\b|not ?:)/;

/** "A.Ş.", "Ltd. Şti.", "Inc." end a firm's name, not a sentence. */
const endsInAbbreviation = /(?:\p{L}\.\p{L}\.|\p{Lu}\p{L}{1,3}\.)$/u;

/** A name, a role, a phone, an address: short and no sentence. */
export function isSignatureLine(line: string): boolean {
  const text = line.trim();
  if (text.length > 120 || /[?]$/.test(text) || aboutTheMatter.test(fold(text))) return false;
  const contact = /@|https?:|www\.|\+?\d[\d ()./-]{6,}|\[image|\[cid:|^\[.{1,40}\]$/i.test(text);
  if (contact) return text.split(/\s+/).length <= 14;
  if (/^[-*•>\d]+[.)]?\s/.test(text) || /[!;]$/.test(text)) return false;
  const words = text.split(/\s+/);
  if (words.length > 8) return /\d{5}|\b(?:cad|sok|mah|no|str|street|kat|ave)\b/i.test(text) && words.length <= 14;
  if (text.endsWith('.') && words.length > 4 && !endsInAbbreviation.test(text)) return false;
  return words.length <= 2 || (words.length === 3 && !/^\p{Ll}/u.test(text)) || capitalised(words);
}

function capitalised(words: readonly string[]): boolean {
  const counted = words.filter((word) => /^\p{L}{3,}/u.test(word));
  return counted.filter((word) => /^\p{Lu}/u.test(word)).length * 2 >= counted.length;
}
