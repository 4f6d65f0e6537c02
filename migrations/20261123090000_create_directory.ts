import type { Knex } from 'knex';

/** Who answers, how tickets are classed, where requests come from and how mail goes out. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE representatives (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      name_folded text NOT NULL UNIQUE,
      email text NOT NULL,
      email_folded text NOT NULL UNIQUE,
      os_user text UNIQUE,
      is_active boolean NOT NULL DEFAULT true,
      created_at timestamptz NOT NULL
    );
    CREATE TABLE teams (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      name_folded text NOT NULL UNIQUE,
      created_at timestamptz NOT NULL
    );
    CREATE TABLE team_members (
      team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
      representative_id uuid NOT NULL REFERENCES representatives (id) ON DELETE CASCADE,
      PRIMARY KEY (team_id, representative_id)
    );
    CREATE TABLE statuses (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      name_folded text NOT NULL UNIQUE,
      category text NOT NULL CHECK (category IN ('new', 'open', 'waiting', 'solved', 'spam')),
      color text NOT NULL,
      position integer NOT NULL,
      is_default boolean NOT NULL DEFAULT false
    );
    CREATE UNIQUE INDEX statuses_one_default ON statuses (category) WHERE is_default;
    CREATE TABLE priorities (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      name_folded text NOT NULL UNIQUE,
      rank integer NOT NULL,
      color text NOT NULL,
      is_default boolean NOT NULL DEFAULT false
    );
    CREATE UNIQUE INDEX priorities_one_default ON priorities (is_default) WHERE is_default;
    CREATE TABLE senders (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      name_folded text NOT NULL UNIQUE,
      settings jsonb NOT NULL,
      version integer NOT NULL DEFAULT 1,
      is_default boolean NOT NULL DEFAULT false,
      last_error_code text,
      last_error text,
      last_error_at timestamptz,
      created_at timestamptz NOT NULL
    );
    CREATE TABLE sources (
      id uuid PRIMARY KEY,
      channel text NOT NULL,
      name text NOT NULL,
      name_folded text NOT NULL UNIQUE,
      is_on boolean NOT NULL DEFAULT true,
      sender_id uuid REFERENCES senders (id),
      settings jsonb NOT NULL,
      version integer NOT NULL DEFAULT 1,
      tags text[] NOT NULL DEFAULT '{}',
      poll_interval_seconds integer,
      acknowledgement jsonb,
      last_polled_at timestamptz,
      last_item_at timestamptz,
      last_error_code text,
      last_error text,
      last_error_at timestamptz,
      created_at timestamptz NOT NULL,
      removed_at timestamptz
    );
    CREATE TABLE source_cursors (
      source_id uuid NOT NULL REFERENCES sources (id),
      mailbox text NOT NULL,
      cursor jsonb NOT NULL,
      updated_at timestamptz NOT NULL,
      PRIMARY KEY (source_id, mailbox)
    );
    CREATE TABLE settings (
      name text PRIMARY KEY,
      value jsonb NOT NULL,
      updated_at timestamptz NOT NULL
    );
    CREATE TABLE audit (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at timestamptz NOT NULL,
      actor jsonb NOT NULL,
      action text NOT NULL,
      subject text NOT NULL,
      data jsonb NOT NULL DEFAULT '{}'
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'DROP TABLE audit, settings, source_cursors, sources, senders, priorities, statuses, team_members, teams, representatives',
  );
}
