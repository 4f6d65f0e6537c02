import { fold } from './fold.ts';
import { findAttribution, type Attribution } from './quote-attribution.ts';
import { findHeaderBlock } from './quote-header-block.ts';
import { endOfQuotes, isQuoteLine, quoteRun } from './quote-lines.ts';
import { isForwardMarker, isOriginalMessageMarker } from './quote-marker.ts';
import { attributionBelow, isMarkLine, quoteBelow, signatureLine } from './quote-marks.ts';

export type LineMark = 'text' | 'quoted' | 'forwarded' | 'signature';

export interface MarkedLines {
  /** Whose each line is. */
  marks: LineMark[];
  /** The lines, one that the author shares with an attribution cut down to the author's part. */
  own: string[];
}

/**
 * Says of each line whether the author wrote it, quotes it or forwards it.
 * @param isAnswer the subject says Re:, so a header block with nothing above it is history and no forward
 */
export function markHistory(lines: readonly string[], isAnswer: boolean): MarkedLines {
  return new HistoryMarker(lines, isAnswer).run();
}

const ruleLine = /^[ \t*]{0,3}[-_=*]{5,}[ \t*]{0,3}$/;

/** Goes through the lines once; each step looks at one line and returns the index to go on from. */
class HistoryMarker {
  readonly #lines: readonly string[];
  readonly #isAnswer: boolean;
  readonly #marks: LineMark[];
  readonly #own: string[];
  readonly #nextFilled: number[];
  /** Runs of `>` lines seen before any client's history. */
  readonly #bareQuotes: [from: number, to: number][] = [];
  #historySeen = false;

  constructor(lines: readonly string[], isAnswer: boolean) {
    this.#lines = lines;
    this.#isAnswer = isAnswer;
    this.#marks = lines.map(() => 'text');
    this.#own = [...lines];
    this.#nextFilled = nextFilledLines(lines);
  }

  run(): MarkedLines {
    let index = 0;
    while (index < this.#lines.length) index = this.#step(index);
    return { marks: this.#marks, own: this.#own };
  }

  #step(at: number): number {
    const line = this.#lines[at] ?? '';
    if (line.trim() === '') return at + 1;
    if (line.startsWith(signatureLine)) return this.#fill(at, at + 1, 'signature');
    const folded = line.length <= 400 ? fold(line) : '';
    if (isQuoteLine(line) && !isOriginalMessageMarker(folded)) return this.#quoteOr(at);
    if (isForwardMarker(folded)) return this.#fill(at, this.#lines.length, 'forwarded');
    if (line === attributionBelow) return this.#container(at);
    if (opensHistory(this.#lines, at, folded)) return this.#rest(at, isOriginalMessageMarker(folded));
    return this.#attributionOr(at);
  }

  #fill(from: number, to: number, mark: LineMark): number {
    this.#marks.fill(mark, from, to);
    return to;
  }

  /** Quotes the author set by hand above the client's history are part of what is said. */
  #foundHistory(): void {
    if (!this.#historySeen) for (const [from, to] of this.#bareQuotes) this.#fill(from, to, 'text');
    this.#historySeen = true;
  }

  #quoteOr(at: number): number {
    const end = quoteRun(this.#lines, at, this.#marks[at - 1] === 'quoted');
    if (end === at) return at + 1;
    if (!this.#historySeen) this.#bareQuotes.push([at, end]);
    return this.#fill(at, end, 'quoted');
  }

  /** All below is history; or, with nothing above it, what the author forwards. */
  #rest(at: number, certain: boolean): number {
    this.#foundHistory();
    const history = certain || this.#isAnswer || this.#saysSomethingAbove(at);
    return this.#fill(at, this.#lines.length, history ? 'quoted' : 'forwarded');
  }

  #saysSomethingAbove(at: number): boolean {
    return this.#own
      .slice(0, at)
      .some((line, index) => this.#marks[index] !== 'quoted' && line.trim() !== '' && !isMarkLine(line));
  }

  /** Gmail's container: the lines up to the first `>` are the attribution, in whatever language. */
  #container(at: number): number {
    for (let index = at + 1; index < this.#lines.length && index <= at + 8; index += 1) {
      const line = this.#lines[index] ?? '';
      if (isMarkLine(line)) continue;
      if (isForwardMarker(fold(line)) || findHeaderBlock(this.#lines, index)) return at + 1;
      if (!isQuoteLine(line)) continue;
      this.#foundHistory();
      return this.#fill(at, endOfQuotes(this.#lines, index), 'quoted');
    }
    return at + 1;
  }

  #attributionOr(at: number): number {
    const next = this.#nextFilled[at + 1] ?? this.#lines.length;
    const nextIsQuoted = next < this.#lines.length && isQuoteLine(this.#lines[next] ?? '');
    const found = findAttribution(this.#lines, at, nextIsQuoted);
    if (!found || !(nextIsQuoted || this.#isAnswer || found.before !== '' || this.#saysSomethingAbove(found.first)))
      return at + 1;
    this.#foundHistory();
    this.#cut(found);
    return this.#fill(at + 1, nextIsQuoted ? endOfQuotes(this.#lines, next) : this.#lines.length, 'quoted');
  }

  #cut({ first, last, before }: Attribution): void {
    this.#own[first] = before;
    this.#fill(before === '' ? first : first + 1, last + 1, 'quoted');
  }
}

/** True for a marker, a header block, or the rule drawn above one. */
function opensHistory(lines: readonly string[], at: number, folded: string): boolean {
  const line = lines[at] ?? '';
  if (line === quoteBelow || isOriginalMessageMarker(folded) || findHeaderBlock(lines, at)) return true;
  if (!ruleLine.test(line.slice(0, 300))) return false;
  for (let next = at + 1; next <= at + 3; next += 1) {
    if ((lines[next] ?? '').trim() !== '') return findHeaderBlock(lines, next, true) !== null;
  }
  return false;
}

function nextFilledLines(lines: readonly string[]): number[] {
  const next: number[] = Array.from({ length: lines.length + 1 }, () => lines.length);
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    next[index] = (lines[index] ?? '').trim() === '' ? (next[index + 1] ?? lines.length) : index;
  }
  return next;
}
