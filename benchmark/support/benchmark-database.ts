import { connect, type Database } from '../../database/connect.ts';
import { migrate } from '../../database/migrate.ts';
import { seedDesk } from '../../database/seed-desk.ts';
import { newId } from '../../database/new-id.ts';

export interface BenchmarkDatabase {
  database: Database;
  url: string;
  drop(): Promise<void>;
}

/** A migrated, seeded database of its own, so that no other work stands in its tables and statistics. */
export async function benchmarkDatabase(): Promise<BenchmarkDatabase> {
  const server = process.env['TEST_DATABASE_URL'] ?? '';
  const name = `benchmark_${newId().replaceAll('-', '').slice(0, 24)}`;
  const admin = connect(server, { maxConnections: 1 });
  await admin.raw(`CREATE DATABASE ${name}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  await migrate(address.href);
  const database = connect(address.href, { maxConnections: 16, statementTimeoutMilliseconds: 300_000 });
  await seedDesk(database, new Date().toISOString());
  return {
    database,
    url: address.href,
    async drop() {
      await database.destroy();
      await admin.raw(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.destroy();
    },
  };
}
