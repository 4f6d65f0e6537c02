import { GraphRefusal } from './graph-error.ts';

export interface PagingRules {
  /** Items without `limit`. */
  usualLimit: number;
  mostLimit: number;
  /** A larger `limit` is cut down silently, or refused with code 100. */
  overMost: 'cut' | 'refuse';
  /**
   * `half`: pages hold half of what they could, and even the last one with items has a `next`, which leads to an empty
   * page without one. `empty`: before each page with items comes one with none.
   */
  shortPages: 'none' | 'half' | 'empty';
}

export interface PageRequest<Item> {
  /** All of them, in the order of the edge. */
  items: readonly Item[];
  /** As called: `limit`, `after`, `before`, and everything that `next` and `previous` repeat. */
  url: URL;
  /** Scheme, host and port for `next` and `previous`. */
  baseUrl: string;
  rules: PagingRules;
}

export interface GraphPage<Item> {
  data: Item[];
  paging?: { cursors: { before: string; after: string }; previous?: string; next?: string };
}

interface Cursor {
  /** Of the item, `''` before the first. */
  id: string;
  /** The empty page after it has been given (`shortPages: 'empty'`). */
  isEmptied: boolean;
}

/**
 * One page of an edge with cursors (Graph API, "Get Results": cursor-based pagination). The last page is the one
 * without `next`. A cursor dies with its item: it is refused with code 100 then (which code is unconfirmed). An edge
 * with nothing on it has no `paging`.
 */
export function graphPage<Item extends { id: string }>(request: PageRequest<Item>): GraphPage<Item> {
  const { items, url, rules } = request;
  const limit = readLimit(url.searchParams.get('limit'), rules);
  const before = url.searchParams.get('before');
  const cursor = readCursor(url.searchParams.get('after'), items);
  const size = rules.shortPages === 'half' ? Math.ceil(limit / 2) : limit;
  const end = before === null ? null : placeOf(readCursor(before, items), items);
  const start = end === null ? placeOf(cursor, items) + 1 : Math.max(0, end - size);
  if (rules.shortPages === 'empty' && end === null && !cursor.isEmptied && start < items.length)
    return emptyPage(request, cursor);
  const data = items.slice(start, end ?? start + size);
  return pageOf(request, data, { hasPrevious: start > 0, hasNext: hasNext(start + data.length, request) });
}

/** An empty page whose cursors look as if there were something: `data: []` although `comments_count` is above 0. */
export function hollowPage(): GraphPage<never> {
  const cursor = writeCursor({ id: '0', isEmptied: false });
  return { data: [], paging: { cursors: { before: cursor, after: cursor } } };
}

function hasNext<Item>(end: number, { items, rules }: PageRequest<Item>): boolean {
  return end < items.length || rules.shortPages === 'half';
}

function pageOf<Item extends { id: string }>(
  request: PageRequest<Item>,
  data: Item[],
  { hasPrevious, hasNext }: { hasPrevious: boolean; hasNext: boolean },
): GraphPage<Item> {
  const first = data[0];
  const last = data.at(-1);
  if (!first || !last) return { data };
  const before = writeCursor({ id: first.id, isEmptied: false });
  const after = writeCursor({ id: last.id, isEmptied: false });
  return {
    data,
    paging: {
      cursors: { before, after },
      ...(hasPrevious ? { previous: pageUrl(request, 'before', before) } : {}),
      ...(hasNext ? { next: pageUrl(request, 'after', after) } : {}),
    },
  };
}

function emptyPage<Item>(request: PageRequest<Item>, { id }: Cursor): GraphPage<Item> {
  const after = writeCursor({ id, isEmptied: true });
  return { data: [], paging: { cursors: { before: after, after }, next: pageUrl(request, 'after', after) } };
}

function pageUrl<Item>({ url, baseUrl }: PageRequest<Item>, side: 'before' | 'after', cursor: string): string {
  const page = new URL(url.pathname + url.search, baseUrl);
  page.searchParams.delete('before');
  page.searchParams.delete('after');
  page.searchParams.set(side, cursor);
  return page.href;
}

function readLimit(text: string | null, rules: PagingRules): number {
  if (text === null) return rules.usualLimit;
  if (!/^[1-9][0-9]{0,8}$/.test(text))
    throw new GraphRefusal({ code: 100, message: 'Param limit must be a whole number above zero' });
  if (Number(text) > rules.mostLimit && rules.overMost === 'refuse')
    throw new GraphRefusal({ code: 100, message: `Param limit must not be above ${rules.mostLimit}` });
  return Math.min(Number(text), rules.mostLimit);
}

function writeCursor({ id, isEmptied }: Cursor): string {
  return Buffer.from(`c:${id}:${isEmptied ? 'e' : ''}`).toString('base64url');
}

function readCursor<Item extends { id: string }>(text: string | null, items: readonly Item[]): Cursor {
  if (text === null) return { id: '', isEmptied: false };
  const match = /^c:(.*):(e?)$/.exec(Buffer.from(text, 'base64url').toString());
  const id = match?.[1];
  if (id === undefined || (id !== '' && !items.some((item) => item.id === id)))
    throw new GraphRefusal({ code: 100, message: 'Invalid cursor: what it stood on is gone' });
  return { id, isEmptied: match?.[2] === 'e' };
}

function placeOf<Item extends { id: string }>({ id }: Cursor, items: readonly Item[]): number {
  return items.findIndex((item) => item.id === id);
}
