import type { Knex } from 'knex';
import type { Filter } from '../domain/filter.ts';
import { tabs, type TabId } from '../domain/tab.ts';
import type { PageKey, StatusCount, TicketPage } from '../domain/views.ts';
import type { Connection } from './connect.ts';
import { describeSearch, type TicketSearch } from './describe-search.ts';
import { runPrepared } from './run-prepared.ts';
import { ticketConditions } from './ticket-conditions.ts';
import { ticketViews, toTicketRow, type ViewedTicket } from './ticket-views.ts';

export interface TicketQuery {
  tab: TabId;
  filter: Filter | null;
  limit: number;
  /** Only what stands below this place; */
  after?: PageKey;
  /** or the page right above this one. */
  before?: PageKey;
  /** A representative's id: what `assigned:me` means. */
  me: string | null;
}

const mostRows = 500;
/** More than a thousand is said as 1,001. */
const countCap = 1001;

/**
 * One page of a tab, newest activity first; found by its place, never by an offset.
 * @throws DeskError NOT_FOUND when the filter names a status, source, priority or person that does not exist
 */
export async function listTickets(connection: Connection, query: TicketQuery): Promise<TicketPage> {
  const list = await describeList(connection, query);
  if (!list) return { rows: [], next: null };
  const limit = Math.max(1, Math.min(query.limit, mostRows));
  const rows = await readPage(connection, list, { query, limit: limit + 1 });
  const shown = rows.slice(0, limit).map(toTicketRow);
  if (query.before) shown.reverse();
  const last = shown.at(-1);
  const hasMore = query.before ? shown.length > 0 : rows.length > limit;
  return { rows: shown, next: hasMore && last ? { activityAt: last.activityAt, id: last.id } : null };
}

/** Which tickets. */
interface TicketList {
  /** In the words of a partial index. */
  scope: string;
  conditions: Knex.Raw[];
  search: TicketSearch | null;
}

const listed = 'tickets.archived_at IS NULL AND tickets.deleted_at IS NULL';
const archived = 'tickets.archived_at IS NOT NULL AND tickets.deleted_at IS NULL';
const kept = 'tickets.deleted_at IS NULL';
const deleted = 'tickets.deleted_at IS NOT NULL AND tickets.purged_at IS NULL';

type ListQuery = Pick<TicketQuery, 'tab' | 'filter' | 'me'>;

async function describeList(connection: Connection, query: ListQuery): Promise<TicketList | null> {
  const channel = tabs.find(({ id }) => id === query.tab)?.channel;
  if (channel === undefined) return null;
  const { filter } = query;
  const conditions = filter ? await ticketConditions(connection, filter, { me: query.me, now: new Date() }) : [];
  if (channel !== null) conditions.unshift(connection.raw('tickets.channel = ?', [channel]));
  return { scope: scopeOf(filter), conditions, search: filter && (await describeSearch(connection, filter)) };
}

/** Archived tickets leave every tab, but words and numbers find them. Deleted ones are shown only when asked for. */
function scopeOf(filter: Filter | null): string {
  const wants = (state: string) =>
    filter?.terms.some((term) => term.field === 'is' && term.state === state && !term.isNegated) ?? false;
  if (wants('deleted')) return deleted;
  if (wants('archived')) return archived;
  const isSearch = filter?.terms.some(
    ({ field, isNegated }) => (field === 'words' || field === 'number') && !isNegated,
  );
  return isSearch ? kept : listed;
}

/** How the tickets that hold the words are come by: all of them first, or the list walked by date, so far or to its end. */
type Way = 'matches' | 'walk-some' | 'walk-all';

/** So many tickets are walked before it is asked whether finding all matches would not have been cheaper. */
const walkedAtFirst = 20_000;
/** With more hits than this, walking on is cheaper whatever the words. */
const mostMatches = 150_000;

async function readPage(
  connection: Connection,
  list: TicketList,
  page: { query: TicketQuery; limit: number },
): Promise<ViewedTicket[]> {
  const { hits, total } = list.search ?? { hits: 0, total: 0 };
  // Finding all h matches costs in proportion to h, walking until a page is full in proportion to n / h.
  const isSelective = hits < 500 || hits < Math.sqrt(page.limit * Math.max(total, 1));
  const rows = await readAlong(connection, list, { ...page, way: isSelective ? 'matches' : 'walk-some' });
  if (isSelective || rows.length >= page.limit) return rows;
  return readAlong(connection, list, { ...page, way: hits < mostMatches ? 'matches' : 'walk-all' });
}

async function readAlong(
  connection: Connection,
  list: TicketList,
  { query, limit, way }: { query: TicketQuery; limit: number; way: Way },
): Promise<ViewedTicket[]> {
  const order = query.before ? 'ASC' : 'DESC';
  const along = `ORDER BY tickets.activity_at ${order}, tickets.id ${order} LIMIT ${limit}`;
  const conditions = [...list.conditions, ...placeConditions(connection, query)];
  const page = pageStatement(
    connection,
    { ...list, conditions },
    { along, way, walked: along.replace(/\d+$/, String(walkedAtFirst)) },
  );
  // Screens ask twice a second, and planning these joins takes longer than running them.
  const { sql, bindings } = connection.raw(ticketViews('?', order), [page]).toSQL();
  return runPrepared<ViewedTicket>(connection, sql, bindings as string[]);
}

function placeConditions(connection: Connection, { after, before }: TicketQuery): Knex.Raw[] {
  const key = after ?? before;
  if (!key) return [];
  const side = after ? '<' : '>';
  return [
    connection.raw(`(tickets.activity_at, tickets.id) ${side} (?::timestamptz, ?::uuid)`, [key.activityAt, key.id]),
  ];
}

/** Whole rows of tickets. */
function pageStatement(
  connection: Connection,
  { scope, conditions, search }: TicketList,
  { along, walked, way }: { along: string; walked: string; way: Way },
): Knex.Raw {
  const where = `WHERE ${scope}${conditions.map(() => ' AND (?)').join('')}`;
  if (!search) return connection.raw(`SELECT tickets.* FROM tickets ${where} ${along}`, conditions);
  switch (way) {
    case 'matches':
      return connection.raw(
        `WITH matches AS MATERIALIZED (?) SELECT tickets.* FROM matches JOIN tickets ON tickets.id = matches.ticket_id ${where} ${along}`,
        [search.matches, ...conditions],
      );
    case 'walk-some':
      return connection.raw(
        `SELECT tickets.* FROM (SELECT tickets.* FROM tickets ${where} ${walked}) AS tickets WHERE ? ${along}`,
        [...conditions, search.holds],
      );
    case 'walk-all':
      return connection.raw(`SELECT tickets.* FROM tickets ${where} AND ? ${along}`, [...conditions, search.holds]);
  }
}

/** How many tickets of the list stand in each status, in the statuses' order; each capped at 1,001. */
export async function countByStatus(connection: Connection, query: ListQuery): Promise<StatusCount[]> {
  const list = await describeList(connection, query);
  if (!list) return [];
  const { counted, bindings } = countedPart(list);
  const statement = connection.raw<{ rows: StatusCount[] }>(
    `SELECT statuses.id AS "statusId", statuses.name, statuses.color, statuses.category, coalesce(counted.count, 0) AS count
     FROM statuses ${counted} ORDER BY statuses.position, statuses.name`,
    bindings,
  );
  return (await statement).rows;
}

/** Few matches are counted at one go; otherwise each status is counted along its index until there are enough. */
function countedPart({ scope, conditions, search }: TicketList): { counted: string; bindings: Knex.Raw[] } {
  const where = `WHERE ${scope}${conditions.map(() => ' AND (?)').join('')}`;
  if (search && search.hits < mostMatches) {
    return {
      counted: `LEFT JOIN (WITH matches AS MATERIALIZED (?)
          SELECT status_id, least(count(*), ${countCap})::int AS count
          FROM matches JOIN tickets ON tickets.id = matches.ticket_id ${where} GROUP BY status_id) AS counted
        ON counted.status_id = statuses.id`,
      bindings: [search.matches, ...conditions],
    };
  }
  return {
    counted: `CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM (SELECT 1 FROM tickets
        ${where} AND tickets.status_id = statuses.id${search ? ' AND ?' : ''} LIMIT ${countCap}) AS capped) AS counted`,
    bindings: [...conditions, ...(search ? [search.holds] : [])],
  };
}

/**
 * A word that differs whenever anything may have changed that the tab shows: which transactions have ended so far. It
 * reads no table, nothing has to be written for it, and unlike a greatest time or number it cannot miss a transaction
 * that began early and committed late. Any write of the server changes it, so a changed word means "read the page again".
 */
export async function probeTickets(connection: Connection, tab: TabId): Promise<string> {
  if (tabs.find(({ id }) => id === tab)?.channel === undefined) return 'holds no tickets';
  const { rows } = await connection.raw<{ rows: { snapshot: string }[] }>(
    'SELECT pg_current_snapshot()::text AS snapshot',
  );
  return rows[0]!.snapshot;
}
