/** How fast a request is durable, numbered and listed, against a plain insert of a row as large with the same indexes. */
import { createTicket } from '../client/create-ticket.ts';
import { newId } from '../database/new-id.ts';
import { theDesk } from '../domain/actor.ts';
import { benchmarkDatabase } from './support/benchmark-database.ts';
import { compareRates } from './support/compare.ts';
import { plainTickets } from './support/plain-tickets.ts';
import { finish, reportRatio } from './support/report.ts';

const { database, drop } = await benchmarkDatabase();
const insertTicket = await plainTickets(database);

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
  await insertTicket({
    number: made,
    subject: `${subjects[made % subjects.length]} ${made}`,
    name: `Contact ${made}`,
    email: `contact${made}@customer.test`,
    text: `${text} no${made}`,
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
