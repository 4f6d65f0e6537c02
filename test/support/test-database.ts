import { randomBytes } from 'node:crypto';
import { connect, type Database } from '../../database/connect.ts';
import { migrateDatabase } from '../../database/migrate.ts';

export interface TestDatabase {
  database: Database;
  url: string;
  schema: string;
  /** Closes the connections and takes the schema away. */
  drop(): Promise<void>;
}

/** A migrated, seeded schema of its own for one test file, in the PostgreSQL that the test run started. */
export async function testDatabase(): Promise<TestDatabase> {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run tests by `npm test -- FILE`');
  const schema = `test_${randomBytes(6).toString('hex')}`;
  const database = connect(url, { schema, maxConnections: 8 });
  await database.raw(`CREATE SCHEMA ${schema}`);
  await migrateDatabase(database);
  return {
    database,
    url,
    schema,
    async drop() {
      await database.raw(`DROP SCHEMA ${schema} CASCADE`);
      await database.destroy();
    },
  };
}
