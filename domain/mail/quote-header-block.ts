import { headerKind, type HeaderKind } from './quote-header-names.ts';

const headerLine = /^[\s>*_|]{0,6}([^:：@<>]{1,30}?)[\s*_]{0,4}[:：][\s*_]{0,4}(.*)$/su;
const addressLike = /@[^\s@]{2,}|mailto:|<[^>]{3,}>/;
const timeLike = /\d{1,2}[:.h]\d{2}|(?:19|20)\d\d/;
const mostGap = 1;
const mostLines = 24;

export interface HeaderBlock {
  /** Index of the line after the block. */
  end: number;
}

/**
 * Recognises the From/Sent/To/Subject block that Outlook and others put above a quoted message, starting at line `at`.
 * "From: Istanbul" and "To: Ankara" in a customer's own words are not one: that takes an address, or a subject with a date.
 */
export function findHeaderBlock(lines: readonly string[], at: number, marked = false): HeaderBlock | null {
  const opening = readHeader(lines[at] ?? '');
  if (
    !opening ||
    (opening.kind !== 'from' && opening.kind !== 'date' && opening.kind !== 'subject' && opening.kind !== 'to')
  )
    return null;
  const seen = new Map<HeaderKind, string>();
  let end = at;
  let gap = 0;
  for (let index = at; index < lines.length && index < at + mostLines; index += 1) {
    const line = lines[index] ?? '';
    const header = readHeader(line);
    if (header && !seen.has(header.kind)) {
      seen.set(header.kind, header.value === '' ? (lines[index + 1] ?? '').slice(0, 300) : header.value);
      end = index + 1;
      gap = 0;
    } else if (header) {
      if (header.kind === opening.kind) break;
      end = index + 1;
    } else if (line.trim() === '') {
      gap += 1;
      if (gap > mostGap || seen.has('subject')) break;
    } else if (gap > 0 || !continues(lines, index, end)) {
      break;
    } else {
      end = index + 1;
    }
  }
  return isBlock(seen, marked) ? { end } : null;
}

/** A long To: list wraps: lines up to the next header belong to it, if that comes soon. */
function continues(lines: readonly string[], index: number, end: number): boolean {
  if (index - end > 8) return false;
  if (/^\s/.test(lines[index] ?? '') || addressLike.test((lines[index] ?? '').slice(0, 300))) return true;
  for (let ahead = index + 1; ahead <= index + 3; ahead += 1) {
    const header = readHeader(lines[ahead] ?? '');
    if (header) return true;
  }
  return false;
}

function isBlock(seen: ReadonlyMap<HeaderKind, string>, marked: boolean): boolean {
  const kinds = [...seen.keys()].filter((kind) => kind !== 'other').length;
  const dated = timeLike.test(seen.get('date') ?? '');
  if (kinds < 2 || (!seen.has('from') && !seen.has('date'))) return false;
  const parties = [seen.get('from'), seen.get('to'), seen.get('cc')].join(' ');
  if (marked && seen.has('from')) return true;
  if (addressLike.test(parties)) return kinds >= 3 || dated;
  return seen.has('from') && seen.has('subject') && dated && kinds >= 3;
}

function readHeader(line: string): { kind: HeaderKind; value: string } | null {
  if (line.length > 2_000 || !/[:：]/.test(line)) return null;
  const match = headerLine.exec(line.slice(0, 400));
  if (!match) return null;
  const kind = headerKind(match[1] ?? '');
  return kind ? { kind, value: (match[2] ?? '').trim() } : null;
}
