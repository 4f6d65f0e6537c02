import type { Knex } from 'knex';
import { DeskError } from '../domain/errors.ts';
import type { Filter, FilterMoment, FilterState, FilterTerm } from '../domain/filter.ts';
import { fold } from '../domain/fold.ts';
import { categories, type Category } from '../domain/ticket.ts';
import type { Connection } from './connect.ts';
import { foldedWords } from './search-index.ts';

/** Reading a filter needs to know who asks and what time it is. */
export interface Asker {
  /** A representative's id: what `assigned:me` means. */
  me: string | null;
  now: Date;
}

/** Conditions on `tickets`, joined by AND. SQL is fixed text; whatever was typed is a binding. */
export async function ticketConditions(connection: Connection, filter: Filter, asker: Asker): Promise<Knex.Raw[]> {
  const conditions: Knex.Raw[] = [];
  for (const term of filter.terms) {
    if (term.field === 'words') continue;
    const [text, ...bindings] = await conditionOf(connection, term, asker);
    conditions.push(connection.raw(term.isNegated ? `(${text}) IS NOT TRUE` : text, bindings));
  }
  return conditions;
}

/** SQL and what its question marks stand for. */
export type Condition = [string, ...(string | number | string[])[]];
type FieldTerm = Exclude<FilterTerm, { field: 'words' }>;

async function conditionOf(connection: Connection, term: FieldTerm, asker: Asker): Promise<Condition> {
  switch (term.field) {
    case 'status':
      return anyOf('tickets.status_id', await idsNamed(connection, 'statuses', 'status', term.name));
    case 'priority':
      return anyOf('tickets.priority_id', await idsNamed(connection, 'priorities', 'priority', term.name));
    case 'source':
      return anyOf('tickets.source_id', await idsNamed(connection, 'sources', 'source', term.name));
    case 'assigned':
      return assignedTo(connection, term.name, asker);
    case 'category':
      return ['tickets.category = ?', term.category];
    case 'channel':
      return ['tickets.channel = ?', term.channel];
    case 'tag':
      return ['tickets.tags_folded @> ARRAY[?]::text[]', fold(term.name)];
    case 'contact':
      return anyOf('tickets.contact_id', await contactsLike(connection, term.name));
    case 'is':
      return [stateConditions[term.state]];
    case 'older':
      return ['tickets.activity_at < ?', momentOf(term.moment, asker.now)];
    case 'newer':
      return ['tickets.activity_at >= ?', momentOf(term.moment, asker.now)];
    case 'number':
      return ['tickets.number = ?', term.number];
  }
}

const categoryConditions = Object.fromEntries(
  categories.map((category) => [category, `tickets.category = '${category}'`]),
) as Record<Category, string>;

const stateConditions: Record<FilterState, string> = {
  ...categoryConditions,
  archived: 'tickets.archived_at IS NOT NULL',
  deleted: 'tickets.deleted_at IS NOT NULL',
  draft: 'tickets.draft_reason IS NOT NULL',
  snoozed: 'tickets.snoozed_until IS NOT NULL',
  trouble: `tickets.id IN (SELECT ticket_id FROM deliveries WHERE state IN ('failed', 'unsure')
    UNION ALL SELECT ticket_id FROM inputs WHERE state = 'parked')`,
  assigned: '(tickets.representative_id IS NOT NULL OR tickets.team_id IS NOT NULL)',
  unassigned: '(tickets.representative_id IS NULL AND tickets.team_id IS NULL)',
};

async function assignedTo(connection: Connection, name: string, asker: Asker): Promise<Condition> {
  const folded = fold(name);
  if (folded === 'none') return [stateConditions.unassigned];
  if (folded === 'me') {
    if (asker.me === null) throw new DeskError('USAGE', 'assigned:me needs to know who you are; give --as or a name');
    return ['tickets.representative_id = ?', asker.me];
  }
  const team = /^team:(.+)$/.exec(folded)?.[1];
  if (team) return anyOf('tickets.team_id', await idsNamed(connection, 'teams', 'team', team));
  return anyOf('tickets.representative_id', await idsNamed(connection, 'representatives', 'representative', name));
}

type Directory = 'statuses' | 'priorities' | 'sources' | 'representatives' | 'teams';

/**
 * Ids of what bears the name, or else of all whose names begin so: a filter is still being typed. Looked up beforehand
 * because with ids at hand PostgreSQL plans by their frequency.
 * @throws DeskError NOT_FOUND telling the names there are
 */
async function idsNamed(connection: Connection, table: Directory, noun: string, name: string): Promise<string[]> {
  const rows = await connection(table).select<{ id: string; name: string; name_folded: string }[]>(
    'id',
    'name',
    'name_folded',
  );
  const wanted = fold(name);
  const exact = rows.filter((row) => row.name_folded === wanted);
  const found = exact.length > 0 ? exact : rows.filter((row) => row.name_folded.startsWith(wanted));
  if (found.length > 0) return found.map(({ id }) => id);
  const names = rows.slice(0, 20).map((row) => row.name);
  throw new DeskError('NOT_FOUND', `there is no ${noun} ${name}; there are ${names.join(', ') || 'none'}`);
}

function anyOf(column: TicketColumn, ids: string[]): Condition {
  if (ids.length === 1) return [`${column} = ?::uuid`, ids[0]!];
  return [`${column} = ANY (?::uuid[])`, ids];
}

type TicketColumn =
  `tickets.${'status_id' | 'priority_id' | 'source_id' | 'representative_id' | 'team_id' | 'contact_id'}`;

const mostContacts = 1000;

async function contactsLike(connection: Connection, name: string): Promise<string[]> {
  const [text, ...bindings] = contactSearch(name);
  const { rows } = await connection.raw<{ rows: { contact_id: string }[] }>(
    `${text} LIMIT ${mostContacts + 1}`,
    bindings,
  );
  if (rows.length <= mostContacts) return rows.map(({ contact_id }) => contact_id);
  throw new DeskError(
    'USAGE',
    `contact:${name} means more than ${mostContacts} contacts; say more of the name or address`,
  );
}

/** Ids of contacts by the beginning of an address, phone number or handle, or of every word of the name. */
export function contactSearch(typed: string): Condition {
  const beginning = `${typed.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const words = foldedWords(typed).split(' ').filter(Boolean);
  const lexemes = words.map((word) => `'${word.replaceAll(/['\\]/g, '')}':*`).join(' & ');
  return [
    `SELECT contact_id FROM contact_identities WHERE value LIKE ?
       UNION SELECT id FROM contacts WHERE lower(handle) LIKE ?
       UNION SELECT id FROM contacts WHERE to_tsvector('simple', name_folded) @@ ?::tsquery`,
    beginning,
    beginning.replace(/^@/, ''),
    lexemes,
  ];
}

function momentOf(moment: FilterMoment, now: Date): string {
  return 'at' in moment
    ? new Date(moment.at).toISOString()
    : new Date(now.getTime() - moment.secondsAgo * 1000).toISOString();
}
