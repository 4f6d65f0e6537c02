const DAY = 86_400_000;
/** Transitions are looked up for so long at once, and kept. */
const CHUNK = 32 * DAY;
/** About a lifetime of one zone; a desk has few zones, and a hostile file cannot fill the memory. */
const MOST_CHUNKS = 4096;

/** A time in which the clocks of a zone keep the same distance from UTC. Milliseconds; the end is not in it. */
export interface OffsetSpan {
  startMs: number;
  endMs: number;
  offsetMs: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
const chunks = new Map<string, OffsetSpan[]>();

/** The spans of a zone from one time to another, clipped to them, in order and without gaps. @throws RangeError for an unknown zone */
export function* zoneOffsets(timeZone: string, fromMs: number, toMs: number): Generator<OffsetSpan> {
  for (let index = Math.floor(fromMs / CHUNK); index * CHUNK < toMs; index += 1) {
    for (const span of chunkOf(timeZone, index)) {
      const startMs = Math.max(span.startMs, fromMs);
      const endMs = Math.min(span.endMs, toMs);
      if (startMs < endMs) yield { startMs, endMs, offsetMs: span.offsetMs };
    }
  }
}

function chunkOf(timeZone: string, index: number): OffsetSpan[] {
  const key = `${timeZone} ${index}`;
  const known = chunks.get(key);
  if (known) return known;
  if (chunks.size >= MOST_CHUNKS) chunks.clear();
  const spans = findSpans(timeZone, index * CHUNK, (index + 1) * CHUNK);
  chunks.set(key, spans);
  return spans;
}

/** Looks at each day's offset; no zone has ever gone to another offset and back within one. */
function findSpans(timeZone: string, startMs: number, endMs: number): OffsetSpan[] {
  let span: OffsetSpan = { startMs, endMs, offsetMs: offsetAt(timeZone, startMs) };
  const spans = [span];
  for (let dayMs = startMs; dayMs < endMs; dayMs += DAY) {
    const offsetMs = offsetAt(timeZone, dayMs + DAY);
    if (offsetMs === span.offsetMs) continue;
    span.endMs = changeBetween(timeZone, dayMs, dayMs + DAY);
    span = { startMs: span.endMs, endMs, offsetMs };
    spans.push(span);
  }
  return spans;
}

/** The first second of the later offset, by halving. */
function changeBetween(timeZone: string, beforeMs: number, afterMs: number): number {
  const offsetBefore = offsetAt(timeZone, beforeMs);
  let [before, after] = [beforeMs / 1000, afterMs / 1000];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(timeZone, middle * 1000) === offsetBefore) before = middle;
    else after = middle;
  }
  return after * 1000;
}

/** Local time less UTC, for a whole second. */
function offsetAt(timeZone: string, timeMs: number): number {
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = formatterOf(timeZone)
    .format(timeMs)
    .split(/\D+/u)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - timeMs;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}
