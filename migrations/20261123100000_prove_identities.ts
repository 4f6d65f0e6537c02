import type { Knex } from 'knex';

/**
 * Who a contact is: identities that are proven (a mail from the address, data signed by the web site, a visitor's own
 * id) and those that somebody only typed; attributes that the desk owner defined; what was merged, so that it can be
 * split again.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE contact_identities ADD COLUMN is_proven boolean NOT NULL DEFAULT true;
    ALTER TABLE contact_identities DROP CONSTRAINT contact_identities_pkey,
      ADD CONSTRAINT contact_identities_pkey PRIMARY KEY (kind, value, is_proven);

    ALTER TABLE contacts ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}',
      ADD COLUMN merged_into uuid REFERENCES contacts (id),
      ADD COLUMN erased_at timestamptz;
    DROP TRIGGER contacts_show_changed ON contacts;
    CREATE TRIGGER contacts_show_changed AFTER UPDATE ON contacts
      FOR EACH ROW WHEN ((OLD.name, OLD.email, OLD.phone, OLD.handle) IS DISTINCT FROM (NEW.name, NEW.email, NEW.phone, NEW.handle))
      EXECUTE FUNCTION show_changed_contact();

    CREATE TABLE attribute_definitions (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      name_folded text NOT NULL UNIQUE,
      type text NOT NULL CHECK (type IN ('text', 'number', 'yes-no', 'date', 'choice')),
      choices text[] NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL
    );
    CREATE TABLE contact_merges (
      id uuid PRIMARY KEY,
      from_id uuid NOT NULL REFERENCES contacts (id),
      into_id uuid NOT NULL REFERENCES contacts (id),
      moved jsonb NOT NULL,
      merged_at timestamptz NOT NULL,
      merged_by jsonb NOT NULL,
      split_at timestamptz
    );
    CREATE INDEX contact_merges_into ON contact_merges (into_id) WHERE split_at IS NULL;
    CREATE INDEX contact_merges_from ON contact_merges (from_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE contact_merges, attribute_definitions;
    DROP TRIGGER contacts_show_changed ON contacts;
    CREATE TRIGGER contacts_show_changed AFTER UPDATE ON contacts
      FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION show_changed_contact();
    ALTER TABLE contacts DROP COLUMN attributes, DROP COLUMN merged_into, DROP COLUMN erased_at;
    DELETE FROM contact_identities WHERE NOT is_proven;
    ALTER TABLE contact_identities DROP CONSTRAINT contact_identities_pkey,
      ADD CONSTRAINT contact_identities_pkey PRIMARY KEY (kind, value);
    ALTER TABLE contact_identities DROP COLUMN is_proven;
  `);
}
