import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { GraphClient, GraphObject } from './graph-client.ts';
import { isNotThere } from './graph-fault.ts';
import { listOf, membersOf, textOf } from './wire-value.ts';

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
  for (;;) {
    stopWhenAborted(signal);
    const body = await readPage().catch((fault: unknown) => {
      if (after === null || !mayRestart || !isNotThere(fault)) throw fault;
      return null;
    });
    if (body === null) {
      mayRestart = false;
      after = null;
      continue;
    }
    const next = nextCursor(body);
    yield { data: listOf(body['data']), body, isLast: next === null };
    if (next === null) return;
    if (next === after)
      throw new PlatformFault('PLATFORM_CONTRADICTS', 'its pages lead in a circle', { effect: 'retry' });
    after = next;
  }

  function readPage(): Promise<GraphObject> {
    return graph.read({ path, query: after === null ? query : { ...query, after }, ...(signal ? { signal } : {}) });
  }
}

/** Where the next page of an edge begins; null when there is none. Nested edges have the same shape. */
export function nextCursor(edge: GraphObject): string | null {
  const paging = membersOf(edge['paging']);
  const next = textOf(paging['next']);
  if (next === null) return null;
  const cursor = textOf(membersOf(paging['cursors'])['after']);
  return cursor ?? (URL.canParse(next) ? new URL(next).searchParams.get('after') : null);
}

function stopWhenAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new PlatformFault('TRANSIENT', 'reading was broken off', { effect: 'retry', cause: signal.reason });
}
