import type { Knex } from 'knex';
import type { Filter, FilterTerm } from '../domain/filter.ts';
import type { Connection } from './connect.ts';
import { foldedWords } from './search-index.ts';

type WordsTerm = Extract<FilterTerm, { field: 'words' }>;

/** The words of a filter, ready for a statement. */
export interface TicketSearch {
  /** Gives the ids of all tickets that hold them. */
  matches: Knex.Raw;
  /** Whether one row of tickets holds them. */
  holds: Knex.Raw;
  /** How many tickets hold them, as the planner estimates: that costs no execution. */
  hits: number;
  /** How many tickets there are, roughly. */
  total: number;
}

/** @returns null when the filter has no words */
export async function describeSearch(connection: Connection, filter: Filter): Promise<TicketSearch | null> {
  const query = searchQuery(connection, filter.terms);
  if (!query) return null;
  const found = connection.raw('SELECT ticket_id FROM ticket_search WHERE document @@ ?', [query]);
  const one = connection.raw(
    'EXISTS (SELECT 1 FROM ticket_search WHERE ticket_search.ticket_id = tickets.id AND document @@ ? OFFSET 0)',
    [query],
  );
  const number = soleNumber(filter);
  return {
    matches:
      number === null ? found : connection.raw('? UNION SELECT id FROM tickets WHERE number = ?', [found, number]),
    holds: number === null ? one : connection.raw('(tickets.number = ? OR ?)', [number, one]),
    ...(await estimate(connection, found)),
  };
}

/** A filter of nothing but digits may mean a ticket's number. */
function soleNumber(filter: Filter): number | null {
  const [term, ...others] = filter.terms;
  if (others.length > 0 || term?.field !== 'words' || term.isNegated) return null;
  return /^\d{1,12}$/.test(term.text) ? Number(term.text) : null;
}

async function estimate(connection: Connection, found: Knex.Raw): Promise<{ hits: number; total: number }> {
  type Explained = { 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] };
  const explained = await connection.raw<{ rows: Explained[] }>('EXPLAIN (FORMAT JSON) ?', [found]);
  const hits = explained.rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
  if (hits < 500) return { hits, total: 0 };
  const { rows } = await connection.raw<{ rows: { n: number }[] }>(
    `SELECT reltuples::bigint AS n FROM pg_class WHERE oid = 'ticket_search'::regclass`,
  );
  return { hits, total: rows[0]?.n ?? 0 };
}

/**
 * The tsquery of a filter's words, every text a binding. Of the last word the beginning is enough: it is still being
 * typed. @returns null when there is no word to find (negated ones alone find nothing)
 */
function searchQuery(connection: Connection, terms: readonly FilterTerm[]): Knex.Raw | null {
  const words = terms.filter((term): term is WordsTerm & { isNegated: boolean } => term.field === 'words');
  const parts = words.map((term, index) => {
    const isTyping = index === words.length - 1 && !term.isPhrase && !term.isNegated;
    const query = wordQuery(connection, term, isTyping);
    return term.isNegated ? connection.raw('(!! ?)', [query]) : query;
  });
  if (parts.length === 0) return null;
  return connection.raw(`(${parts.map(() => '?').join(' && ')})`, parts);
}

/** The parser that made the index splits some words (addresses, hosts): a word is found whole or as it is split. */
function wordQuery(connection: Connection, term: WordsTerm, isTyping: boolean): Knex.Raw {
  const words = foldedWords(term.text);
  const phrase = connection.raw(`phraseto_tsquery('simple', ?)`, [words]);
  if (words.includes(' ') || words === '') return phrase;
  const lexeme = `'${words.replaceAll(/['\\]/g, '')}'${isTyping ? ':*' : ''}`;
  return connection.raw('(? || ?::tsquery)', [phrase, lexeme]);
}
