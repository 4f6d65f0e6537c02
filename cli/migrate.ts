import { Command } from 'commander';
import { requireDatabase } from './addresses.ts';
import { readConfig } from '../config.ts';

/** `deskhand migrate`: brings the schema to this program's version. */
export function migrateCommand(): Command {
  return new Command('migrate').description('Bring the database schema to this version').action(async () => {
    const { migrate } = await import('../database/migrate.ts');
    const ran = await migrate(requireDatabase(readConfig()));
    console.log(ran.length === 0 ? 'The schema is up to date.' : `Ran ${ran.join(', ')}.`);
  });
}
