import { connect, type ConnectOptions, type Database } from './connect.ts';
import { seedDesk } from './seed-desk.ts';

/** One process migrates at a time; the others wait for it. */
const MIGRATION_LOCK = 20_261_123;

/** Brings the schema to this program's version and gives an empty desk its first statuses. @returns what ran */
export async function migrate(databaseUrl: string, options: ConnectOptions = {}): Promise<string[]> {
  const database = connect(databaseUrl, { ...options, statementTimeoutMilliseconds: 600_000, maxConnections: 4 });
  try {
    return await migrateDatabase(database);
  } finally {
    await database.destroy();
  }
}

/** The same on an open connection. */
export async function migrateDatabase(database: Database): Promise<string[]> {
  return database.transaction(async (lock) => {
    await lock.raw('SELECT pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    // We hold the lock that counts: a mark left by a process that was killed while it migrated means nothing.
    await database.migrate.forceFreeMigrationsLock().catch(() => {});
    const [, ran] = (await database.migrate.latest()) as [number, string[]];
    await seedDesk(database, new Date().toISOString());
    return ran;
  });
}
