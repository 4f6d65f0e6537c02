import type { Knex } from 'knex';

/** A ticket, its contact, what was said and every fact about it. The row is what its events fold to. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE contacts (
      id uuid PRIMARY KEY,
      name text,
      email text,
      phone text,
      handle text,
      created_at timestamptz NOT NULL
    );
    CREATE TABLE contact_identities (
      kind text NOT NULL,
      value text NOT NULL,
      contact_id uuid NOT NULL REFERENCES contacts (id),
      PRIMARY KEY (kind, value)
    );
    CREATE INDEX contact_identities_contact ON contact_identities (contact_id);

    CREATE SEQUENCE ticket_numbers START 1001;
    CREATE TABLE tickets (
      id uuid PRIMARY KEY,
      number bigint NOT NULL UNIQUE,
      version integer NOT NULL,
      subject text,
      contact_id uuid REFERENCES contacts (id),
      channel text NOT NULL,
      source_id uuid REFERENCES sources (id),
      status_id uuid NOT NULL REFERENCES statuses (id),
      category text NOT NULL,
      priority_id uuid NOT NULL REFERENCES priorities (id),
      representative_id uuid REFERENCES representatives (id),
      team_id uuid REFERENCES teams (id),
      tags text[] NOT NULL DEFAULT '{}',
      tags_folded text[] NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      activity_at timestamptz NOT NULL,
      solved_at timestamptz,
      archived_at timestamptz,
      deleted_at timestamptz,
      purged_at timestamptz,
      snoozed_until timestamptz,
      draft_reason text,
      message_count integer NOT NULL DEFAULT 0,
      conflict_number integer NOT NULL DEFAULT 0,
      input_count integer NOT NULL DEFAULT 0
    ) WITH (fillfactor = 80);
    CREATE INDEX tickets_listed ON tickets (activity_at DESC, id DESC) WHERE archived_at IS NULL AND deleted_at IS NULL;
    CREATE INDEX tickets_listed_by_channel ON tickets (channel, activity_at DESC, id DESC)
      WHERE archived_at IS NULL AND deleted_at IS NULL;
    CREATE INDEX tickets_by_status ON tickets (status_id, channel) WHERE archived_at IS NULL AND deleted_at IS NULL;
    CREATE INDEX tickets_archived ON tickets (activity_at DESC, id DESC) WHERE archived_at IS NOT NULL AND deleted_at IS NULL;
    CREATE INDEX tickets_deleted ON tickets (activity_at DESC, id DESC) WHERE deleted_at IS NOT NULL;
    CREATE INDEX tickets_by_contact ON tickets (contact_id, activity_at DESC);
    CREATE INDEX tickets_by_representative ON tickets (representative_id, activity_at DESC) WHERE archived_at IS NULL AND deleted_at IS NULL;
    CREATE INDEX tickets_tags ON tickets USING gin (tags_folded);

    CREATE TABLE ticket_search (
      ticket_id uuid PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
      document tsvector NOT NULL
    );
    CREATE INDEX ticket_search_document ON ticket_search USING gin (document) WITH (fastupdate = off);

    CREATE TABLE ticket_links (
      ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      other_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('continues', 'suggested')),
      created_at timestamptz NOT NULL,
      PRIMARY KEY (ticket_id, other_id, kind)
    );
    CREATE INDEX ticket_links_other ON ticket_links (other_id);

    CREATE TABLE raw_items (
      sha256 bytea PRIMARY KEY,
      size integer NOT NULL,
      compressed bytea NOT NULL
    );
    CREATE TABLE messages (
      id uuid PRIMARY KEY,
      ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      number integer NOT NULL,
      kind text NOT NULL CHECK (kind IN ('contact', 'reply', 'note', 'forward', 'representative')),
      author jsonb NOT NULL,
      text text,
      reply text,
      mail_message_id text,
      body_hash bytea,
      recipients jsonb NOT NULL DEFAULT '{}',
      automatic text,
      raw_sha256 bytea REFERENCES raw_items (sha256),
      at timestamptz NOT NULL,
      UNIQUE (ticket_id, number)
    );
    CREATE INDEX messages_mail_message_id ON messages (mail_message_id) WHERE mail_message_id IS NOT NULL;

    CREATE TABLE thread_keys (
      mail_message_id text NOT NULL,
      ticket_id uuid NOT NULL REFERENCES tickets (id),
      PRIMARY KEY (mail_message_id, ticket_id)
    );
    CREATE TABLE participants (
      ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      address text NOT NULL,
      role text NOT NULL CHECK (role IN ('requester', 'copied')),
      PRIMARY KEY (ticket_id, address)
    );

    CREATE TABLE files (
      sha256 bytea PRIMARY KEY,
      size bigint NOT NULL,
      is_complete boolean NOT NULL DEFAULT false
    );
    CREATE TABLE file_chunks (
      sha256 bytea NOT NULL REFERENCES files (sha256) ON DELETE CASCADE,
      position integer NOT NULL,
      bytes bytea NOT NULL,
      PRIMARY KEY (sha256, position)
    );
    ALTER TABLE file_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
    CREATE TABLE attachments (
      id uuid PRIMARY KEY,
      message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      position integer NOT NULL,
      name text NOT NULL,
      content_type text NOT NULL,
      size bigint NOT NULL,
      sha256 bytea REFERENCES files (sha256),
      dropped_reason text,
      UNIQUE (message_id, position)
    );
    CREATE INDEX attachments_file ON attachments (sha256);

    CREATE TABLE inbound_items (
      id uuid PRIMARY KEY,
      source_id uuid NOT NULL REFERENCES sources (id),
      external_id text NOT NULL,
      state text NOT NULL CHECK (state IN ('taken', 'parked', 'ignored', 'repeated', 'linked')),
      reason text,
      error_code text,
      error_detail text,
      content_sha256 bytea,
      raw_sha256 bytea REFERENCES raw_items (sha256),
      ticket_id uuid REFERENCES tickets (id),
      message_id uuid REFERENCES messages (id) ON DELETE SET NULL,
      sent_at timestamptz,
      received_at timestamptz NOT NULL,
      UNIQUE (source_id, external_id)
    );
    CREATE INDEX inbound_items_content ON inbound_items (source_id, content_sha256);
    CREATE INDEX inbound_items_parked ON inbound_items (received_at) WHERE state = 'parked';
    CREATE INDEX inbound_items_ticket ON inbound_items (ticket_id);

    CREATE TABLE events (
      ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      number integer NOT NULL,
      type text NOT NULL,
      at timestamptz NOT NULL,
      actor jsonb NOT NULL,
      data jsonb NOT NULL,
      PRIMARY KEY (ticket_id, number)
    );
    CREATE TABLE drafts (
      id uuid PRIMARY KEY,
      ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('reply', 'note', 'forward')),
      representative_id uuid,
      text text NOT NULL,
      recipients jsonb NOT NULL DEFAULT '{}',
      saved_at timestamptz NOT NULL,
      used_at timestamptz
    );
    CREATE INDEX drafts_ticket ON drafts (ticket_id) WHERE used_at IS NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE drafts, events, inbound_items, attachments, file_chunks, files, participants, thread_keys, messages, raw_items,
      ticket_links, ticket_search, tickets, contact_identities, contacts;
    DROP SEQUENCE ticket_numbers;
  `);
}
