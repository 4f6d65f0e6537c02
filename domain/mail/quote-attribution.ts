import { fold } from './fold.ts';

const longestAttribution = 400;
const mostLines = 5;

/** "wrote" in the languages of mail clients, folded. */
const verb = new RegExp(
  `(?:^|[^\\p{L}])(?:${[
    'wrote',
    'sent',
    'writes',
    'said',
    '(?:sunu |sunlari |soyle )?yazdi',
    'yazmis',
    'demis ki',
    'schrieb',
    'geschrieben',
    'a (?:e|é)crit',
    'ecrit',
    'escribio',
    'ha escrito',
    'ha scritto',
    'scritto',
    'scrisse',
    'schreef',
    'geschreven',
    'escreveu',
    'napisal(?:\\(a\\)|a)?',
    'pisze',
    'написал(?:\\(а\\)|а)?',
    'пишет',
    'писал(?:\\(а\\)|а)?',
    'написав(?:\\(ла\\))?',
    'skrev',
    'kirjoitti',
    'napsal(?:\\(a\\)|a)?',
    'napisao(?:\\/la)?',
    'a scris',
    'irta',
    'ezt irta',
    'εγραψε',
    'написа',
    'rasyta',
    'viet',
    'da viet',
  ].join('|')})(?![\\p{L}])|写道|寫道|のメッセージ|작성`,
  'u',
);
const emailAddress = /[^\s<>"'()[\]@]{1,100}@[^\s<>"'()[\]@]{1,100}/;
const clock = /(?:^|[^\d])[0-2]?\d[:.h][0-5]\d(?!\d)/;
const year = /(?:^|[^\d])(?:19|20)\d\d(?!\d)/;
const numericDate = /(?:^|[^\d])\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?!\d)/;

const weekday =
  '(?:mon|tue|wed|thu|fri|sat|sun|pzt|sal|car|per|cum|cmt|paz|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mie|jue|vie|sab|dom|gio|maa|din|woe|don|vri|zat|zon|seg|ter|qua|qui|sex|pon|wt|sr|czw|pt|sob|niedz|nie|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|сред|четверг|пятниц|суббот|воскресен|man|tir|tor|lor|ons|pe|ti|ke|to|la|su|ma)\\p{L}{0,9}[.,]{0,2}';
const opening = '(?:on|am|le|el|il|il giorno|in data|op|em|no dia|w dniu|dnia|den|pa|dne|la|vao|ngay|в|a|at)';
/** "On Mon, ...", "Am 22.11.", "Le ven. 22 nov.": where an attribution starts, even behind other words of its line. */
const datedOpening = new RegExp(`^[^\\p{L}\\d<]{0,40}${opening},? (?:\\p{L}{1,12}[.,]{0,2} ){0,3}(?:\\d|(?:${weekday}),)`, 'u');
const dateFirst = new RegExp(
  `^[^\\p{L}\\d<]{0,8}(?:(?:${weekday}) )?(?:(?:19|20)\\d\\d(?!\\d)|\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}|\\d{1,2}[.,]? \\p{L}{3,12}[.,]? ?(?:\\d{4}|\\d\\d:)|\\d{4} ?(?:年|г)|${weekday} \\p{L}{3,12} \\d|(?:${weekday}),? \\d)`,
  'u',
);
const nameFirst = /^[^\p{L}\d<]{0,8}["'\p{L}][^<>@:]{0,70}["']? ?[<([]{1,2}(?:mailto:)?[^\s<>@]{1,100}@/u;
const addressFirst = /^[^\p{L}\d<]{0,4}[<[(]?[^\s<>@,]{1,100}@/u;
const nameThenDate = /^["']?\p{L}[\p{L}.'"/ -]{1,60},? (?:wrote|schrieb|hat|a ecrit|skrev|napisal|on|yazdi|escribio|ha scritto)(?![\p{L}])/u;
const endsWithAddress = /[<([][^\s<>@]{1,100}@[^\s<>@]{1,100}[>)\]] ?[:：]$/;

export interface Attribution {
  /** Index of its first line. */
  first: number;
  /** Index of its last line. */
  last: number;
  /** Words of the author before it on its first line ("thanks On Mon, ... wrote:"). */
  before: string;
}

interface Surroundings {
  /** Nothing stands right above it. */
  startsParagraph: boolean;
  /** The next filled line begins with `>`. */
  nextIsQuoted: boolean;
}

/**
 * Finds "On Monday ... wrote:" ending at line `last`, also wrapped over several lines and in many languages.
 * What counts is evidence: a verb of writing with an address, a date or a clock; a prose "On Monday he wrote:" has none.
 */
export function findAttribution(lines: readonly string[], last: number, nextIsQuoted: boolean): Attribution | null {
  const ending = (lines[last] ?? '').trimEnd();
  if (!mayEndAttribution(ending, nextIsQuoted) || !holdsEvidence(lines, last)) return null;
  const shared = afterOtherWords(lines, last, nextIsQuoted);
  if (shared) return shared;
  for (let first = last; first >= 0 && first > last - mostLines; first -= 1) {
    const line = lines[first] ?? '';
    if (first < last && (line.trim() === '' || isQuoteLine(line) || line.length > longestAttribution)) return null;
    const startsParagraph = first === 0 || (lines[first - 1] ?? '').trim() === '' || isQuoteLine(lines[first - 1] ?? '');
    const raw = lines.slice(first, last + 1).join(' ');
    if (isAttribution(fold(raw), { startsParagraph, nextIsQuoted })) return extendUpwards(lines, first, last);
  }
  return null;
}

const endsWithVerb = /(?:wrote|yazdı|schrieb|écrit|escribió|scritto|escreveu|schreef)$/i;

function mayEndAttribution(ending: string, nextIsQuoted: boolean): boolean {
  if (ending.length > longestAttribution) return false;
  if (/[:：]\*?$/.test(ending) || /-{2,}$/.test(ending) || /[:：] ?-{1,6}$/.test(ending)) return true;
  return endsWithVerb.test(ending) || (nextIsQuoted && />$/.test(ending));
}

/** Without a digit or an address nothing is evidence; saves the closer look at most lines. */
function holdsEvidence(lines: readonly string[], last: number): boolean {
  for (let index = last; index >= 0 && index > last - mostLines; index -= 1) {
    const line = lines[index] ?? '';
    if (/[@\d]/.test(line)) return true;
    if (line.trim() === '') return false;
  }
  return false;
}

function isAttribution(folded: string, around: Surroundings): boolean {
  if (folded.length > longestAttribution) return false;
  const text = folded.replace(/[*_]{1,2}/g, '');
  const opens = datedOpening.test(text) || dateFirst.test(text) || nameFirst.test(text) || addressFirst.test(text) || nameThenDate.test(text);
  if (opens) return hasEvidence(text, around);
  // In a language we do not know: an address, a date and a clock right above quoted lines.
  return around.startsParagraph && around.nextIsQuoted && emailAddress.test(text) && clock.test(text) && (year.test(text) || numericDate.test(text));
}

function hasEvidence(text: string, around: Surroundings): boolean {
  const address = emailAddress.test(text);
  const dated = year.test(text) || numericDate.test(text);
  const timed = clock.test(text);
  if (!verb.test(text)) return address && dated && (around.nextIsQuoted || (timed && endsWithAddress.test(text)));
  if (endsWithVerb.test(text) && !around.nextIsQuoted) return address && dated && timed && around.startsParagraph;
  const points =
    (address ? 2 : 0) + (dated ? 1 : 0) + (timed ? 1 : 0) + (around.nextIsQuoted ? 1 : 0) + (around.startsParagraph ? 1 : 0);
  return points >= 3 && (address || dated || timed);
}

/** The date or the name may stand on the lines above the part that was recognised. */
function extendUpwards(lines: readonly string[], found: number, last: number): Attribution {
  let first = found;
  for (let above = found - 1; above >= 0 && above > last - mostLines; above -= 1) {
    const line = lines[above] ?? '';
    if (line.trim() === '' || isQuoteLine(line) || line.length > longestAttribution) break;
    const joined = fold(line);
    const startsHere = datedOpening.test(joined) || dateFirst.test(joined);
    const nameAlone = /^[\s*]{0,4}[<[(]/.test(lines[first] ?? '') && isName(line);
    if (startsHere || nameAlone) first = above;
  }
  return { first, last, before: '' };
}

function isName(line: string): boolean {
  const text = line.trim();
  return text.length <= 80 && text.split(/\s+/).length <= 8 && !/[.!?:;]$/.test(text);
}

const sharedStart = /(?:^|[\s.!?-])(On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? |[A-Z][a-z]{2,8} \d|\d))/;

/** "reply On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:": the first words are the author's. */
function afterOtherWords(lines: readonly string[], last: number, nextIsQuoted: boolean): Attribution | null {
  for (let first = last; first >= 0 && first > last - mostLines; first -= 1) {
    const line = lines[first] ?? '';
    if (line.trim() === '' || isQuoteLine(line)) return null;
    const match = sharedStart.exec(line.slice(0, 2 * longestAttribution));
    const at = match?.[1] ? match.index + match[0].indexOf(match[1]) : 0;
    if (at === 0 || line.slice(0, at).trim() === '' || /[-_]{3,}\s*$/.test(line.slice(0, at)) && line.slice(0, at).replace(/[-_\s]/g, '') === '') continue;
    const text = fold([line.slice(at), ...lines.slice(first + 1, last + 1)].join(' '));
    if (text.length > longestAttribution || !hasEvidence(text, { startsParagraph: false, nextIsQuoted })) continue;
    return { first, last, before: line.slice(0, at).replace(/[\s-]+$/, '') };
  }
  return null;
}

/** A line somebody's client marked as quoted. `>=` and a lone prompt `>>>` are text. */
export function isQuoteLine(line: string): boolean {
  return /^[ \t\u00a0]{0,4}>(?![=])/.test(line);
}
