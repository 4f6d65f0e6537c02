/** How fast a request is durable, numbered and listed, against a plain insert of a row as large with the same indexes. */
import { createTicket } from '../client/create-ticket.ts';
import { newId } from '../database/new-id.ts';
import { foldedWords } from '../database/search-index.ts';
import { theDesk } from '../domain/actor.ts';
import { benchmarkDatabase } from './support/benchmark-database.ts';
import { compareRates } from './support/compare.ts';
import { finish, reportRatio } from './support/report.ts';

const { database, drop } = await benchmarkDatabase();
const sourceId = (await database('sources').where({ channel: 'manual' }).first<{ id: string }>('id'))!.id;
const statusId = (await database('statuses').where({ category: 'new' }).first<{ id: string }>('id'))!.id;
const priorityId = (await database('priorities').first<{ id: string }>('id'))!.id;

// A ticket as one row: its columns, indexes and foreign keys, its text, and the index over its words.
await database.raw(`
  CREATE TABLE plain_tickets (LIKE tickets INCLUDING ALL);
  ALTER TABLE plain_tickets ADD COLUMN text text, ADD COLUMN document tsvector,
    ADD FOREIGN KEY (source_id) REFERENCES sources, ADD FOREIGN KEY (status_id) REFERENCES statuses,
    ADD FOREIGN KEY (priority_id) REFERENCES priorities;
  CREATE INDEX ON plain_tickets USING gin (document) WITH (fastupdate = off);
`);

const subjects = [
  'Siparişim nerede?',
  'Refund for order',
  'Kargo hasarlı geldi',
  'Invoice is missing',
  'Şifremi unuttum',
];
const text = Array.from({ length: 60 }, (_, index) => `kelime${(index * 7919) % 997}`).join(' ');
let made = 0;

async function accept(): Promise<void> {
  made += 1;
  await createTicket(
    { database, client: null, lingerSeconds: 1, continueAfterEvents: 2000 },
    {
      key: newId(),
      contact: { name: `Contact ${made}`, email: `contact${made}@customer.test` },
      subject: `${subjects[made % subjects.length]} ${made}`,
      text: `${text} no${made}`,
      tags: ['Support'],
      actor: theDesk,
    },
  );
}

async function insertPlain(): Promise<void> {
  made += 1;
  const now = new Date().toISOString();
  const subject = `${subjects[made % subjects.length]} ${made}`;
  await database('plain_tickets').insert({
    id: newId(),
    number: made,
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
    contact_card: JSON.stringify({
      id: newId(),
      name: `Contact ${made}`,
      email: `contact${made}@customer.test`,
      phone: null,
      handle: null,
    }),
    text: `${text} no${made}`,
    document: database.raw(`to_tsvector('simple', ?)`, [
      foldedWords(`${subject} \n Contact ${made} \n contact${made}@customer.test \n ${text} no${made}`),
    ]),
  });
}

function arm(one: () => Promise<void>, clients: number): () => Promise<number> {
  const each = 150 / clients;
  return async () => {
    await Promise.all(
      Array.from({ length: clients }, async () => {
        for (let index = 0; index < each; index += 1) await one();
      }),
    );
    return Math.floor(each) * clients;
  };
}

for (const clients of [1, 8]) {
  const ratio = await compareRates({
    floorName: `plain insert, ${clients} at once`,
    subjectName: `acceptance, ${clients} at once`,
    floor: arm(insertPlain, clients),
    subject: arm(accept, clients),
    pairs: 21,
  });
  reportRatio({ name: `acceptance, ${clients} at once`, ratio, target: '>= 0.5' });
}
await drop();
finish();
