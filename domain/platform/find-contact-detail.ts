import { findPhoneNumber } from './find-phone-number.ts';

export interface ContactDetail {
  /** In words: `a phone number`. */
  what: string;
  found: string;
}

/** The first way to reach somebody outside the platform that a text tells, in plain spelling or the usual disguises. */
export function findContactDetail(text: string): ContactDetail | null {
  const plain = plainly(text);
  const undisguised = withoutDisguise(plain);
  const kinds: [string, string | null][] = [
    ['an e-mail address', undisguised.match(mailAddress)?.[0] ?? undisguised.match(mailbox)?.[0] ?? null],
    ['a web address', undisguised.match(webAddress)?.[0] ?? null],
    ['an IBAN', findIban(plain)],
    ['a phone number', findPhoneNumber(plain)],
    ['a social account', plain.match(handle)?.[0] ?? plain.match(namedAccount)?.[0] ?? null],
  ];
  const [what, found] = kinds.find(([, match]) => match !== null) ?? [];
  return what && found ? { what, found: found.trim() } : null;
}

/** Full-width and styled letters become usual ones; what is not seen goes. */
function plainly(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

/** Digits of any script stand in rows of ten. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}

const endings = 'com|net|org|info|biz|shop|store|online|site|xyz|app|link|club|gov|edu|io|tr';

/** "ada (at) shop nokta com" as it is meant. */
function withoutDisguise(text: string): string {
  return text
    .replaceAll(
      new RegExp(`[ \\t]*[([{<]?[ \\t]*\\b(?:nokta|dot|punto)\\b[ \\t]*[)\\]}>]?[ \\t]*(?=(?:${endings})\\b)`, 'giu'),
      '.',
    )
    .replaceAll(/[ \t]*[([{<][ \t]*(?:at|et|kuyruklu a)[ \t]*[)\]}>][ \t]*/giu, '@')
    .replaceAll(/[ \t]+kuyruklu[ \t]+a[ \t]+/giu, '@')
    .replaceAll(new RegExp(`[ \\t]+at[ \\t]+(?=[a-z0-9-]+[ \\t]?\\.[ \\t]?(?:${endings})\\b)`, 'giu'), '@')
    .replaceAll(/[ \t]*@[ \t]*(?=[\p{L}\d-]+[ \t]?\.)/gu, '@')
    .replaceAll(new RegExp(`(?<=@[\\p{L}\\d-]+)[ \\t]*\\.[ \\t]*(?=(?:${endings})\\b)`, 'giu'), '.');
}

const mailAddress = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/u;
/** A mailbox whose ending is left for the reader to add. */
const mailbox =
  /[\p{L}\d._%+-]+\s?(?:@|\bat\b)\s?(?:gmail|hotmail|outlook|yahoo|icloud|yandex|mynet|windowslive|protonmail)\b/iu;

/** Short addresses by which people are reached; other two-letter endings are words of Turkish too often. */
const shortHosts = 'wa\\.me|t\\.me|m\\.me|bit\\.ly|goo\\.gl|linktr\\.ee|youtu\\.be|instagr\\.am|fb\\.me|t\\.co';
const webAddress = new RegExp(
  `https?:\\s?//\\S+|\\bwww\\s?\\.\\s?[\\p{L}\\d-]+\\S*|(?<![\\p{L}\\d@.-])(?:${shortHosts})(?![\\p{L}\\d])\\S*|` +
    `(?<![\\p{L}\\d@.-])(?:[\\p{L}\\d-]+\\.)+(?:${endings})(?![\\p{L}\\d])(?:/\\S*)?`,
  'iu',
);

/** A sign and a name: not a price for each (`3 @ 100`), not an address. */
const handle = /(?<![\p{L}\d._%+-])@(?=[\d._]*\p{L})[\p{L}\d._]{3,30}/u;
const networks = 'instagram|insta|facebook|twitter|tiktok|telegram|whatsapp|youtube|snapchat';
/** "Instagram: ada_shop", "Instagram adresimiz adashop": a network alone is no way to anybody. */
const namedAccount = new RegExp(
  `\\b(?:${networks})\\b(?:['’]?\\p{L}+)?(?:\\s*[:=]\\s*(?=[\\p{L}\\d]*[._\\d])[\\p{L}\\d._]{3,30}|` +
    `\\s+(?:adres|hesa[bp]|sayfa|kullanıcı ad)\\p{L}*\\s*[:=]?\\s*[\\p{L}\\d._]{3,30})`,
  'iu',
);

const turkishIban = /(?<![\p{L}\d])TR[\s.-]?\d{2}(?:[\s.-]?\d){22}(?!\d)/iu;
const otherIban = /(?<![\p{L}\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?(?![\p{L}\d])/gu;

function findIban(text: string): string | null {
  const turkish = text.match(turkishIban)?.[0];
  return turkish ?? text.match(otherIban)?.find(isIban) ?? null;
}

/** By its check digits (ISO 13616). */
function isIban(text: string): boolean {
  const bare = text.replaceAll(' ', '');
  const moved = bare.slice(4) + bare.slice(0, 4);
  let rest = 0;
  for (const letter of moved)
    for (const digit of String(Number.parseInt(letter, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return bare.length >= 15 && bare.length <= 34 && rest === 1;
}
