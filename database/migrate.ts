import { connect, type ConnectOptions, type Database } from './connect.ts';

/** Brings the schema to this program's version. Safe to run from several processes at once: knex takes a lock. */
export async function migrate(databaseUrl: string, options: ConnectOptions = {}): Promise<string[]> {
  const database = connect(databaseUrl, { ...options, statementTimeoutMilliseconds: 600_000 });
  try {
    return await migrateDatabase(database);
  } finally {
    await database.destroy();
  }
}

/** The same on an open connection. @returns the names of the migrations that ran. */
export async function migrateDatabase(database: Database): Promise<string[]> {
  const [, ran] = (await database.migrate.latest()) as [number, string[]];
  return ran;
}
