import { fold } from '../domain/fold.ts';
import type { Connection } from './connect.ts';
import { writeTogether, type Part } from './write-together.ts';

/** Words of a ticket beyond this many characters of one text are not indexed: a tsvector holds at most 1 MB. */
const INDEXED_CHARACTERS = 60_000;

/** Adds words to what the ticket is found by, in the transaction that writes them. */
export async function indexWords(
  transaction: Connection,
  ticketId: string,
  ...texts: (string | null)[]
): Promise<void> {
  await writeTogether(transaction, wordsInto(ticketId, texts));
}

/** The same as part of a statement; none where there are no words. */
export function wordsInto(ticketId: string, texts: readonly (string | null)[]): Part[] {
  const words = foldedWords(texts.filter((text) => text !== null).join(' \n '));
  if (words === '') return [];
  const sql = `INSERT INTO ticket_search (ticket_id, document) VALUES (?, to_tsvector('simple', ?))
     ON CONFLICT (ticket_id) DO UPDATE SET document =
       CASE WHEN length(ticket_search.document) < 20000 THEN ticket_search.document || excluded.document
            ELSE ticket_search.document END`;
  return [{ sql, bindings: [ticketId, words] }];
}

/** Folded words with everything else as a space, so that "sipariş-42" is found by "42" and by "siparis". */
export function foldedWords(text: string): string {
  return fold(text.slice(0, INDEXED_CHARACTERS))
    .replace(/[^\p{L}\p{N}@._]+/gu, ' ')
    .trim();
}
