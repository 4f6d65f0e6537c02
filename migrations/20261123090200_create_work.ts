import type { Knex } from 'knex';

/** What a ticket has to take up, what goes out, when it acts by itself, and why rules acted or did not. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE inputs (
      id uuid PRIMARY KEY,
      ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      number integer NOT NULL,
      kind text NOT NULL CHECK (kind IN ('opening', 'message', 'command', 'receipt', 'wake')),
      step text NOT NULL DEFAULT 'takeUp',
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'refused', 'parked', 'cancelled')),
      data jsonb NOT NULL DEFAULT '{}',
      actor jsonb NOT NULL,
      answer jsonb,
      error_code text,
      error_detail text,
      created_at timestamptz NOT NULL,
      ended_at timestamptz,
      UNIQUE (ticket_id, number)
    );
    CREATE INDEX inputs_waiting ON inputs (ticket_id, number) WHERE state = 'waiting';
    CREATE INDEX inputs_waiting_since ON inputs (created_at) WHERE state = 'waiting';
    CREATE INDEX inputs_parked ON inputs (created_at) WHERE state = 'parked';

    CREATE TABLE deliveries (
      id uuid PRIMARY KEY,
      ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('reply', 'forward', 'redirection', 'acknowledgement')),
      key text NOT NULL UNIQUE,
      recipient text,
      recipients jsonb NOT NULL DEFAULT '{}',
      sender_id uuid REFERENCES senders (id),
      message_id uuid REFERENCES messages (id) ON DELETE SET NULL,
      mail_message_id text NOT NULL,
      data jsonb NOT NULL DEFAULT '{}',
      state text NOT NULL DEFAULT 'planned'
        CHECK (state IN ('planned', 'sending', 'sent', 'failed', 'unsure', 'discarded')),
      attempt integer NOT NULL DEFAULT 0,
      attempt_ends_at timestamptz,
      next_attempt_at timestamptz NOT NULL,
      held_reason text,
      was_repeated boolean NOT NULL DEFAULT false,
      receipt jsonb,
      planned_at timestamptz NOT NULL,
      ended_at timestamptz
    );
    CREATE INDEX deliveries_open ON deliveries (ticket_id) WHERE state IN ('planned', 'sending');
    CREATE INDEX deliveries_planned ON deliveries (next_attempt_at) WHERE state = 'planned';
    CREATE INDEX deliveries_sending ON deliveries (attempt_ends_at) WHERE state = 'sending';
    CREATE INDEX deliveries_ticket ON deliveries (ticket_id, planned_at);
    CREATE INDEX deliveries_mail_message_id ON deliveries (mail_message_id);
    CREATE INDEX deliveries_recipient ON deliveries (recipient, ended_at) WHERE state IN ('sent', 'unsure');
    CREATE INDEX deliveries_trouble ON deliveries (planned_at) WHERE state IN ('failed', 'unsure');

    CREATE TABLE wakes (
      id uuid PRIMARY KEY,
      ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('snooze', 'delivery-retry', 'purge')),
      reference uuid,
      due timestamptz NOT NULL,
      armed_for timestamptz,
      fired_at timestamptz,
      UNIQUE NULLS NOT DISTINCT (ticket_id, kind, reference)
    );
    CREATE INDEX wakes_due ON wakes (due) WHERE fired_at IS NULL;

    CREATE TABLE redirection_rules (
      id uuid PRIMARY KEY,
      position integer NOT NULL,
      version integer NOT NULL,
      is_paused boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL,
      removed_at timestamptz
    );
    CREATE TABLE redirection_rule_versions (
      rule_id uuid NOT NULL REFERENCES redirection_rules (id),
      version integer NOT NULL,
      tags text[] NOT NULL,
      recipients jsonb NOT NULL,
      saved_at timestamptz NOT NULL,
      saved_by jsonb NOT NULL,
      PRIMARY KEY (rule_id, version)
    );
    CREATE TABLE traces (
      ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      input_id uuid NOT NULL,
      rule_kind text NOT NULL,
      rule_id uuid NOT NULL,
      rule_version integer NOT NULL,
      ticket_version integer NOT NULL,
      has_matched boolean NOT NULL,
      reason jsonb NOT NULL,
      at timestamptz NOT NULL,
      PRIMARY KEY (ticket_id, input_id, rule_kind, rule_id)
    );

    CREATE TABLE history_runs (
      ticket_id uuid,
      workflow_id text NOT NULL,
      run_id text PRIMARY KEY,
      workflow_type text NOT NULL,
      started_at timestamptz NOT NULL,
      closed_at timestamptz NOT NULL,
      event_count integer NOT NULL,
      compressed bytea NOT NULL
    );
    CREATE INDEX history_runs_ticket ON history_runs (ticket_id, started_at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'DROP TABLE history_runs, traces, redirection_rule_versions, redirection_rules, wakes, deliveries, inputs',
  );
}
