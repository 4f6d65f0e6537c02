import type { Knex } from 'knex';

/** When the desk works: asked by chatbots, later by deadlines. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE calendars (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      name_folded text NOT NULL UNIQUE,
      definition jsonb NOT NULL,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE calendars');
}
