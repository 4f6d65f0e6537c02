import type { Database } from '../../database/connect.ts';

/** Word k of these stands in about 12 / (k ln 5000) of the tickets: a few words are common, most are rare. */
export const vocabulary = 5000;

/** A word that is not the beginning of another. */
export const wordOf = (rank: number): string => `kelime${rank}x`;

/**
 * Fills an empty desk with tickets, the same in every run: ten channels, five statuses, some archived or deleted, twelve
 * words each, and a talk behind every chatbot's ticket. Events and messages are left out: no list reads them.
 */
export async function insertManyTickets(database: Database, count: number): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.raw(`
      SET LOCAL synchronous_commit = off;
      DROP INDEX ticket_search_document;
      ALTER TABLE tickets DISABLE TRIGGER tickets_show_contact;
      CREATE FUNCTION pg_temp.chance(n bigint, of_what int) RETURNS double precision IMMUTABLE LANGUAGE sql
        RETURN (hashint8extended(n, of_what) & 4294967295) / 4294967296.0;
    `);
    await transaction.raw(
      `INSERT INTO contacts (id, name, email, created_at)
       SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Müşteri ' || n, 'musteri' || n || '@musteri.test', '2026-01-01'
       FROM generate_series(1, ? / 5) AS n`,
      [count],
    );
    await transaction.raw(
      `WITH desk AS (
         SELECT (SELECT array_agg(id ORDER BY position) FROM statuses) AS statuses,
           (SELECT array_agg(category ORDER BY position) FROM statuses) AS categories,
           (SELECT array_agg(id ORDER BY rank) FROM priorities) AS priorities,
           (SELECT id FROM sources LIMIT 1) AS source,
           ARRAY['email', 'email', 'email', 'chatbot', 'web-form', 'instagram', 'facebook', 'trendyol', 'automation', 'supsis-form'] AS channels),
       made AS (
         SELECT n, ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid AS id,
           (1 + n % greatest(:count / 5, 1))::int AS contact,
           1 + floor(pg_temp.chance(n, 1) * cardinality(statuses))::int AS status,
           timestamptz '2026-01-01' + n * interval '1 minute' AS at, desk.*
         FROM desk, generate_series(1, :count) AS n)
       INSERT INTO tickets (id, number, version, subject, contact_id, contact_card, channel, source_id, status_id, category, priority_id,
         tags, tags_folded, created_at, updated_at, activity_at, archived_at, deleted_at, message_count, conflict_number)
       SELECT id, 1000 + n, 2, 'Siparişim nerede? ' || n, ('00000000-0000-7000-8000-' || lpad(contact::text, 12, '0'))::uuid,
         jsonb_build_object('id', '00000000-0000-7000-8000-' || lpad(contact::text, 12, '0'), 'name', 'Müşteri ' || contact,
           'email', 'musteri' || contact || '@musteri.test', 'phone', null, 'handle', null),
         channels[1 + floor(pg_temp.chance(n, 2) * 10)::int], source, statuses[status], categories[status],
         priorities[1 + floor(pg_temp.chance(n, 3) * cardinality(priorities))::int],
         ARRAY['Support', 'Iade'], ARRAY['support', 'iade'], at, at, at,
         CASE WHEN pg_temp.chance(n, 4) < 0.1 THEN at END, CASE WHEN pg_temp.chance(n, 5) < 0.02 THEN at END, 1, 1
       FROM made`,
      { count },
    );
    await transaction.raw(`
      INSERT INTO designs (id, kind, name, name_folded, source_id, created_at)
        SELECT gen_random_uuid(), 'chatbot', 'many', 'many', id, '2026-01-01' FROM sources LIMIT 1;
      INSERT INTO conversations (id, design_id, version, visitor_id, language, state, ticket_id, visitor_seen_at, started_at)
        SELECT ('00000000-0000-7000-a000-' || lpad(tickets.number::text, 12, '0'))::uuid, designs.id, 1, tickets.number, 'tr',
          jsonb_build_object('attributes', jsonb_build_object('request', repeat('kelime ', 40))), tickets.id, tickets.created_at, tickets.created_at
        FROM tickets, designs WHERE tickets.channel = 'chatbot' ORDER BY tickets.id;
    `);
    await transaction.raw(
      `INSERT INTO ticket_search (ticket_id, document)
       SELECT tickets.id, (
         SELECT array_to_tsvector(array_agg(DISTINCT 'kelime' || floor(power(?, pg_temp.chance(tickets.number, 10 + place)))::int || 'x'))
         FROM generate_series(1, 12) AS place)
       FROM tickets`,
      [vocabulary],
    );
    await transaction.raw(`
      ALTER TABLE tickets ENABLE TRIGGER tickets_show_contact;
      CREATE INDEX ticket_search_document ON ticket_search USING gin (document) WITH (fastupdate = off);
    `);
  });
  await database.raw('VACUUM (ANALYZE) tickets, ticket_search, contacts, conversations');
}
