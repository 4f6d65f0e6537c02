import { readdirSync } from 'node:fs';
import { migrationSource } from '../database/migration-source.ts';
import { testDatabase } from './support/test-database.ts';

test('every migration of the folder is carried in the program, in its order', async () => {
  const files = readdirSync(new URL('../migrations/', import.meta.url)).map((file) => file.replace(/\.ts$/, ''));
  const carried = await migrationSource.getMigrations([]);
  expect(carried.map((migration) => migrationSource.getMigrationName(migration))).toEqual(files.toSorted());
});

test('the schema goes down to nothing and up again', async () => {
  const { database, schema, drop } = await testDatabase();
  const tables = async () => {
    const { rows } = await database.raw<{ rows: { name: string }[] }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name NOT LIKE 'knex%' ORDER BY 1`,
      [schema],
    );
    return rows.map(({ name }) => name);
  };
  try {
    const before = await tables();
    await database.migrate.rollback(undefined, true);
    expect(await tables()).toEqual([]);
    await database.migrate.latest();
    expect(await tables()).toEqual(before);
  } finally {
    await drop();
  }
});
