import {
  addressFirst,
  clock,
  dateFirst,
  datedOpening,
  emailAddress,
  endsWithAddress,
  nameFirst,
  nameThenDate,
  numericDate,
  verb,
  year,
} from './attribution-patterns.ts';
import { fold } from './fold.ts';
import { isQuoteLine } from './quote-lines.ts';

const longestAttribution = 400;
const mostLines = 5;

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
  if (!mayEndAttribution(ending, nextIsQuoted)) return null;
  if (!holdsEvidence(lines, last)) {
    return nextIsQuoted && standsAloneAboveQuote(lines, last) ? { first: last, last, before: '' } : null;
  }
  const shared = afterOtherWords(lines, last, nextIsQuoted);
  if (shared) return shared;
  for (let first = last; first >= 0 && first > last - mostLines; first -= 1) {
    const line = lines[first] ?? '';
    // A line that itself ends like an attribution was looked at before and is no part of another one.
    const ends = line.trim() === '' || isQuoteLine(line) || line.length > longestAttribution || /[:：]\s*$/.test(line);
    if (first < last && ends) return null;
    const startsParagraph =
      first === 0 || (lines[first - 1] ?? '').trim() === '' || isQuoteLine(lines[first - 1] ?? '');
    const raw = lines.slice(first, last + 1).join(' ');
    if (isAttribution(fold(raw), { startsParagraph, nextIsQuoted })) return extendUpwards(lines, first, last);
  }
  return null;
}

const longestBareAttribution = 120;

/** "Ada wrote:" as a paragraph of its own right above the `>` lines needs no date or address: what else could it be? */
function standsAloneAboveQuote(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? '').trim();
  const isAlone = at === 0 || (lines[at - 1] ?? '').trim() === '';
  return isAlone && line.length <= longestBareAttribution && line.endsWith(':') && verb.test(fold(line));
}

const endsWithVerb = /(?:wrote|yazdı|schrieb|écrit|escribió|scritto|escreveu|schreef)$/i;

function mayEndAttribution(ending: string, nextIsQuoted: boolean): boolean {
  if (ending.length > longestAttribution) return false;
  if (/[:：]\*?$/.test(ending) || /-{2,}$/.test(ending) || /[:：] ?-{1,6}$/.test(ending)) return true;
  return endsWithVerb.test(ending) || (nextIsQuoted && ending.endsWith('>'));
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
  const opens =
    datedOpening.test(text) ||
    dateFirst.test(text) ||
    nameFirst.test(text) ||
    addressFirst.test(text) ||
    nameThenDate.test(text);
  if (opens) return hasEvidence(text, around);
  // In a language we do not know: an address, a date and a clock right above quoted lines.
  return (
    around.startsParagraph &&
    around.nextIsQuoted &&
    emailAddress.test(text) &&
    clock.test(text) &&
    (year.test(text) || numericDate.test(text))
  );
}

function hasEvidence(text: string, around: Surroundings): boolean {
  const address = emailAddress.test(text);
  const dated = year.test(text) || numericDate.test(text);
  const timed = clock.test(text);
  if (!verb.test(text)) return address && dated && (around.nextIsQuoted || (timed && endsWithAddress.test(text)));
  if (endsWithVerb.test(text) && !around.nextIsQuoted) return address && dated && timed && around.startsParagraph;
  const points =
    (address ? 2 : 0) +
    (dated ? 1 : 0) +
    (timed ? 1 : 0) +
    (around.nextIsQuoted ? 1 : 0) +
    (around.startsParagraph ? 1 : 0);
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
    if (
      at === 0 ||
      line.slice(0, at).trim() === '' ||
      (/[-_]{3,}\s*$/.test(line.slice(0, at)) && line.slice(0, at).replace(/[-_\s]/g, '') === '')
    )
      continue;
    const text = fold([line.slice(at), ...lines.slice(first + 1, last + 1)].join(' '));
    if (text.length > longestAttribution || !hasEvidence(text, { startsParagraph: false, nextIsQuoted })) continue;
    return { first, last, before: line.slice(0, at).replace(/[\s-]+$/, '') };
  }
  return null;
}
