import type { Knex } from 'knex';

/** Talks of visitors with chatbots, and with representatives once handed over. Every line is a row before anybody hears of it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE conversations (
      id uuid PRIMARY KEY,
      design_id uuid NOT NULL REFERENCES designs (id),
      version integer NOT NULL,
      visitor_id text NOT NULL,
      contact_id uuid REFERENCES contacts (id),
      language text NOT NULL,
      page_url text,
      phase text NOT NULL DEFAULT 'active' CHECK (phase IN ('active', 'handed-over', 'ended')),
      outcome text,
      state jsonb NOT NULL,
      ticket_id uuid REFERENCES tickets (id),
      ticket_count integer NOT NULL DEFAULT 0,
      line_count integer NOT NULL DEFAULT 0,
      taken_number integer NOT NULL DEFAULT 0,
      read_number integer NOT NULL DEFAULT 0,
      told_number integer NOT NULL DEFAULT 0,
      waiting_since timestamptz,
      wake_at timestamptz,
      error_code text,
      error_detail text,
      visitor_seen_at timestamptz NOT NULL,
      started_at timestamptz NOT NULL,
      ended_at timestamptz
    ) WITH (fillfactor = 80);
    CREATE INDEX conversations_waiting ON conversations (waiting_since) WHERE waiting_since IS NOT NULL;
    CREATE INDEX conversations_due ON conversations (wake_at) WHERE wake_at IS NOT NULL;
    CREATE INDEX conversations_ticket ON conversations (ticket_id) WHERE ticket_id IS NOT NULL;
    CREATE INDEX conversations_contact ON conversations (contact_id);
    CREATE INDEX conversations_troubled ON conversations (error_code, started_at) WHERE error_code IS NOT NULL;
    CREATE INDEX conversations_newest ON conversations (started_at DESC, id DESC);

    CREATE TABLE conversation_lines (
      conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
      number integer NOT NULL,
      author text NOT NULL CHECK (author IN ('visitor', 'bot', 'representative')),
      author_name text,
      text text NOT NULL,
      data jsonb NOT NULL DEFAULT '{}',
      key text,
      delivery_id uuid UNIQUE,
      at timestamptz NOT NULL,
      PRIMARY KEY (conversation_id, number),
      UNIQUE (conversation_id, key)
    );

    ALTER TABLE deliveries DROP CONSTRAINT deliveries_kind_check,
      ADD CONSTRAINT deliveries_kind_check CHECK (kind IN ('reply', 'forward', 'redirection', 'acknowledgement', 'chat'));

    -- Runs of talks belong to no ticket alone; those of a ticket are found in the same way.
    DROP INDEX history_runs_ticket;
    CREATE INDEX history_runs_workflow ON history_runs (workflow_id, started_at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX history_runs_workflow;
    CREATE INDEX history_runs_ticket ON history_runs (ticket_id, started_at);
    DROP TABLE conversation_lines, conversations;
    DELETE FROM deliveries WHERE kind = 'chat';
    ALTER TABLE deliveries DROP CONSTRAINT deliveries_kind_check,
      ADD CONSTRAINT deliveries_kind_check CHECK (kind IN ('reply', 'forward', 'redirection', 'acknowledgement'));
  `);
}
