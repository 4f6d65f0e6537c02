import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { GraphClient, GraphObject } from './graph-client.ts';
import { isNotThere } from './graph-fault.ts';
import { membersOf, textOf } from './wire-value.ts';

/** More than any account has; behind it a platform only goes on and on. */
const MOST_PAGES = 10_000;
const MOST_EMPTY_PAGES = 100;

export interface EdgeRequest {
  path: string;
  query: Record<string, string>;
  signal?: AbortSignal;
  /** Begin behind this cursor. */
  after?: string;
}

export interface EdgePage {
  data: readonly unknown[];
  /** The whole answer, for `summary`. */
  body: GraphObject;
  /** No page comes after it. */
  isLast: boolean;
}

/**
 * Page by page (Graph API, "Get Results"). Only a page without `next` is the last: a short or an empty one is not.
 * `next` itself is never called, it holds the token. Cursors die with the item they stand on: then the edge is read from
 * its beginning once more, so that an item may come twice.
 *
 * @throws PlatformFault
 */
export async function* readEdge(graph: GraphClient, request: EdgeRequest): AsyncGenerator<EdgePage> {
  const { path, query, signal } = request;
  let after = request.after ?? null;
  let mayRestart = true;
  let emptyPages = 0;
  const seen = new Set<string>();
  for (;;) {
    stopWhenAborted(signal);
    const body = await readPage().catch((fault: unknown) => {
      if (after === null || !mayRestart || !isNotThere(fault)) throw fault;
      return null;
    });
    if (body === null) {
      mayRestart = false;
      after = null;
      seen.clear();
      continue;
    }
    const next = nextCursor(body);
    const data = dataOf(body);
    yield { data, body, isLast: next === null };
    if (next === null) return;
    emptyPages = data.length === 0 ? emptyPages + 1 : 0;
    if (seen.has(next)) throw contradiction('its pages lead in a circle');
    if (emptyPages >= MOST_EMPTY_PAGES || seen.size >= MOST_PAGES) throw contradiction('its pages have no end');
    seen.add(next);
    after = next;
  }

  function readPage(): Promise<GraphObject> {
    return graph.read({ path, query: after === null ? query : { ...query, after }, ...(signal ? { signal } : {}) });
  }
}

/** An answer without a list says nothing: taken for an empty one, what is there would count as gone. */
function dataOf({ data }: GraphObject): readonly unknown[] {
  if (Array.isArray(data)) return data;
  throw new PlatformFault('PLATFORM_UNREADABLE', 'the platform answered without a list', { effect: 'retry' });
}

function contradiction(message: string): PlatformFault {
  return new PlatformFault('PLATFORM_CONTRADICTS', message, { effect: 'retry' });
}

/**
 * Where the next page of an edge begins; null when there is none. Nested edges have the same shape.
 * @throws PlatformFault retry when there is one and nobody can tell where
 */
export function nextCursor(edge: GraphObject): string | null {
  const paging = membersOf(edge['paging']);
  if (!paging['next']) return null;
  const cursor = textOf(membersOf(paging['cursors'])['after']);
  const next = cursor ?? URL.parse(String(textOf(paging['next'])))?.searchParams.get('after');
  if (next) return next;
  throw new PlatformFault('PLATFORM_UNREADABLE', 'the next page is named in an unknown way', { effect: 'retry' });
}

function stopWhenAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new PlatformFault('TRANSIENT', 'reading was broken off', { effect: 'retry', cause: signal.reason });
}
