import type { Actor } from '../domain/actor.ts';
import type { CommandAnswer } from '../domain/command.ts';
import type { Connection, Database } from './connect.ts';
import { toJson } from './write-together.ts';

export type InputKind = 'opening' | 'message' | 'command' | 'receipt' | 'wake';
export type InputState = 'waiting' | 'done' | 'refused' | 'parked' | 'cancelled';

export interface NewInput {
  id: string;
  ticketId: string;
  kind: InputKind;
  data: Record<string, unknown>;
  actor: Actor;
  now: string;
  state?: InputState;
}

/**
 * Adds what the ticket has to take up. The caller holds the ticket's lock, or takes it here: the number comes from the
 * ticket's row. The id is the caller's, so a second try finds the first.
 * @returns false when the input was there already
 */
export async function addInput(transaction: Connection, input: NewInput): Promise<boolean> {
  const { rows } = await transaction.raw<{ rows: unknown[] }>(
    `WITH numbered AS (
       UPDATE tickets SET input_count = input_count + 1
       WHERE id = ? AND NOT EXISTS (SELECT 1 FROM inputs WHERE inputs.id = ?)
       RETURNING input_count)
     INSERT INTO inputs (id, ticket_id, number, kind, data, actor, created_at, state, ended_at)
     SELECT ?, ?, input_count, ?, ?::jsonb, ?::jsonb, ?, ?, ? FROM numbered
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      input.ticketId,
      input.id,
      input.id,
      input.ticketId,
      input.kind,
      toJson(input.data),
      toJson(input.actor),
      input.now,
      input.state ?? 'waiting',
      input.state && input.state !== 'waiting' ? input.now : null,
    ],
  );
  return rows.length > 0;
}

export interface InputAnswer {
  state: InputState;
  answer: CommandAnswer | null;
  errorCode: string | null;
}

/** How an input stands; read by whoever waits for a command's answer. */
export async function readInput(database: Connection, inputId: string): Promise<InputAnswer | null> {
  const row = await database('inputs')
    .where('inputs.id', inputId)
    .first<{ state: InputState; answer: CommandAnswer | null; error_code: string | null } | undefined>(
      'state',
      'answer',
      'error_code',
    );
  return row ? { state: row.state, answer: row.answer, errorCode: row.error_code } : null;
}

/**
 * Takes back a command that still waits. Cancelling and applying both happen under the ticket's lock, so the first to
 * commit wins. @returns whether it was taken back
 */
export async function cancelInput(database: Database, inputId: string, now: string): Promise<boolean> {
  return database.transaction(async (transaction) => {
    await transaction.raw(
      'SELECT 1 FROM tickets WHERE id = (SELECT ticket_id FROM inputs WHERE inputs.id = ?) FOR UPDATE',
      [inputId],
    );
    const count = await transaction('inputs')
      .where({ id: inputId, state: 'waiting', kind: 'command' })
      .update({ state: 'cancelled', ended_at: now });
    return count > 0;
  });
}

/** Sets aside an input whose taking up fails, visible and retriable, so that the ticket goes on with the next. */
export async function parkInput(
  database: Connection,
  parked: { inputId: string; errorCode: string; detail: string; now: string },
): Promise<void> {
  await database('inputs')
    .where({ id: parked.inputId, state: 'waiting' })
    .update({
      state: 'parked',
      error_code: parked.errorCode,
      error_detail: parked.detail.slice(0, 2000),
      ended_at: parked.now,
    });
}

/** Puts a parked input back to waiting at the step where it failed. @returns its ticket, or null when it is not parked */
export async function unparkInput(database: Connection, inputId: string): Promise<string | null> {
  const [row] = await database('inputs')
    .where({ id: inputId, state: 'parked' })
    .update({ state: 'waiting', error_code: null, error_detail: null, ended_at: null })
    .returning<{ ticket_id: string }[]>('ticket_id');
  return row?.ticket_id ?? null;
}
