import { randomBytes } from 'node:crypto';
import { theDesk } from '../domain/actor.ts';
import { aSource, aTicket } from '../test/support/builders.ts';
import { expectEveryTicketFolds } from '../test/support/every-ticket-folds.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import type { Arrival } from './arrival.ts';
import { arrive } from './arrive.ts';
import { contactFor } from './contacts.ts';
import { loadDesk } from './load-desk.ts';
import { newId } from './new-id.ts';

let desk: TestDatabase;
const now = new Date().toISOString();

beforeAll(async () => {
  desk = await testDatabase();
});
afterEach(async () => expectEveryTicketFolds(desk.database));
afterAll(async () => desk.drop());

/** A ticket of a form, whose visitor typed an e-mail, and the Message-ID of what we answered. */
async function aTypedTicket(email: string) {
  const source = await aSource(desk.database, { channel: 'web-form', name: 'Contact form' });
  const { id } = await aTicket(desk.database, { source, contact: { email, visitorId: newId(), isTyped: true } });
  const sent = `<${newId()}@shop.example>`;
  await desk.database('deliveries').insert({
    id: newId(),
    ticket_id: id,
    kind: 'reply',
    key: newId(),
    mail_message_id: sent,
    state: 'sent',
    next_attempt_at: now,
    planned_at: now,
  });
  await desk.database('thread_keys').insert({ ticket_id: id, mail_message_id: sent });
  return { id, sent, contactId: await contactOf(id) };
}

const contactOf = async (ticketId: string): Promise<string> =>
  (await desk.database('tickets').where({ id: ticketId }).first('contact_id')).contact_id;
const proven = async (email: string) =>
  desk
    .database('contact_identities')
    .where({ kind: 'email', value: email })
    .orderBy('is_proven')
    .select('contact_id', 'is_proven');

async function anAnswer(email: string, wish: Partial<Arrival>): Promise<void> {
  const source = await aSource(desk.database);
  const key = randomBytes(8).toString('hex');
  const answer: Arrival = {
    source,
    externalId: key,
    contentSha256: null,
    rawSha256: null,
    sentAt: null,
    now,
    contact: { email },
    subject: 'Re: parcel',
    text: 'It has come.',
    reply: 'It has come.',
    mailMessageId: `<${key}@customer.example>`,
    references: [],
    threadRoot: null,
    numberInSubject: null,
    bodyHash: null,
    automatic: null,
    suppressed: false,
    recipients: {},
    copied: [],
    attachments: [],
    actor: { kind: 'source', id: source.id },
    ...wish,
  };
  await desk.database.transaction(async (transaction) => arrive(transaction, answer, await loadDesk(transaction)));
}

test('a visitor who answers our mail has proven the e-mail that he only typed', async () => {
  const { sent, contactId } = await aTypedTicket('ada@typed.test');
  await anAnswer('Ada@typed.test', { references: [sent] });
  expect(await proven('ada@typed.test')).toEqual([{ contact_id: contactId, is_proven: true }]);
});

test('where another contact has proven the address, the ticket gets that contact, and who wrote is that contact', async () => {
  const owner = await desk.database.transaction((transaction) =>
    contactFor(transaction, { email: 'bob@typed.test' }, now),
  );
  const { id, sent, contactId } = await aTypedTicket('bob@typed.test');
  expect(contactId).not.toBe(owner);
  await anAnswer('bob@typed.test', { references: [sent] });
  expect(await contactOf(id)).toBe(owner);
  const events = await desk
    .database('events')
    .where({ ticket_id: id })
    .orderBy('number', 'desc')
    .limit(2)
    .select('type', 'actor', 'data');
  expect(events).toMatchObject([
    { type: 'message.received', actor: { kind: 'contact', id: owner } },
    { type: 'ticket.contact_changed', data: { contactId: owner } },
  ]);
});

test('nothing is proven by a number in the subject, by a machine, by a stranger, or by the operator’s own typing', async () => {
  const { id, sent, contactId } = await aTypedTicket('eve@typed.test');
  const [{ number }] = await desk.database('tickets').where({ id }).select('number');
  await anAnswer('eve@typed.test', { numberInSubject: number });
  await anAnswer('eve@typed.test', { references: [sent], automatic: 'auto-replied' });
  await anAnswer('mallory@typed.test', { references: [sent] });
  await anAnswer('eve@typed.test', {
    belongsTo: id,
    source: await aSource(desk.database, { channel: 'web-form', name: 'Contact form' }),
    actor: theDesk,
  });
  expect(await proven('eve@typed.test')).toEqual([{ contact_id: contactId, is_proven: false }]);
});

test('two answers at once prove it once', async () => {
  const { id, sent, contactId } = await aTypedTicket('ida@typed.test');
  await Promise.all([1, 2, 3].map(() => anAnswer('ida@typed.test', { references: [sent] })));
  expect(await proven('ida@typed.test')).toEqual([{ contact_id: contactId, is_proven: true }]);
  expect(await contactOf(id)).toBe(contactId);
});
