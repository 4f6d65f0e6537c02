import type { Knex } from 'knex';
import type { FilterTerm } from '../domain/filter.ts';
import type { Connection } from './connect.ts';
import { foldedWords } from './search-index.ts';

type WordsTerm = Extract<FilterTerm, { field: 'words' }>;

/**
 * The tsquery of a filter's words, every text a binding. Of the last word the beginning is enough: it is still being
 * typed. @returns null when there is no word to find (negated ones alone find nothing)
 */
export function searchQuery(connection: Connection, terms: readonly FilterTerm[]): Knex.Raw | null {
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
