import { fold } from './fold.ts';
import { isSignatureLine } from './is-signature-line.ts';
import { appLine, closing, courtesy, disclaimer, greeting, greetsToo } from './signature-words.ts';

const delimiter = /^(?:--|—|–|__|\*-- ?\*)[ \t\u00a0]{0,3}$/;
/** A row some people draw above their name. */
const row = /^[-–—_=*]{3,40}[ \t\u00a0]{0,3}$/;
const mostSignatureLines = 14;
const mostDelimitedLines = 30;

/**
 * Index of the line where the signature of a reply begins, or lines.length when it has none.
 * It is sought from the end: disclaimer, app line, "-- ", then a closing phrase with a short block of name and numbers.
 */
export function findSignature(lines: readonly string[]): number {
  let end = trimmedEnd(lines, lines.length);
  const delimited = findDelimiter(lines, end);
  if (delimited < end) end = trimmedEnd(lines, delimited);
  end = dropFooters(lines, end);
  const closed = findClosing(lines, end);
  if (closed < end) end = dropFooters(lines, trimmedEnd(lines, closed));
  if (endsInDashedName(lines, end)) end = trimmedEnd(lines, end - 1);
  const wordless = lines.slice(0, end).every((line) => line.trim() === '');
  return wordless && delimited === lines.length ? lines.length : end;
}

/** "-Ada" or "- Ada Demo" as the last line, below a finished sentence and not in a list. */
function endsInDashedName(lines: readonly string[], end: number): boolean {
  if (!/^[-–—~] ?\p{L}[\p{L}'.]{1,20}(?: \p{L}[\p{L}'.]{0,20})?$/u.test((lines[end - 1] ?? '').trim())) return false;
  const above = (lines[trimmedEnd(lines, end - 1) - 1] ?? '').trim();
  return /[.!?)]$/.test(above) && !/^[-–—~*•]/.test(above);
}

/** App lines and disclaimers stand last, in any order and number. */
function dropFooters(lines: readonly string[], from: number): number {
  let end = from;
  for (let index = end - 1, seen = 0; index >= 0 && seen < 60; index -= 1, seen += 1) {
    const line = lines[index] ?? '';
    const folded = fold(line);
    if (folded === '') continue;
    if (isAppLine(folded) && shortTail(lines, index + 1, end)) end = trimmedEnd(lines, index);
    else if (startsParagraph(lines, index) && disclaimer.test(folded)) end = trimmedEnd(lines, index);
  }
  return end;
}

/** True for "Sent from my iPhone" and its kin; takes a folded line. */
export function isAppLine(folded: string): boolean {
  return folded.length <= 400 && appLine.test(folded);
}

function shortTail(lines: readonly string[], from: number, end: number): boolean {
  const tail = lines.slice(from, end).filter((line) => line.trim() !== '');
  return tail.length <= 6 && tail.every((line) => line.length <= 120 || /^\s*[<[(]?https?:/.test(line));
}

function findDelimiter(lines: readonly string[], end: number): number {
  let first = end;
  for (let index = end - 2; index >= 0 && index >= end - mostDelimitedLines; index -= 1) {
    const line = lines[index] ?? '';
    if (isListFooter(lines, index, end)) first = index;
    const drawn = row.test(line);
    if ((!drawn && !delimiter.test(line)) || inTable(lines, index)) continue;
    const standard = /^-- $/.test(line);
    if (standard || (end - index <= mostSignatureLines + 1 && looksSigned(lines.slice(index + 1, end), drawn)))
      first = index;
  }
  return first;
}

/** Mailman: a row of underscores, the list's name, its address. */
function isListFooter(lines: readonly string[], index: number, end: number): boolean {
  return (
    /^_{20,60}\s*$/.test(lines[index] ?? '') &&
    end - index <= 8 &&
    /mailing list|@|https?:/i.test(
      lines
        .slice(index + 1, index + 4)
        .join(' ')
        .slice(0, 600),
    )
  );
}

function inTable(lines: readonly string[], index: number): boolean {
  return [lines[index - 1], lines[index + 1]].some((line) => line !== undefined && /\||\t\S/.test(line.slice(0, 500)));
}

/** Below a "--" without the space of the standard, or a row: at least one line, all of them signature-like. */
function looksSigned(lines: readonly string[], strictly: boolean): boolean {
  const block = lines.filter((line) => line.trim() !== '');
  const words = block.findIndex((line) => disclaimer.test(fold(line)));
  const own = words < 0 ? block : block.slice(0, words);
  return (
    block.length > 0 &&
    own.every(
      (line) =>
        isSignatureLine(line) || isAppLine(fold(line)) || (!strictly && line.length <= 60 && !/[?]\s*$/.test(line)),
    )
  );
}

function findClosing(lines: readonly string[], end: number): number {
  let found = end;
  let filled = 0;
  for (let index = end - 1; index >= 0 && filled <= mostSignatureLines; index -= 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '') continue;
    const folded = fold(line);
    const phrase = folded.replace(/[\p{P}\p{S}\s]+$/u, '').replace(/^[\p{P}\p{S}\s]+/u, '');
    if (phrase.length <= 70 && (closesAlone(phrase) || closesWithName(phrase, folded))) {
      if (
        !saysSomething(lines, index, greetsToo.test(phrase)) ||
        (folded === 'best' && (lines[index - 1] ?? '').trim() !== '')
      )
        break;
      if (filled > 0 || !courtesy.test(phrase)) found = index;
      filled += 1;
      continue;
    }
    if (!isSignatureLine(line)) break;
    filled += 1;
  }
  return found;
}

/** "Saygılarımla / Best regards", "Teşekkürler, iyi çalışmalar". */
function closesAlone(phrase: string): boolean {
  return (
    closing.test(phrase) || phrase.split(/[,/|.!&]+| (?:ve|and|und|et|y|e) /).every((part) => closing.test(part.trim()))
  );
}

/** Something must stand above a closing phrase; above "İyi günler", which also greets, more than a greeting. */
function saysSomething(lines: readonly string[], closingAt: number, beyondGreeting: boolean): boolean {
  for (let index = 0; index < closingAt; index += 1) {
    const folded = fold(lines[index] ?? '');
    if (folded !== '' && !(beyondGreeting && greeting.test(folded))) return true;
  }
  return false;
}

/** "Best regards, John" and "Saygılarımla, Ali Veli" on one line. */
function closesWithName(phrase: string, folded: string): boolean {
  const comma = phrase.indexOf(',');
  if (comma < 0 || folded.length > 60 || /[?!]$/.test(folded)) return false;
  const name = phrase.slice(comma + 1).trim();
  return closing.test(phrase.slice(0, comma)) && !courtesy.test(phrase) && name.split(' ').length <= 3;
}

function startsParagraph(lines: readonly string[], index: number): boolean {
  const above = lines[index - 1];
  return (
    above === undefined ||
    above.trim() === '' ||
    /^[\s*_=–—-]{3,}$/.test(above.slice(0, 200)) ||
    isAppLine(fold(above)) ||
    !/[\p{Ll},]\s*$/u.test(above.slice(-4)) ||
    above.length < 60
  );
}

function trimmedEnd(lines: readonly string[], from: number): number {
  let end = from;
  while (
    end > 0 &&
    ((lines[end - 1] ?? '').trim() === '' || /^[\s*_=–—-]{3,}$/.test((lines[end - 1] ?? '').slice(0, 200)))
  )
    end -= 1;
  return end;
}
