import type { Knex } from 'knex';

/**
 * What lists need, and a sender that is out of use but still named by what it sent.
 * A ticket list's first page stays within some sixty buffers at a million tickets by the contact's
 * card on the ticket itself (forty look-ups of contacts would cost three times the page), and by small indexes, by
 * ticket, of what is pending or in trouble.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE tickets ADD COLUMN contact_card jsonb;

    UPDATE tickets SET contact_card = jsonb_build_object(
        'id', contacts.id, 'name', contacts.name, 'email', email, 'phone', phone, 'handle', handle)
      FROM contacts WHERE contacts.id = tickets.contact_id;

    CREATE FUNCTION show_contact_on_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.contact_id IS NULL THEN
        NEW.contact_card := NULL;
      ELSE
        SELECT jsonb_build_object('id', id, 'name', name, 'email', email, 'phone', phone, 'handle', handle)
          INTO NEW.contact_card FROM contacts WHERE id = NEW.contact_id;
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER tickets_show_contact BEFORE INSERT ON tickets
      FOR EACH ROW EXECUTE FUNCTION show_contact_on_ticket();
    CREATE TRIGGER tickets_show_other_contact BEFORE UPDATE OF contact_id ON tickets
      FOR EACH ROW WHEN (OLD.contact_id IS DISTINCT FROM NEW.contact_id) EXECUTE FUNCTION show_contact_on_ticket();

    CREATE FUNCTION show_changed_contact() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE tickets SET contact_card = jsonb_build_object(
          'id', NEW.id, 'name', NEW.name, 'email', NEW.email, 'phone', NEW.phone, 'handle', NEW.handle)
        WHERE contact_id = NEW.id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER contacts_show_changed AFTER UPDATE ON contacts
      FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION show_changed_contact();

    CREATE INDEX tickets_listed_by_status ON tickets (status_id, activity_at DESC, id DESC)
      WHERE archived_at IS NULL AND deleted_at IS NULL;
    CREATE INDEX tickets_kept ON tickets (activity_at DESC, id DESC) WHERE deleted_at IS NULL;
    CREATE INDEX deliveries_trouble_by_ticket ON deliveries (ticket_id) WHERE state IN ('failed', 'unsure');
    CREATE INDEX inputs_parked_by_ticket ON inputs (ticket_id) WHERE state = 'parked';
    CREATE INDEX wakes_pending_by_ticket ON wakes (ticket_id, due) WHERE fired_at IS NULL;

    ALTER TABLE contacts ADD COLUMN name_folded text GENERATED ALWAYS AS (
      lower(translate(coalesce(name, ''), 'İIıĞğŞşÇçÖöÜüÂâÎîÛûÄäÉéÈè', 'iiiggssccoouuaaiiuuaaeeee'))) STORED;
    CREATE INDEX contacts_names ON contacts USING gin (to_tsvector('simple', name_folded));
    CREATE INDEX contact_identities_values ON contact_identities (value text_pattern_ops);
    CREATE INDEX contacts_newest ON contacts (created_at DESC, id DESC);
    CREATE INDEX deliveries_newest ON deliveries (planned_at DESC, id DESC);
    CREATE INDEX inbound_items_newest ON inbound_items (received_at DESC, id DESC);

    ALTER TABLE senders ADD COLUMN removed_at timestamptz;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX tickets_listed_by_status, tickets_kept, deliveries_trouble_by_ticket, inputs_parked_by_ticket,
      wakes_pending_by_ticket, contacts_names, contact_identities_values, contacts_newest, deliveries_newest, inbound_items_newest;
    DROP TRIGGER contacts_show_changed ON contacts;
    DROP TRIGGER tickets_show_contact ON tickets;
    DROP TRIGGER tickets_show_other_contact ON tickets;
    DROP FUNCTION show_changed_contact, show_contact_on_ticket;
    ALTER TABLE senders DROP COLUMN removed_at;
    ALTER TABLE tickets DROP COLUMN contact_card;
    ALTER TABLE contacts DROP COLUMN name_folded;
  `);
}
