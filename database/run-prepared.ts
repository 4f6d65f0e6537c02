import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Connection } from './connect.ts';

export type Bindings = Knex.RawBinding[] | Record<string, unknown>;

/** SQL texts are fixed, so there are few. */
const names = new Map<string, string>();

/**
 * Runs a statement whose plan each connection keeps, for those that run many times a second. Its text must be fixed and
 * name its result's columns: what varies is bound.
 */
export async function runPrepared<Row>(connection: Connection, sql: string, bindings: Bindings): Promise<Row[]> {
  const statement = connection.raw<{ rows: Row[] }>(sql, bindings as Knex.RawBinding[]).options({ name: nameOf(sql) });
  const { rows } = (await statement) as { rows: Row[] };
  return rows;
}

function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known) return known;
  const name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
  names.set(sql, name);
  return name;
}
