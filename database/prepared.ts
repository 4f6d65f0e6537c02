import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Connection } from './connect.ts';

export type Bindings = Parameters<Connection['raw']>[1] & object;

/** SQL texts are fixed, so there are few. */
const names = new Map<string, string>();

/**
 * A statement that each connection parses and plans once, for those that run many times a second. Its text must be
 * fixed and name its result's columns: what varies is bound.
 */
export function prepared<Row>(connection: Connection, sql: string, bindings: Bindings): Knex.Raw<{ rows: Row[] }> {
  return connection.raw<{ rows: Row[] }>(sql, bindings as never).options({ name: nameOf(sql) }) as Knex.Raw<{
    rows: Row[];
  }>;
}

function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known) return known;
  const name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
  names.set(sql, name);
  return name;
}
