import type { Actor } from '../domain/actor.ts';
import { aRepresentative, aTicket } from '../test/support/builders.ts';
import { expectEveryTicketFolds } from '../test/support/every-ticket-folds.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { contactAttributes } from './attribute-values.ts';
import { applyAttributes, saveAttribute } from './attributes.ts';
import { editContact } from './edit-contact.ts';
import { showContact } from './list-contacts.ts';
import { mergeContacts } from './merge-contacts.ts';
import { splitContact } from './split-contact.ts';
import { splitIdentity } from './split-identity.ts';

let desk: TestDatabase;
let actor: Actor;
const now = new Date().toISOString();

beforeAll(async () => {
  desk = await testDatabase();
  actor = await aRepresentative(desk.database);
  for (const [name, type] of [
    ['Plan', 'text'],
    ['Visits', 'number'],
  ] as const)
    await saveAttribute(desk.database, { id: null, name, type, choices: [], actor, now });
});
afterEach(async () => expectEveryTicketFolds(desk.database));
afterAll(async () => desk.drop());

const contactOf = async (ticketId: string): Promise<string> =>
  (await desk.database('tickets').where({ id: ticketId }).first('contact_id')).contact_id;
const merge = (keepId: string, otherId: string) => mergeContacts(desk.database, { keepId, otherId, actor, now });
const split = (contactId: string) => splitContact(desk.database, { contactId, actor, now });
const everything = async (id: string) => {
  const { tickets, ...contact } = await showContact(desk.database, id);
  return { ...contact, tickets: tickets.map((ticket) => ticket.number).toSorted() };
};

/** Somebody who wrote by mail, so many times. */
async function aWriter(email: string, tickets: number, name: string | null = null): Promise<string> {
  let contactId = '';
  for (let count = 0; count < tickets; count += 1) {
    contactId = await contactOf((await aTicket(desk.database, { contact: { email, name } })).id);
  }
  return contactId;
}

test('a merge brings tickets, addresses and what is noted together, and a split gives back exactly that', async () => {
  const [keep, other] = [await aWriter('work@ada.test', 1), await aWriter('home@ada.test', 2, 'Ada')];
  await desk.database.transaction(async (transaction) => {
    expect(await applyAttributes(transaction, keep, { plan: 'gold', height: 3 })).toEqual(['Plan']);
    expect(await applyAttributes(transaction, other, { Plan: 'free', VISITS: '7', Plans: 1 })).toEqual([
      'Plan',
      'Visits',
    ]);
  });
  const before = [await everything(keep), await everything(other)];
  expect(await merge(keep, other)).toMatchObject({ tickets: 2 });
  const merged = await everything(keep);
  expect(merged).toMatchObject({
    name: 'Ada',
    email: 'work@ada.test',
    attributes: { Plan: 'gold', Visits: 7 },
    identities: [{ value: 'home@ada.test' }, { value: 'work@ada.test' }],
    merges: [{ contactId: other, tickets: 2 }],
  });
  expect(merged.tickets).toHaveLength(3);
  expect(await everything(other)).toEqual(merged);
  expect(await split(keep)).toEqual({ contactId: other, tickets: 2 });
  expect([await everything(keep), await everything(other)]).toEqual(before);
  await expect(split(keep)).rejects.toMatchObject({ code: 'REFUSED' });
});

test('what came after the merge, or was changed since, stays where it is when the merge is undone', async () => {
  const [keep, other] = [await aWriter('one@grace.test', 1), await aWriter('two@grace.test', 1, 'Grace')];
  await merge(keep, other);
  const later = await aTicket(desk.database, { contact: { email: 'two@grace.test' } });
  expect(await contactOf(later.id)).toBe(keep);
  await editContact(desk.database, { contactId: keep, name: 'Grace Hopper', attributes: { Visits: 3 }, actor, now });
  await split(keep);
  expect(await contactOf(later.id)).toBe(keep);
  expect(await everything(keep)).toMatchObject({ name: 'Grace Hopper', attributes: { Visits: 3 } });
  const next = await aTicket(desk.database, { contact: { email: 'two@grace.test' } });
  expect(await contactOf(next.id)).toBe(other);
});

test('merges are undone one after the other, the newest first', async () => {
  const [a, b, c] = [
    await aWriter('a@chain.test', 1),
    await aWriter('b@chain.test', 1),
    await aWriter('c@chain.test', 1),
  ];
  await merge(b, a);
  await merge(c, b);
  expect((await everything(a)).id).toBe(c);
  expect((await everything(c)).tickets).toHaveLength(3);
  await expect(merge(b, c)).rejects.toMatchObject({ code: 'REFUSED' });
  await expect(merge(c, c)).rejects.toMatchObject({ code: 'REFUSED' });
  expect(await split(c)).toEqual({ contactId: b, tickets: 2 });
  expect(await split(b)).toEqual({ contactId: a, tickets: 1 });
  expect((await everything(a)).tickets).toHaveLength(1);
});

test('an address is taken out with the tickets that it asked, and the contact is reached by what is left', async () => {
  const keep = await aWriter('first@split.test', 2);
  await merge(keep, await aWriter('second@split.test', 1, 'Second'));
  await editContact(desk.database, { contactId: keep, email: 'second@split.test', actor, now });
  const identity = { kind: 'email', value: 'second@split.test' };
  const { contactId, tickets } = await splitIdentity(desk.database, { contactId: keep, identity, actor, now });
  expect(tickets).toBe(1);
  expect(await everything(contactId)).toMatchObject({
    email: 'second@split.test',
    name: 'Second',
    identities: [identity],
  });
  expect(await everything(keep)).toMatchObject({
    email: 'first@split.test',
    identities: [{ value: 'first@split.test' }],
  });
  const last = { kind: 'email', value: 'first@split.test' };
  await expect(splitIdentity(desk.database, { contactId: keep, identity: last, actor, now })).rejects.toMatchObject({
    code: 'REFUSED',
  });
});

test('who typed the address that another proved is suggested as perhaps the same person', async () => {
  const owner = await aWriter('alike@alike.test', 1);
  const { id } = await aTicket(desk.database, { contact: { email: 'alike@alike.test', name: 'Alike', isTyped: true } });
  const typist = await contactOf(id);
  expect((await everything(owner)).alike).toMatchObject([{ contactId: typist, name: 'Alike', isProven: false }]);
  expect((await everything(typist)).alike).toMatchObject([{ contactId: owner, isProven: true }]);
  expect((await everything('alike@alike.test')).id).toBe(owner);
});

test('an address of somebody else is not taken over by typing it in', async () => {
  const [one, other] = [await aWriter('mine@own.test', 1), await aWriter('theirs@own.test', 1)];
  await expect(
    editContact(desk.database, { contactId: one, email: 'theirs@own.test', actor, now }),
  ).rejects.toMatchObject({ code: 'REFUSED', details: { contactId: other } });
  await expect(
    editContact(desk.database, { contactId: one, attributes: { Visits: 'many' }, actor, now }),
  ).rejects.toThrow('Visits must be a number');
  expect(await contactAttributes(desk.database, one)).toEqual({});
});

test('a name is one line of decent length', async () => {
  const contactId = await aWriter('named@own.test', 1);
  await editContact(desk.database, { contactId, name: ' Ada\u001b[31m\n Lovelace ', actor, now });
  expect((await everything('named@own.test')).name).toBe('Ada [31m Lovelace');
  for (const name of ['\n', 'x'.repeat(301)])
    await expect(editContact(desk.database, { contactId, name, actor, now })).rejects.toThrow('1 to 300 characters');
});

test('of two attributes that take the same name in the same moment one is refused as if it had come later', async () => {
  const wish = { id: null, type: 'text', choices: [], actor, now } as const;
  const saves = ['Yaş', 'yas', 'YAŞ'].map((name) => saveAttribute(desk.database, { ...wish, name, choices: [] }));
  const ended = await Promise.allSettled(saves);
  const codes = ended.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
  expect(codes).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
});

test('tickets that arrive while two contacts become one, or one becomes two again, are lost to neither', async () => {
  for (const round of [1, 2, 3]) {
    const [keep, other] = [await aWriter(`keep${round}@race.test`, 1), await aWriter(`other${round}@race.test`, 1)];
    const write = () => aTicket(desk.database, { contact: { email: `other${round}@race.test` } });
    const visit = () =>
      aTicket(desk.database, {
        contact: { visitorId: `race-${round}`, email: `other${round}@race.test`, isTyped: false },
      });
    const [, ...tickets] = await Promise.all([
      merge(keep, other),
      write(),
      visit(),
      write(),
      visit(),
      write(),
      write(),
    ]);
    expect(await Promise.all(tickets.map(({ id }) => contactOf(id)))).toEqual(tickets.map(() => keep));
    expect(await desk.database('tickets').where({ contact_id: other })).toEqual([]);
    expect(await desk.database('contact_identities').where({ contact_id: other })).toEqual([]);
    await Promise.all([split(keep), write(), write(), visit()]);
    const { rows } = await desk.database.raw('SELECT DISTINCT contact_id FROM tickets WHERE contact_id = ANY (?)', [
      [keep, other],
    ]);
    expect(rows).toHaveLength(2);
  }
});

test('a merge waits for a ticket that is just opening, and takes it along', async () => {
  const [keep, other] = [await aWriter('keep@wait.test', 1), await aWriter('other@wait.test', 1)];
  let merging: Promise<unknown> = Promise.resolve();
  const opened = await desk.database.transaction(async (transaction) => {
    const ticket = await aTicket(transaction as typeof desk.database, { contact: { email: 'other@wait.test' } });
    merging = merge(keep, other);
    await someoneWaits();
    return ticket;
  });
  await merging;
  expect(await contactOf(opened.id)).toBe(keep);
});

/** Until a connection of this test waits for a lock. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const { rows } = await desk.database.raw(
      `SELECT 1 FROM pg_locks waiting JOIN pg_locks held ON held.transactionid = waiting.transactionid AND held.granted
         JOIN pg_locks tables ON tables.pid = held.pid AND tables.relation = '${desk.schema}.contact_identities'::regclass
         WHERE NOT waiting.granted`,
    );
    if (rows.length > 0) return;
  }
}
