import { z } from 'zod';
import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import type { ScanBatch, ScanRequest } from '../platform-channel.ts';
import type { QuestionCalls, Span } from './question-calls.ts';
import { LONGEST_SPAN, questionSpans } from './question-spans.ts';
import { questionNews } from './read-question.ts';

/** Questions may show up a little late, and nothing says when they were changed: the last minutes are read again. */
const OVERLAP = 10 * 60_000;
/** So far ahead may the platform's clock be of ours. */
const AHEAD = 5 * 60_000;
/** A shop that nobody asks is not read from its last question on, years later. */
const LONGEST_QUIET = LONGEST_SPAN - 24 * 3600 * 1000;
/** More open questions than this are found by a listing of what waits, fewer one by one. */
const FEW = 8;
/** One by one costs a call each: so many in one scan, the others in the next. */
const MOST_ASKED = 20;

/**
 * Where the scan before came to. Milliseconds: the newest time seen; how far a full pass came that was broken off.
 * `askedId`: the open question that was asked for last.
 */
const scanCursor = z.object({
  newestAt: z.number().nullable(),
  fullAt: z.number().nullable(),
  askedId: z.string().nullable(),
});
type ScanCursor = z.infer<typeof scanCursor>;

interface Scan {
  calls: QuestionCalls;
  request: ScanRequest;
  now: number;
}

/** What was asked since the cursor, page by page, and then how the open questions outside of that stand. */
export async function* scanQuestions(scan: Scan): AsyncGenerator<ScanBatch> {
  const { request, now } = scan;
  const cursor = scanCursor.safeParse(request.cursor).data ?? { newestAt: null, fullAt: null, askedId: null };
  const seen = new Set<string>();
  for await (const batch of readNew(scan, cursor)) {
    for (const each of batch.news) if (each.kind === 'item') seen.add(each.item.id);
    yield batch;
  }
  const open = request.openItemIds.filter((id) => !seen.has(id));
  yield* readOpen(scan, { cursor, open, since: now - LONGEST_SPAN });
}

/** Changes the cursor as it goes: the oldest come first, so whatever is before the newest seen was seen. */
async function* readNew(scan: Scan, cursor: ScanCursor): AsyncGenerator<ScanBatch> {
  const { request, now } = scan;
  for (const span of questionSpans(spanOf(request, cursor, now))) {
    for await (const { news, newestAt } of readSpan(scan, span)) {
      cursor.newestAt = Math.max(cursor.newestAt ?? 0, newestAt);
      if (request.isFull) cursor.fullAt = newestAt;
      yield { news, cursor: { ...cursor } };
    }
  }
  cursor.newestAt = Math.max(cursor.newestAt ?? 0, now - LONGEST_QUIET);
  cursor.fullAt = null;
}

function spanOf({ isFull }: ScanRequest, { newestAt, fullAt }: ScanCursor, now: number): Span {
  const twoWeeks = now - LONGEST_SPAN + AHEAD;
  // After a long pause even a full pass begins where the last one ended.
  const since = isFull ? (fullAt ?? Math.min(newestAt ?? twoWeeks, twoWeeks)) : (newestAt ?? twoWeeks);
  return { from: Math.min(since, now) - (since === twoWeeks ? 0 : OVERLAP), to: now + AHEAD };
}

/**
 * `newestAt` is how far a page brought it: where the platform did not keep to the order asked for, nowhere before the
 * last page.
 */
async function* readSpan(scan: Scan, span: Span): AsyncGenerator<{ news: PlatformNews[]; newestAt: number }> {
  let newestAt = span.from;
  let isOrdered = true;
  for (let page = 0, isLast = false; !isLast; page += 1) {
    const read = await scan.calls.list({ span, page, signal: scan.request.signal });
    const news = read.questions.map(questionNews);
    for (const each of news) {
      if (each.kind !== 'item') continue;
      const at = Date.parse(each.item.writtenAt);
      isOrdered &&= at >= newestAt;
      // Where the platform's clock is ahead, what is asked meanwhile is not past.
      newestAt = Math.max(newestAt, Math.min(at, scan.now));
    }
    isLast = read.isLast || read.questions.length === 0;
    yield { news, newestAt: isOrdered || isLast ? newestAt : span.from };
  }
}

/** Open questions that were not in the listing: whatever changed of them changed without a new date. */
async function* readOpen(
  scan: Scan,
  { cursor, open, since }: { cursor: ScanCursor; open: string[]; since: number },
): AsyncGenerator<ScanBatch> {
  const left = new Set(open);
  if (open.length > FEW) {
    for await (const news of listWaiting(scan, since)) {
      for (const each of news) if (each.kind === 'item') left.delete(each.item.id);
      yield { news, cursor: { ...cursor } };
    }
  }
  for (const id of inTurn([...left], cursor.askedId)) {
    const told = await scan.calls.question(id, scan.request.signal);
    cursor.askedId = id;
    const at = new Date(scan.now).toISOString();
    const news: PlatformNews = told === null ? { kind: 'removed', itemId: id, at } : questionNews(told);
    yield { news: [news], cursor: { ...cursor } };
  }
  yield { news: [], cursor: { ...cursor } };
}

async function* listWaiting(scan: Scan, since: number): AsyncGenerator<PlatformNews[]> {
  const { calls, request, now } = scan;
  const span = { from: since + AHEAD, to: now + AHEAD };
  for (let page = 0, isLast = false; !isLast; page += 1) {
    const read = await calls.list({ span, page, status: 'WAITING_FOR_ANSWER', signal: request.signal });
    isLast = read.isLast || read.questions.length === 0;
    yield read.questions.map(questionNews);
  }
}

/** Those after the last one asked for come first, so that none is forgotten where there are too many. */
function inTurn(ids: string[], askedId: string | null): string[] {
  const sorted = ids.toSorted();
  const next = askedId === null ? 0 : sorted.findIndex((id) => id > askedId);
  return [...sorted.slice(Math.max(next, 0)), ...sorted.slice(0, Math.max(next, 0))].slice(0, MOST_ASKED);
}
