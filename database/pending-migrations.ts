import type { Database } from './connect.ts';
import { migrationSource } from './migration-source.ts';

/** Names of the migrations that this database has not seen. Looks only: makes no table. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const all = (await migrationSource.getMigrations([])).map((migration) => migrationSource.getMigrationName(migration));
  const isThere = await database.schema.hasTable('knex_migrations');
  const ran = new Set(isThere ? await database('knex_migrations').pluck<string[]>('name') : []);
  return all.filter((name) => !ran.has(name));
}
