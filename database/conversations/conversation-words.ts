import type { Connection } from '../connect.ts';
import { typingSince } from './typing-since.ts';

/**
 * One word for each talk that changes whenever its view would: so that one poll serves many pages, and a page is read
 * anew only when something happened.
 */
export async function conversationWords(
  connection: Connection,
  ids: readonly string[],
  now: number = Date.now(),
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await connection.raw<{ rows: { id: string; word: string }[] }>(
    `SELECT id, concat_ws('/', phase, outcome, ticket_id, line_count, taken_number, waiting_since IS NOT NULL,
       error_code, phase = 'handed-over' AND EXISTS (
         SELECT 1 FROM drafts WHERE drafts.ticket_id = conversations.ticket_id AND kind = 'reply' AND used_at IS NULL
           AND saved_at > :typingSince)) AS word
     FROM conversations WHERE id = ANY (:ids::uuid[])`,
    { ids, typingSince: typingSince(now) },
  );
  return new Map(rows.map(({ id, word }) => [id, word]));
}
