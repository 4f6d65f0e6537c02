import { findSignature } from './find-signature.ts';
import { markHistory, type MarkedLines } from './mark-history.ts';
import { isMarkLine, withoutMarkSigns } from './quote-marks.ts';

export interface SplitReply {
  /** What the author wrote now. */
  reply: string;
  /** History: attribution lines, header blocks and quoted lines, in order. */
  quoted: string;
  signature: string;
}

/**
 * Splits a plain-text body into the author's new words, the quoted history and the signature.
 * - Everything below an Outlook-like header block, an "Original Message" line or an attribution without `>` lines is history.
 * - Below `>` lines the author speaks again (answers between or under the quotes): those lines stay, the `>` lines go.
 * - `>` lines that the author set by hand above a client's history stay.
 * - A forwarded message is what the author wants read: it stays, and so does everything when `forwarded` says the subject is Fwd:.
 * - A header block or attribution with nothing above it is kept too, unless `forwarded` is false (the subject is Re:).
 * - The reply is never empty only because all of it looks like a signature.
 * @param text the body with any line ends; every line of the result is a line of it, in order
 */
export function splitReply(text: string, options: { forwarded?: boolean } = {}): SplitReply {
  const lines = text.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').split('\n');
  if (options.forwarded) return { reply: joined(lines), quoted: '', signature: '' };
  const marked = markHistory(lines, options.forwarded === false);
  const { marks, own } = marked;
  const written = withoutHoles(own, (index) => marks[index] === 'text' && !isMarkLine(lines[index] ?? ''));
  const forwarded = own.filter((_, index) => marks[index] === 'forwarded');
  const contained = lines.filter((_, index) => marks[index] === 'signature');
  const quoted = joined(historyOf(lines, marked));
  if (joined(written) === '' && forwarded.length === 0) return { reply: joined(contained), quoted, signature: '' };
  const cut = forwarded.length > 0 ? written.length : signatureStart(written, contained.length > 0);
  return {
    reply: joined([...written.slice(0, cut), ...forwarded]),
    quoted,
    signature: joined([...written.slice(cut), ...contained]),
  };
}

/** Gmail writes "--" before its signature container. */
function signatureStart(lines: readonly string[], beforeContainer: boolean): number {
  const start = findSignature(lines);
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return beforeContainer && /^--\s*$/.test(lines[last] ?? '') ? Math.min(start, last) : start;
}

function historyOf(lines: readonly string[], { marks, own }: MarkedLines): string[] {
  return lines.flatMap((line, index) => {
    if (marks[index] === 'quoted') return [line];
    const before = own[index] ?? '';
    return before === line ? [] : [line.slice(before.length)];
  });
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
  const shown = lines.filter((line) => !isMarkLine(line));
  let start = 0;
  let end = shown.length;
  while (start < end && (shown[start] ?? '').trim() === '') start += 1;
  while (end > start && (shown[end - 1] ?? '').trim() === '') end -= 1;
  return shown
    .slice(start, end)
    .map((line) => withoutMarkSigns(line).trimEnd())
    .join('\n');
}
