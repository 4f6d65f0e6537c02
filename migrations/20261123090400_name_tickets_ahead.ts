import type { Knex } from 'knex';

/**
 * An inbound item is written first, since it decides whether anything else is, and names the ticket and message that
 * are written after it in the same transaction: so it need not be written twice.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE inbound_items ALTER CONSTRAINT inbound_items_ticket_id_fkey DEFERRABLE INITIALLY DEFERRED;
    ALTER TABLE inbound_items ALTER CONSTRAINT inbound_items_message_id_fkey DEFERRABLE INITIALLY DEFERRED;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE inbound_items ALTER CONSTRAINT inbound_items_ticket_id_fkey NOT DEFERRABLE;
    ALTER TABLE inbound_items ALTER CONSTRAINT inbound_items_message_id_fkey NOT DEFERRABLE;
  `);
}
