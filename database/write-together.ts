import { storableText } from '../domain/storable-text.ts';
import type { Connection } from './connect.ts';
import { runPrepared } from './run-prepared.ts';

/** SQL that changes rows, with a question mark for each binding. */
export interface Part {
  sql: string;
  bindings: (string | number | null)[];
}

/**
 * Writes several tables in one statement, and so in one round trip. The parts see none of each other's changes, and no
 * two may touch the same row; a part may name an earlier one, as `part1`, for what it returns. Foreign keys are checked
 * when all is written.
 */
export async function writeTogether(transaction: Connection, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0) return;
  const steps = parts.map(({ sql }, index) => `part${index + 1} AS (${sql})`);
  await runPrepared(
    transaction,
    `WITH ${steps.join(', ')} SELECT 1 AS written`,
    parts.flatMap(({ bindings }) => bindings),
  );
}

/** Rows of one shape, each column as JSON tells it; `ending` may say what is done on conflict. */
export function rowsInto(table: string, rows: readonly object[], ending = ''): Part {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  return {
    sql: `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, ?::jsonb) ${ending}`,
    bindings: [toJson(rows)],
  };
}

/** JSON that PostgreSQL takes whatever somebody wrote. */
export function toJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part));
}

/** Bytes as JSON tells them to a column of bytes. */
export function hexBytes(bytes: Buffer | null): string | null {
  return bytes && `\\x${bytes.toString('hex')}`;
}
