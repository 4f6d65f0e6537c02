import type { Knex } from 'knex';

/** A sender can be switched off for a while: its mail is held, visibly, and goes out when it is on again. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE senders ADD COLUMN is_on boolean NOT NULL DEFAULT true');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE senders DROP COLUMN is_on');
}
