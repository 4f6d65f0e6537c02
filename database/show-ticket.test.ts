import { theDesk } from '../domain/actor.ts';
import { aRepresentative, aTicket } from '../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { readHealth } from './desk-health.ts';
import { addInput } from './inputs.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listInbound, showInbound } from './list-inbound.ts';
import { listContacts, showContact } from './list-contacts.ts';
import { newId } from './new-id.ts';
import { findTicket, showTicket } from './show-ticket.ts';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(() => desk.drop());

const now = new Date().toISOString();

async function addFailedDelivery(ticketId: string): Promise<string> {
  const id = newId();
  await desk.database('deliveries').insert({
    id,
    ticket_id: ticketId,
    kind: 'redirection',
    key: `redirection/${id}`,
    recipient: 'deniz@shop.example',
    mail_message_id: `<${id}@shop.example>`,
    state: 'failed',
    attempt: 2,
    receipt: { response: '550 no such user' },
    next_attempt_at: now,
    planned_at: now,
    ended_at: now,
  });
  return id;
}

test('a ticket is found by its number, with or without the sign, and by its id', async () => {
  const { id, number } = await aTicket(desk.database);
  for (const named of [String(number), `#${number}`, id])
    expect(await findTicket(desk.database, named)).toMatchObject({ id, number });
  for (const named of ['0', 'nonsense', '', newId()]) expect(await findTicket(desk.database, named)).toBeNull();
  await expect(showTicket(desk.database, newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('one ticket shows what was said, what happened, what went out and what waits', async () => {
  const deniz = await aRepresentative(desk.database);
  const { id, number } = await aTicket(desk.database, {
    contact: { name: 'Ali', email: 'ali@customer.example' },
    text: 'Merhaba',
  });
  const deliveryId = await addFailedDelivery(id);
  const commandId = newId();
  await addInput(desk.database, {
    id: commandId,
    ticketId: id,
    kind: 'command',
    data: { name: 'archive' },
    actor: deniz,
    now,
  });
  const ticket = await showTicket(desk.database, id);
  expect(ticket).toMatchObject({
    number,
    messageCount: 1,
    conflictNumber: 1,
    hasTrouble: true,
    hasWaitingCommand: true,
  });
  expect(ticket.messages).toMatchObject([
    {
      number: 1,
      kind: 'contact',
      author: { name: 'Ali', address: 'ali@customer.example' },
      text: 'Merhaba',
      attachments: [],
      deliveryId: null,
    },
  ]);
  expect(ticket.events.map(({ number: at, type, actor }) => [at, type, actor])).toEqual([
    [1, 'ticket.opened', { kind: 'contact', name: 'Ali' }],
    [2, 'message.received', { kind: 'contact', name: 'Ali' }],
  ]);
  expect(ticket.deliveries).toMatchObject([
    {
      id: deliveryId,
      ticketNumber: number,
      to: ['deniz@shop.example'],
      state: 'failed',
      attempts: 2,
      receipt: { response: '550 no such user' },
      plannedAt: now,
    },
  ]);
  expect(ticket.inputs.find(({ id: inputId }) => inputId === commandId)).toMatchObject({
    kind: 'command',
    command: 'archive',
    state: 'waiting',
    actor: { kind: 'representative', name: 'Deniz Kaya' },
  });
});

test('deliveries are listed newest first, by state and by ticket', async () => {
  const { id } = await aTicket(desk.database);
  const first = await addFailedDelivery(id);
  const second = await addFailedDelivery(id);
  const both = await listDeliveries(desk.database, { ticketId: id, limit: 10 });
  expect(both.map((delivery) => delivery.id)).toEqual([second, first]);
  const rest = await listDeliveries(desk.database, { ticketId: id, limit: 10, after: both[0]! });
  expect(rest.map((delivery) => delivery.id)).toEqual([first]);
  expect(await listDeliveries(desk.database, { ticketId: id, state: 'sent', limit: 10 })).toEqual([]);
});

test('what a source delivered is listed with the ticket it became', async () => {
  const { number } = await aTicket(desk.database);
  const [item] = await listInbound(desk.database, { limit: 1 });
  expect(item).toMatchObject({ ticketNumber: number, state: 'taken', errorCode: null });
  expect(await showInbound(desk.database, item!.id)).toEqual(item);
  await expect(showInbound(desk.database, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a contact is found by the beginning of any of its names or its address, and shows its tickets', async () => {
  const { number } = await aTicket(desk.database, {
    contact: { name: 'Gülşen Öztürk', email: 'gulsen@customer.example' },
  });
  for (const search of ['öztü', 'GULSEN', 'gulsen@cust']) {
    expect((await listContacts(desk.database, { search, limit: 5 })).map(({ name }) => name)).toEqual([
      'Gülşen Öztürk',
    ]);
  }
  const shown = await showContact(desk.database, 'Gulsen@customer.example');
  expect(shown.tickets.map((ticket) => ticket.number)).toEqual([number]);
});

test('the desk tells how many things wait or failed, and how its sources are', async () => {
  const { id } = await aTicket(desk.database);
  const before = await readHealth(desk.database);
  await addFailedDelivery(id);
  await addInput(desk.database, {
    id: newId(),
    ticketId: id,
    kind: 'command',
    data: {},
    actor: theDesk,
    now: '2020-01-01T00:00:00.000Z',
  });
  const health = await readHealth(desk.database);
  expect(health.failedDeliveries).toBe(before.failedDeliveries + 1);
  expect(health.waitingInputs).toBe(before.waitingInputs + 1);
  expect(health.oldestWaitingAt).toBe('2020-01-01T00:00:00.000Z');
  expect(health.sources.map(({ name }) => name)).toContain('Typed in');
});
