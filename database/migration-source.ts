import type { Knex } from 'knex';
import * as directory from '../migrations/20261123090000_create_directory.ts';
import * as tickets from '../migrations/20261123090100_create_tickets.ts';
import * as work from '../migrations/20261123090200_create_work.ts';
import * as lists from '../migrations/20261123090300_speed_up_lists.ts';
import * as items from '../migrations/20261123090400_name_tickets_ahead.ts';
import * as switchSenders from '../migrations/20261123090500_switch_senders.ts';
import * as proveIdentities from '../migrations/20261123100000_prove_identities.ts';
import * as calendars from '../migrations/20261123100100_create_calendars.ts';
import * as designs from '../migrations/20261123100200_create_designs.ts';
import * as conversations from '../migrations/20261123100300_create_conversations.ts';
import * as platforms from '../migrations/20261123110000_create_platforms.ts';

interface Migration {
  name: string;
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

/** Named here, not read from the folder: the program is one bundle and carries its migrations inside. */
const migrations: Migration[] = [
  { name: '20261123090000_create_directory', ...directory },
  { name: '20261123090100_create_tickets', ...tickets },
  { name: '20261123090200_create_work', ...work },
  { name: '20261123090300_speed_up_lists', ...lists },
  { name: '20261123090400_name_tickets_ahead', ...items },
  { name: '20261123090500_switch_senders', ...switchSenders },
  { name: '20261123100000_prove_identities', ...proveIdentities },
  { name: '20261123100100_create_calendars', ...calendars },
  { name: '20261123100200_create_designs', ...designs },
  { name: '20261123100300_create_conversations', ...conversations },
  { name: '20261123110000_create_platforms', ...platforms },
];

export const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: () => Promise.resolve(migrations),
  getMigrationName: (migration) => migration.name,
  getMigration: (migration) => Promise.resolve(migration),
};
