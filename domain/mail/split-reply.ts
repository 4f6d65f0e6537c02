import { findAttribution } from './quote-attribution.ts';
import { endOfQuotes, isQuoteLine, quoteRun } from './quote-lines.ts';
import { findHeaderBlock } from './quote-header-block.ts';
import { isForwardMarker, isOriginalMessageMarker } from './quote-marker.ts';
import { findSignature } from './find-signature.ts';
import { fold } from './fold.ts';

/** Put by the HTML reader on a line of its own where a client's own container says that history begins. Never shown. */
export const quoteBelow = '\ufdd1';
/** The same for a container (Gmail's) that holds an attribution line and a blockquote, with answers perhaps between. */
export const attributionBelow = '\ufdd0';

/** Put by the HTML reader before each line of a container that a client made for the signature. */
export const signatureLine = '\ufdd2';

export interface SplitReply {
  /** What the author wrote now. */
  reply: string;
  /** History: attribution lines, header blocks and quoted lines, in order. */
  quoted: string;
  signature: string;
}

type Mark = 'text' | 'quoted' | 'forwarded' | 'signature';

/**
 * Splits a plain-text body into the author's new words, the quoted history and the signature.
 * - Everything below an Outlook-like header block, an "Original Message" line or an attribution without `>` lines is history.
 * - Below `>` lines the author speaks again (answers between or under the quotes): those lines stay, the `>` lines go.
 * - A forwarded message is what the author wants read: it stays, and so does everything when `forwarded` says the subject is Fwd:.
 * - A header block with nothing above it is a forward too, unless `forwarded` is false (the subject is Re:).
 * @param text the body with any line ends; every line of the result is a line of it, in order
 */
export function splitReply(text: string, options: { forwarded?: boolean } = {}): SplitReply {
  const lines = text.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').split('\n');
  if (options.forwarded) return { reply: joined(lines.filter((line) => !isMarker(line))), quoted: '', signature: '' };
  const { marks, own } = markLines(lines, options.forwarded === false);
  const written = withoutHoles(own, (index) => marks[index] === 'text' && !isMarker(lines[index] ?? ''));
  const forwarded = own.filter((_, index) => marks[index] === 'forwarded');
  const contained = lines.filter((_, index) => marks[index] === 'signature');
  const quoted = joined(history(lines, own, marks));
  if (joined(written) === '' && forwarded.length === 0) return { reply: joined(contained), quoted, signature: '' };
  const cut =
    forwarded.length > 0
      ? written.length
      : Math.min(findSignature(written), contained.length > 0 ? withoutDelimiter(written) : written.length);
  return {
    reply: joined([...written.slice(0, cut), ...forwarded]),
    quoted,
    signature: joined([...written.slice(cut), ...contained]),
  };
}

/** Gmail writes "--" before its signature container. */
function withoutDelimiter(lines: readonly string[]): number {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return /^--\s*$/.test(lines[last] ?? '') ? last : lines.length;
}

function history(lines: readonly string[], own: readonly string[], marks: readonly Mark[]): string[] {
  return lines.flatMap((line, index) => {
    if (marks[index] === 'quoted') return [line];
    const before = own[index] ?? '';
    return before === line ? [] : [line.slice(before.length)];
  });
}

function isMarker(line: string): boolean {
  return line === quoteBelow || line === attributionBelow;
}

/** Says of each line whose it is. `own` holds the lines with a shared line cut down to the author's part. */
function markLines(lines: readonly string[], answers: boolean): { marks: Mark[]; own: string[] } {
  const marks: Mark[] = lines.map(() => 'text');
  const own = [...lines];
  const fill = (from: number, to: number, mark: Mark): void => {
    for (let index = from; index < to; index += 1) marks[index] = mark;
  };
  const nextFilled = nextFilledLines(lines);
  const bare: [from: number, to: number][] = [];
  let attributed = false;
  /** Quotes the author set by hand above the client's history are part of what is said. */
  const historyFound = (): void => {
    if (!attributed) for (const [from, to] of bare) fill(from, to, 'text');
    attributed = true;
  };
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (line.trim() === '') {
      index += 1;
      continue;
    }
    if (line.startsWith(signatureLine)) {
      marks[index] = 'signature';
      index += 1;
      continue;
    }
    const run = quoteRun(lines, index, marks[index - 1] === 'quoted');
    if (run > index) {
      fill(index, run, 'quoted');
      if (!attributed) bare.push([index, run]);
      index = run;
      continue;
    }
    const folded = line.length <= 400 ? fold(line) : '';
    if (isForwardMarker(folded)) {
      fill(index, lines.length, 'forwarded');
      break;
    }
    if (line === attributionBelow) {
      const after = afterContainerAttribution(lines, index, fill);
      if (after > index + 1) historyFound();
      index = after;
      continue;
    }
    const cut = historyStart(lines, index, folded);
    if (cut !== null) {
      historyFound();
      const above = own.slice(0, cut).some((text, at) => marks[at] === 'text' && text.trim() !== '' && !isMarker(text));
      fill(cut, lines.length, above || answers || isOriginalMessageMarker(folded) ? 'quoted' : 'forwarded');
      break;
    }
    const next = nextFilled[index + 1] ?? lines.length;
    const nextIsQuoted = next < lines.length && isQuoteLine(lines[next] ?? '');
    const attribution = findAttribution(lines, index, nextIsQuoted);
    if (attribution) {
      historyFound();
      own[attribution.first] = attribution.before;
      fill(attribution.before === '' ? attribution.first : attribution.first + 1, index + 1, 'quoted');
      if (!nextIsQuoted) {
        fill(index + 1, lines.length, 'quoted');
        break;
      }
      const end = endOfQuotes(lines, next);
      fill(index + 1, end, 'quoted');
      index = end;
      continue;
    }
    index += 1;
  }
  return { marks, own };
}

/** Where history begins when line `at` opens it: a marker, a header block, or the rule drawn above one. */
function historyStart(lines: readonly string[], at: number, folded: string): number | null {
  if (lines[at] === quoteBelow || isOriginalMessageMarker(folded)) return at;
  if (findHeaderBlock(lines, at)) return at;
  if (!/^[ \t*]{0,3}[-_=*]{5,}[ \t*]{0,3}$/.test((lines[at] ?? '').slice(0, 300))) return null;
  for (let next = at + 1; next <= at + 3; next += 1) {
    if ((lines[next] ?? '').trim() !== '') return findHeaderBlock(lines, next, true) ? at : null;
  }
  return null;
}

/** Gmail's container: the lines up to the first `>` are the attribution, in whatever language. */
function afterContainerAttribution(
  lines: readonly string[],
  at: number,
  fill: (from: number, to: number, mark: Mark) => void,
): number {
  for (let index = at + 1; index < lines.length && index <= at + 8; index += 1) {
    const line = lines[index] ?? '';
    if (isMarker(line)) continue;
    if (isForwardMarker(fold(line)) || findHeaderBlock(lines, index)) return at + 1;
    if (!isQuoteLine(line)) continue;
    const end = endOfQuotes(lines, index);
    fill(at, end, 'quoted');
    return end;
  }
  return at + 1;
}

function nextFilledLines(lines: readonly string[]): number[] {
  const next: number[] = Array.from({ length: lines.length + 1 }, () => lines.length);
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    next[index] = (lines[index] ?? '').trim() === '' ? (next[index + 1] ?? lines.length) : index;
  }
  return next;
}

/** The lines that stay; where quotes were taken out between blank lines, one blank line is left. */
function withoutHoles(lines: readonly string[], stays: (index: number) => boolean): string[] {
  const kept: string[] = [];
  let hole = false;
  lines.forEach((line, index) => {
    if (!stays(index)) {
      hole = true;
      return;
    }
    const blank = line.trim() === '';
    if (!(hole && blank && (kept.length === 0 || (kept.at(-1) ?? '').trim() === ''))) kept.push(line);
    if (!blank) hole = false;
  });
  return kept;
}

/** Lines as text, without the readers' marks and without blank lines at either end. */
function joined(lines: readonly string[]): string {
  const shown = lines.filter((line) => !/^[> ]*[\ufdd0\ufdd1]\s*$/.test(line));
  let start = 0;
  let end = shown.length;
  while (start < end && (shown[start] ?? '').trim() === '') start += 1;
  while (end > start && (shown[end - 1] ?? '').trim() === '') end -= 1;
  return shown
    .slice(start, end)
    .map((line) => line.replace(/[\ufdd0-\ufdd2]/g, '').trimEnd())
    .join('\n');
}
