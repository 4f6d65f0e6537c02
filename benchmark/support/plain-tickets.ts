import { newId } from '../../database/new-id.ts';
import type { Database } from '../../database/connect.ts';
import { foldedWords } from '../../database/search-index.ts';

export interface PlainTicket {
  number: number;
  subject: string;
  name: string;
  email: string;
  text: string;
}

/**
 * What accepting a request is compared with: a ticket as one row, with its columns, indexes and foreign keys, its text,
 * and the index over its words, inserted without a thought.
 */
export async function plainTickets(database: Database): Promise<(ticket: PlainTicket) => Promise<void>> {
  const sourceId = await idOf(database, 'sources', { channel: 'manual' });
  const statusId = await idOf(database, 'statuses', { category: 'new' });
  const priorityId = await idOf(database, 'priorities', {});
  await database.raw(`
    CREATE TABLE plain_tickets (LIKE tickets INCLUDING ALL);
    ALTER TABLE plain_tickets ADD COLUMN text text, ADD COLUMN document tsvector,
      ADD FOREIGN KEY (source_id) REFERENCES sources, ADD FOREIGN KEY (status_id) REFERENCES statuses,
      ADD FOREIGN KEY (priority_id) REFERENCES priorities;
    CREATE INDEX ON plain_tickets USING gin (document) WITH (fastupdate = off);
  `);
  return async ({ number, subject, name, email, text }) => {
    const now = new Date().toISOString();
    await database('plain_tickets').insert({
      id: newId(),
      number,
      version: 2,
      subject,
      channel: 'manual',
      source_id: sourceId,
      status_id: statusId,
      category: 'new',
      priority_id: priorityId,
      tags: ['Support'],
      tags_folded: ['support'],
      created_at: now,
      updated_at: now,
      activity_at: now,
      message_count: 1,
      conflict_number: 1,
      input_count: 1,
      contact_card: JSON.stringify({ id: newId(), name, email, phone: null, handle: null }),
      text,
      document: database.raw(`to_tsvector('simple', ?)`, [foldedWords(`${subject} \n ${name} \n ${email} \n ${text}`)]),
    });
  };
}

async function idOf(database: Database, table: string, among: object): Promise<string> {
  return (await database(table).where(among).first<{ id: string }>('id'))!.id;
}
