import type { Knex } from 'knex';

/**
 * Accounts on platforms that are not ours: what stands there, what an account may call, what was pushed and refused,
 * what audits found, and the forms of other vendors with their responses.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE sources ADD COLUMN account_id text,
      ADD COLUMN account_name text,
      ADD COLUMN token_ends_at timestamptz,
      ADD COLUMN token_refreshed_at timestamptz,
      ADD COLUMN token_tried_at timestamptz,
      ADD COLUMN token_error_code text,
      ADD COLUMN token_error text,
      ADD COLUMN stopped_at timestamptz,
      ADD COLUMN waits_until timestamptz,
      ADD COLUMN full_scan_at timestamptz,
      ADD COLUMN takes_from timestamptz,
      ADD COLUMN audited_at timestamptz;
    CREATE UNIQUE INDEX sources_account ON sources (channel, account_id)
      WHERE account_id IS NOT NULL AND removed_at IS NULL;

    ALTER TABLE tickets ADD COLUMN platform jsonb;
    CREATE INDEX contacts_handle ON contacts (lower(handle) text_pattern_ops) WHERE handle IS NOT NULL;
    ALTER TABLE messages ADD COLUMN platform_item_id text;

    ALTER TABLE inbound_items DROP CONSTRAINT inbound_items_state_check,
      ADD CONSTRAINT inbound_items_state_check
        CHECK (state IN ('taken', 'parked', 'ignored', 'repeated', 'linked', 'kept'));
    ALTER TABLE deliveries DROP CONSTRAINT deliveries_kind_check,
      ADD CONSTRAINT deliveries_kind_check CHECK (kind IN ('reply', 'forward', 'redirection', 'acknowledgement', 'chat',
        'public-reply', 'private-reply', 'moderation'));
    CREATE INDEX deliveries_at_platform ON deliveries ((data ->> 'itemId'))
      WHERE kind IN ('public-reply', 'private-reply', 'moderation');
    ALTER TABLE wakes DROP CONSTRAINT wakes_kind_check,
      ADD CONSTRAINT wakes_kind_check
        CHECK (kind IN ('snooze', 'delivery-retry', 'purge', 'answer-deadline', 'private-reply-end'));

    CREATE TABLE platform_items (
      source_id uuid NOT NULL REFERENCES sources (id),
      item_id text NOT NULL,
      parent_id text,
      place_id text,
      has_place_title boolean NOT NULL,
      is_own boolean NOT NULL,
      text_sha256 bytea NOT NULL,
      edit_count integer NOT NULL DEFAULT 0,
      is_hidden boolean NOT NULL DEFAULT false,
      visibility_at timestamptz,
      status text,
      answer_state text,
      written_at timestamptz NOT NULL,
      edited_at timestamptz,
      removed_at timestamptz,
      ticket_id uuid REFERENCES tickets (id),
      message_id uuid REFERENCES messages (id) ON DELETE SET NULL,
      first_seen_at timestamptz NOT NULL,
      PRIMARY KEY (source_id, item_id)
    );
    CREATE INDEX platform_items_place ON platform_items (source_id, place_id) WHERE removed_at IS NULL;
    CREATE INDEX platform_items_open ON platform_items (source_id, written_at) WHERE status IS NOT NULL AND removed_at IS NULL;
    CREATE INDEX platform_items_ticket ON platform_items (ticket_id);
    CREATE INDEX platform_items_parent ON platform_items (source_id, parent_id) WHERE parent_id IS NOT NULL;
    CREATE TABLE platform_places (
      source_id uuid NOT NULL REFERENCES sources (id),
      place_id text NOT NULL,
      title text,
      url text,
      item_count integer,
      PRIMARY KEY (source_id, place_id)
    );

    CREATE TABLE account_calls (
      account_key text NOT NULL,
      budget text NOT NULL,
      calls integer NOT NULL,
      seconds integer NOT NULL,
      slots timestamptz[] NOT NULL,
      total bigint NOT NULL,
      PRIMARY KEY (account_key, budget, calls, seconds)
    );
    CREATE TABLE account_usage (
      source_id uuid NOT NULL REFERENCES sources (id),
      name text NOT NULL,
      percent integer NOT NULL,
      until timestamptz,
      told_at timestamptz NOT NULL,
      PRIMARY KEY (source_id, name)
    );

    CREATE TABLE webhook_deliveries (
      source_id uuid NOT NULL REFERENCES sources (id),
      webhook_id text NOT NULL,
      received_at timestamptz NOT NULL,
      PRIMARY KEY (source_id, webhook_id)
    );
    CREATE INDEX webhook_deliveries_old ON webhook_deliveries (received_at);
    CREATE TABLE webhook_refusals (
      source_id uuid NOT NULL REFERENCES sources (id),
      reason text NOT NULL CHECK (reason IN ('bad-signature', 'stale', 'replayed')),
      count integer NOT NULL,
      last_at timestamptz NOT NULL,
      PRIMARY KEY (source_id, reason)
    );

    CREATE TABLE source_audits (
      id uuid PRIMARY KEY,
      source_id uuid NOT NULL REFERENCES sources (id),
      from_at timestamptz NOT NULL,
      to_at timestamptz NOT NULL,
      held_count integer NOT NULL,
      missing jsonb NOT NULL,
      brought_count integer NOT NULL DEFAULT 0,
      error_code text,
      error text,
      ran_at timestamptz NOT NULL
    );
    CREATE INDEX source_audits_newest ON source_audits (source_id, ran_at DESC);

    CREATE TABLE pushed_forms (
      id uuid PRIMARY KEY,
      source_id uuid NOT NULL REFERENCES sources (id),
      form_id text NOT NULL,
      name text NOT NULL,
      is_redirected boolean NOT NULL DEFAULT false,
      mapping jsonb NOT NULL DEFAULT '{}',
      tags text[] NOT NULL DEFAULT '{}',
      first_seen_at timestamptz NOT NULL,
      UNIQUE (source_id, form_id)
    );
    CREATE TABLE pushed_responses (
      id uuid PRIMARY KEY,
      form_id uuid NOT NULL REFERENCES pushed_forms (id),
      submission_id text NOT NULL,
      submitted_at timestamptz NOT NULL,
      answers jsonb,
      told jsonb NOT NULL DEFAULT '{}',
      item_id uuid REFERENCES inbound_items (id),
      ticket_id uuid REFERENCES tickets (id),
      wants_ticket boolean NOT NULL,
      received_at timestamptz NOT NULL,
      UNIQUE (form_id, submission_id)
    );
    CREATE INDEX pushed_responses_newest ON pushed_responses (form_id, submitted_at DESC, id DESC);
    CREATE INDEX pushed_responses_waiting ON pushed_responses (form_id, submitted_at) WHERE wants_ticket AND ticket_id IS NULL;
    CREATE INDEX pushed_responses_ticket ON pushed_responses (ticket_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE pushed_responses, pushed_forms, source_audits, webhook_refusals, webhook_deliveries, account_usage,
      account_calls, platform_places, platform_items;
    DELETE FROM wakes WHERE kind IN ('answer-deadline', 'private-reply-end');
    ALTER TABLE wakes DROP CONSTRAINT wakes_kind_check,
      ADD CONSTRAINT wakes_kind_check CHECK (kind IN ('snooze', 'delivery-retry', 'purge'));
    DROP INDEX deliveries_at_platform;
    DELETE FROM deliveries WHERE kind IN ('public-reply', 'private-reply', 'moderation');
    ALTER TABLE deliveries DROP CONSTRAINT deliveries_kind_check,
      ADD CONSTRAINT deliveries_kind_check CHECK (kind IN ('reply', 'forward', 'redirection', 'acknowledgement', 'chat'));
    DELETE FROM inbound_items WHERE state = 'kept';
    ALTER TABLE inbound_items DROP CONSTRAINT inbound_items_state_check,
      ADD CONSTRAINT inbound_items_state_check CHECK (state IN ('taken', 'parked', 'ignored', 'repeated', 'linked'));
    ALTER TABLE messages DROP COLUMN platform_item_id;
    ALTER TABLE tickets DROP COLUMN platform;
    DROP INDEX contacts_handle;
    DROP INDEX sources_account;
    ALTER TABLE sources DROP COLUMN account_id, DROP COLUMN account_name, DROP COLUMN token_ends_at,
      DROP COLUMN token_refreshed_at, DROP COLUMN token_tried_at, DROP COLUMN token_error_code, DROP COLUMN token_error,
      DROP COLUMN stopped_at, DROP COLUMN waits_until, DROP COLUMN full_scan_at, DROP COLUMN takes_from,
      DROP COLUMN audited_at;
  `);
}
