import type { Knex } from 'knex';

/** Web forms and chatbots as their owner designed them, version by version, and what forms brought in. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE designs (
      id uuid PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('chatbot', 'form')),
      name text NOT NULL,
      name_folded text NOT NULL,
      source_id uuid NOT NULL REFERENCES sources (id),
      published_version integer,
      identity_secret jsonb,
      created_at timestamptz NOT NULL,
      removed_at timestamptz
    );
    CREATE UNIQUE INDEX designs_named ON designs (kind, name_folded) WHERE removed_at IS NULL;
    CREATE TABLE design_versions (
      design_id uuid NOT NULL REFERENCES designs (id),
      version integer NOT NULL,
      text text NOT NULL,
      definition jsonb NOT NULL,
      saved_at timestamptz NOT NULL,
      saved_by jsonb NOT NULL,
      published_at timestamptz,
      PRIMARY KEY (design_id, version)
    );

    ALTER TABLE tickets ADD COLUMN design_version integer;

    CREATE TABLE form_responses (
      id uuid PRIMARY KEY,
      design_id uuid NOT NULL REFERENCES designs (id),
      version integer NOT NULL,
      item_id uuid NOT NULL REFERENCES inbound_items (id),
      ticket_id uuid NOT NULL REFERENCES tickets (id),
      answers jsonb,
      language text NOT NULL,
      received_at timestamptz NOT NULL
    );
    CREATE INDEX form_responses_newest ON form_responses (design_id, received_at DESC, id DESC);
    CREATE INDEX form_responses_ticket ON form_responses (ticket_id);

    CREATE TABLE intake_counts (
      key text NOT NULL,
      window_start timestamptz NOT NULL,
      count integer NOT NULL,
      PRIMARY KEY (key, window_start)
    );
    CREATE INDEX intake_counts_old ON intake_counts (window_start);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE intake_counts, form_responses, design_versions, designs;
    ALTER TABLE tickets DROP COLUMN design_version;
  `);
}
