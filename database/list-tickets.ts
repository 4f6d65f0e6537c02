import type { Knex } from 'knex';
import type { Filter } from '../domain/filter.ts';
import { tabs, type TabId } from '../domain/tab.ts';
import type { PageKey, StatusCount, TicketPage } from '../domain/views.ts';
import type { Connection } from './connect.ts';
import { searchQuery } from './search-query.ts';
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
  const order = query.before ? 'ASC' : 'DESC';
  const conditions = [...list.conditions, ...placeConditions(connection, query)];
  const page = pageStatement(connection, { ...list, conditions }, { order, limit: limit + 1 });
  const { rows } = await connection.raw<{ rows: ViewedTicket[] }>(ticketViews('?', order), [page]);
  const shown = rows.slice(0, limit).map(toTicketRow);
  if (query.before) shown.reverse();
  const last = shown.at(-1);
  const hasMore = query.before ? shown.length > 0 : rows.length > limit;
  return { rows: shown, next: hasMore && last ? { activityAt: last.activityAt, id: last.id } : null };
}

/** Which tickets: one condition per index that leads through them by activity, and what else must hold. */
interface TicketList {
  branches: string[];
  conditions: Knex.Raw[];
  /** Set when so few tickets hold the words that finding them all first is cheaper than walking the list. */
  matches: Knex.Raw | null;
}

const listed = 'tickets.archived_at IS NULL AND tickets.deleted_at IS NULL';
const archived = 'tickets.archived_at IS NOT NULL AND tickets.deleted_at IS NULL';
const deleted = 'tickets.deleted_at IS NOT NULL AND tickets.purged_at IS NULL';

type ListQuery = Pick<TicketQuery, 'tab' | 'filter' | 'me'>;

async function describeList(connection: Connection, query: ListQuery): Promise<TicketList | null> {
  const channel = tabs.find(({ id }) => id === query.tab)?.channel;
  if (channel === undefined) return null;
  const conditions = query.filter
    ? await ticketConditions(connection, query.filter, { me: query.me, now: new Date() })
    : [];
  if (channel !== null) conditions.unshift(connection.raw('tickets.channel = ?', [channel]));
  const search = query.filter && searchQuery(connection, query.filter.terms);
  const list: TicketList = { branches: branchesOf(query.filter), conditions, matches: null };
  return search ? await addSearch(connection, list, { search, filter: query.filter }) : list;
}

/** Archived tickets leave every tab, but words and numbers find them. Deleted ones are shown only when asked for. */
function branchesOf(filter: Filter | null): string[] {
  const wants = (state: string) =>
    filter?.terms.some((term) => term.field === 'is' && term.state === state && !term.isNegated) ?? false;
  if (wants('deleted')) return [deleted];
  if (wants('archived')) return [archived];
  const isSearch = filter?.terms.some(({ field, isNegated }) => (field === 'words' || field === 'number') && !isNegated);
  return isSearch ? [listed, archived] : [listed];
}

async function addSearch(
  connection: Connection,
  list: TicketList,
  { search, filter }: { search: Knex.Raw; filter: Filter | null },
): Promise<TicketList> {
  const number = soleNumber(filter);
  const found = connection.raw('SELECT ticket_id FROM ticket_search WHERE document @@ ?', [search]);
  if (await areFew(connection, found)) {
    const orNumber = number === null ? found : connection.raw('? UNION SELECT id FROM tickets WHERE number = ?', [found, number]);
    return { ...list, matches: orNumber };
  }
  const walk = connection.raw(
    `EXISTS (SELECT 1 FROM ticket_search WHERE ticket_search.ticket_id = tickets.id AND document @@ ? OFFSET 0)`,
    [search],
  );
  const condition = number === null ? walk : connection.raw('(tickets.number = ? OR ?)', [number, walk]);
  return { ...list, conditions: [...list.conditions, condition] };
}

/** A filter of nothing but digits may mean a ticket's number. */
function soleNumber(filter: Filter | null): number | null {
  const [term, ...others] = filter?.terms ?? [];
  if (others.length > 0 || term?.field !== 'words' || term.isNegated) return null;
  return /^\d{1,12}$/.test(term.text) ? Number(term.text) : null;
}

/**
 * Finding all h matches costs in proportion to h; walking the list by date until a page is full costs in proportion
 * to n / h. They meet near the square root of page times n. The planner's estimate of h costs no execution.
 */
async function areFew(connection: Connection, found: Knex.Raw): Promise<boolean> {
  type Explained = { 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] };
  const { rows } = await connection.raw<{ rows: Explained[] }>('EXPLAIN (FORMAT JSON) ?', [found]);
  const hits = rows[0]!['QUERY PLAN'][0].Plan['Plan Rows'];
  if (hits < 500) return true;
  const total = await connection.raw<{ rows: { n: number }[] }>(
    `SELECT reltuples::bigint AS n FROM pg_class WHERE oid = 'ticket_search'::regclass`,
  );
  return hits < Math.sqrt(40 * Math.max(total.rows[0]!.n, 1));
}

function placeConditions(connection: Connection, { after, before }: TicketQuery): Knex.Raw[] {
  if (after) return [place('<', after)];
  if (before) return [place('>', before)];
  return [];

  function place(side: '<' | '>', key: PageKey): Knex.Raw {
    return connection.raw(`(tickets.activity_at, tickets.id) ${side} (?::timestamptz, ?::uuid)`, [key.activityAt, key.id]);
  }
}

/** Whole rows of tickets. Two branches are merged by PostgreSQL along their indexes, so that neither is read to its end. */
function pageStatement(
  connection: Connection,
  list: TicketList,
  { order, limit }: { order: 'ASC' | 'DESC'; limit: number },
): Knex.Raw {
  const { text, bindings } = branchesStatement(list);
  return connection.raw(
    `${list.matches ? 'WITH matches AS MATERIALIZED (?) ' : ''}SELECT tickets.* FROM (${text}) AS tickets
     ORDER BY tickets.activity_at ${order}, tickets.id ${order} LIMIT ?`,
    [...(list.matches ? [list.matches] : []), ...bindings, limit],
  );
}

function branchesStatement(list: TicketList): { text: string; bindings: Knex.Raw[] } {
  const from = list.matches ? 'matches JOIN tickets ON tickets.id = matches.ticket_id' : 'tickets';
  const more = list.conditions.map(() => ' AND (?)').join('');
  const text = list.branches.map((branch) => `SELECT tickets.* FROM ${from} WHERE ${branch}${more}`).join(' UNION ALL ');
  return { text, bindings: list.branches.flatMap(() => list.conditions) };
}

/** How many tickets of the list stand in each status, in the statuses' order; each capped at 1,001. */
export async function countByStatus(connection: Connection, query: ListQuery): Promise<StatusCount[]> {
  const list = await describeList(connection, query);
  if (!list) return [];
  const { text, bindings } = branchesStatement(list);
  const { rows } = await connection.raw<{ rows: StatusCount[] }>(
    `${list.matches ? 'WITH matches AS MATERIALIZED (?) ' : ''}
     SELECT statuses.id AS "statusId", statuses.name, statuses.color, statuses.category, counted.count
     FROM statuses CROSS JOIN LATERAL (
       SELECT count(*)::int AS count FROM (
         SELECT 1 FROM (${text}) AS tickets WHERE tickets.status_id = statuses.id LIMIT ${countCap}) AS capped) AS counted
     ORDER BY statuses.position, statuses.name`,
    [...(list.matches ? [list.matches] : []), ...bindings],
  );
  return rows;
}

/**
 * A word that differs whenever anything may have changed that the tab shows: which transactions have ended so far. It
 * reads no table, nothing has to be written for it, and unlike a greatest time or number it cannot miss a transaction
 * that began early and committed late. Any write of the server changes it, so a changed word means "read the page again".
 */
export async function probeTickets(connection: Connection, tab: TabId): Promise<string> {
  if (tabs.find(({ id }) => id === tab)?.channel === undefined) return 'holds no tickets';
  const { rows } = await connection.raw<{ rows: { snapshot: string }[] }>('SELECT pg_current_snapshot()::text AS snapshot');
  return rows[0]!.snapshot;
}
