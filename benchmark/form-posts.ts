/**
 * Form posts accepted a second over HTTP (checked, counted, a ticket numbered, its answers kept, committed) against a plain
 * insert of a row as large, with the indexes of a ticket.
 */
import { Agent, request } from 'node:http';
import { pino } from 'pino';
import { saveFormText } from '../client/save-design.ts';
import { newId } from '../database/new-id.ts';
import { theDesk } from '../domain/actor.ts';
import { createIntake } from '../intake/create-intake.ts';
import { benchmarkDatabase } from './support/benchmark-database.ts';
import { compareRates } from './support/compare.ts';
import { plainTickets } from './support/plain-tickets.ts';
import { finish, reportRatio } from './support/report.ts';

const AT_ONCE = 8;
const POSTS = 160;

const form = `
name: bench
title: Bench
fields:
  - { name: name, type: name, label: Name, required: yes }
  - { name: email, type: email, label: E-mail, required: yes }
  - { name: message, type: textarea, label: Message, required: yes }
subject: A request
tags: [Bench]
thanks: Thank you, {{number}}
limits: { postsPerHour: 100000, postsPerDay: 1000000 }
`;

const { database, drop } = await benchmarkDatabase();
await saveFormText(database, {
  text: form,
  isPublished: true,
  actor: theDesk,
  now: new Date().toISOString(),
});
const insertTicket = await plainTickets(database);
// Every visitor has a network of his own: posts from one are counted one after the other.
const server = createIntake(
  {
    database,
    client: null,
    lingerSeconds: 1,
    continueAfterEvents: 2000,
    secretKey: Buffer.alloc(32, 7),
    publicUrl: 'http://127.0.0.1',
    requestSeconds: 60,
    log: pino({ level: 'silent' }),
  },
  { trustProxy: 1 },
);
const url = await server.listen({ host: '127.0.0.1', port: 0 });
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

let made = 0;
function answers() {
  made += 1;
  return {
    name: `Visitor ${made}`,
    email: `visitor${made}@customer.test`,
    message: `My order did not come, number ${made}. ${'It was to be here on Monday. '.repeat(8)}`,
  };
}

function address(): string {
  return `10.${(made >> 16) % 256}.${(made >> 8) % 256}.${made % 256}`;
}

function post(): Promise<void> {
  const body = JSON.stringify({ ...answers(), key: newId() });
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/forms/bench`,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', accept: 'application/json', 'x-forwarded-for': address() },
      },
      (response) => {
        response.resume();
        response.once('end', () =>
          (response.statusCode ?? 500) < 300 ? resolve() : reject(new Error(`refused with ${response.statusCode}`)),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

async function insertPlain(): Promise<void> {
  const { name, email, message } = answers();
  await insertTicket({ number: made, subject: 'A request', name, email, text: message });
}

function arm(one: () => Promise<void>): () => Promise<number> {
  return async () => {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let index = 0; index < POSTS / AT_ONCE; index += 1) await one();
      }),
    );
    return POSTS;
  };
}

const ratio = await compareRates({
  floorName: `plain insert, ${AT_ONCE} at once`,
  subjectName: `form post, ${AT_ONCE} at once`,
  floor: arm(insertPlain),
  subject: arm(post),
  pairs: 15,
});
reportRatio({ name: 'form posts accepted per second', ratio, target: '>= 0.3' });
agent.destroy();
await server.close();
await drop();
finish();
