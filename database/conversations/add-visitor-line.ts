import { DeskError } from '../../domain/errors.ts';
import { storableText } from '../../domain/storable-text.ts';
import type { Connection, Database } from '../connect.ts';

/** Longer lines are cut: nobody types so much into a chat. */
const LONGEST_LINE = 20_000;
const UNIQUE_VIOLATION = '23505';

export interface VisitorLine {
  conversationId: string;
  /** Made by the page before it sends: the same key is the same line, however often it is sent. */
  key: string;
  text: string;
  /** Id of the button that was picked; `text` is then its label. */
  option: string | null;
  /** ISO. */
  now: string;
}

/**
 * Writes a line of the visitor, before anybody else hears of it.
 * @returns its number in the talk; the first number when the key was there already
 * @throws DeskError NOT_FOUND, INVALID_INPUT for an empty line, STATE_FORBIDS when the talk has ended
 */
export async function addVisitorLine(database: Database, line: VisitorLine): Promise<{ number: number }> {
  const { conversationId, key, option, now } = line;
  const text = storableText(line.text.slice(0, LONGEST_LINE));
  if (text.trim() === '' && option === null) throw new DeskError('INVALID_INPUT', 'an empty line says nothing');
  const data = JSON.stringify(option === null ? {} : { option: storableText(option) });
  try {
    const { rows } = await database.raw<{ rows: { number: number }[] }>(
      `WITH talk AS (
         UPDATE conversations SET line_count = line_count + 1, waiting_since = coalesce(waiting_since, :now),
           visitor_seen_at = greatest(visitor_seen_at, :now)
         WHERE id = :conversationId AND phase <> 'ended'
         RETURNING line_count)
       INSERT INTO conversation_lines (conversation_id, number, author, text, data, key, at)
       SELECT :conversationId, line_count, 'visitor', :text, :data, :key, :now FROM talk RETURNING number`,
      { conversationId, key: storableText(key), text, data, now },
    );
    if (rows[0]) return rows[0];
  } catch (error) {
    const known =
      (error as { code?: string }).code === UNIQUE_VIOLATION ? await findByKey(database, conversationId, key) : null;
    if (!known) throw error;
    return known;
  }
  return (await findByKey(database, conversationId, key)) ?? refuse(database, conversationId);
}

async function findByKey(
  connection: Connection,
  conversationId: string,
  key: string,
): Promise<{ number: number } | null> {
  const row = await connection('conversation_lines')
    .where({ conversation_id: conversationId, key: storableText(key) })
    .first<{ number: number } | undefined>('number');
  return row ?? null;
}

async function refuse(connection: Connection, conversationId: string): Promise<never> {
  const talk = await connection('conversations').where({ id: conversationId }).first('id');
  throw talk
    ? new DeskError('STATE_FORBIDS', 'the talk has ended')
    : new DeskError('NOT_FOUND', `there is no talk ${conversationId}`);
}
