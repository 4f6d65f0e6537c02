import fc from 'fast-check';
import { parseFilter } from '../domain/filter.ts';
import type { TabId } from '../domain/tab.ts';
import { DeskError } from '../domain/errors.ts';
import { aRepresentative, aSource, aTicket } from '../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { saveDesign } from './designs.ts';
import { countByStatus, listTickets, probeTickets } from './list-tickets.ts';
import { newId } from './new-id.ts';

let desk: TestDatabase;
const minute = 60_000;
const start = Date.now() - 100 * minute;
const at = (minutes: number) => new Date(start + minutes * minute);

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(() => desk.drop());
beforeEach(() => desk.database.raw('TRUNCATE tickets, contacts, inbound_items, representatives CASCADE'));

async function found(filter: string, tab: TabId = 'tickets', me: string | null = null): Promise<(string | null)[]> {
  const page = await listTickets(desk.database, { tab, filter: filter ? parseFilter(filter) : null, limit: 40, me });
  return page.rows.map(({ subject }) => subject);
}

async function change(number: number, values: Record<string, unknown>): Promise<void> {
  await desk.database('tickets').where({ number }).update(values);
}

test('the newest activity stands first, and each tab shows its own channel', async () => {
  const instagram = await aSource(desk.database, { channel: 'instagram', name: '@shop' });
  await aTicket(desk.database, { subject: 'old mail', at: at(1) });
  await aTicket(desk.database, { subject: 'comment', source: instagram, at: at(2) });
  await aTicket(desk.database, { subject: 'new mail', at: at(3) });
  expect(await found('')).toEqual(['new mail', 'comment', 'old mail']);
  expect(await found('', 'instagram')).toEqual(['comment']);
  expect(await found('', 'automations')).toEqual([]);
});

test('a row says all that the list shows', async () => {
  const instagram = await aSource(desk.database, { channel: 'instagram', name: '@shop' });
  const deniz = await aRepresentative(desk.database);
  const { number } = await aTicket(desk.database, {
    subject: 'Şikâyet',
    source: instagram,
    tags: ['İade'],
    contact: { name: 'Ali', email: 'ali@customer.example', phone: '+905551112233' },
  });
  await change(number, { representative_id: deniz.id });
  const { rows } = await listTickets(desk.database, { tab: 'tickets', filter: null, limit: 1, me: null });
  expect(rows[0]).toMatchObject({
    number,
    subject: 'Şikâyet',
    status: { name: 'New', category: 'new', color: 'blue' },
    representative: { name: 'Deniz Kaya' },
    team: null,
    channel: 'instagram',
    source: '@shop',
    priority: { name: 'normal' },
    tags: ['İade'],
    contact: { name: 'Ali', email: 'ali@customer.example', phone: '+905551112233', handle: null },
    nextWakeAt: null,
    hasTrouble: false,
    hasWaitingCommand: false,
  });
});

test('a ticket of a chatbot tells its version, where the talk stands and whether the visitor is there', async () => {
  const bot = await saveDesign(desk.database, {
    kind: 'chatbot',
    name: 'after-hours',
    title: 'After hours',
    tags: [],
    text: 'name: after-hours',
    definition: {},
    isPublished: true,
    actor: { kind: 'desk' },
    now: new Date().toISOString(),
  });
  const [source] = await desk.database('sources').where({ name: 'After hours' }).select('id', 'channel', 'tags');
  const talkOf = async (of: { seenSecondsAgo: number; phase: string }) => {
    const { id: ticket_id } = await aTicket(desk.database, { source });
    const id = newId();
    const now = Date.now();
    await desk.database('tickets').where({ id: ticket_id }).update({ design_version: 1 });
    await desk.database('conversations').insert({
      id,
      design_id: bot.designId,
      version: 1,
      visitor_id: id,
      language: 'en',
      phase: of.phase,
      state: '{}',
      ticket_id,
      visitor_seen_at: new Date(now - of.seenSecondsAgo * 1000),
      started_at: new Date(now),
    });
    return id;
  };
  const there = await talkOf({ seenSecondsAgo: 5, phase: 'handed-over' });
  const away = await talkOf({ seenSecondsAgo: 40, phase: 'active' });
  const ended = await talkOf({ seenSecondsAgo: 5, phase: 'ended' });
  await aTicket(desk.database, { subject: 'mail' });
  const { rows } = await listTickets(desk.database, { tab: 'tickets', filter: null, limit: 9, me: null });
  expect(rows.map(({ designVersion, conversation }) => ({ designVersion, conversation }))).toEqual([
    { designVersion: null, conversation: null },
    { designVersion: 1, conversation: { id: ended, phase: 'ended', isVisitorThere: false } },
    { designVersion: 1, conversation: { id: away, phase: 'active', isVisitorThere: false } },
    { designVersion: 1, conversation: { id: there, phase: 'handed-over', isVisitorThere: true } },
  ]);
});

test('a changed contact is shown on all of its tickets', async () => {
  const contact = { name: 'Ali', email: 'ali@customer.example' };
  await aTicket(desk.database, { contact });
  await aTicket(desk.database, { contact });
  await desk.database('contacts').update({ name: 'Ali Veli' });
  const { rows } = await listTickets(desk.database, { tab: 'tickets', filter: null, limit: 5, me: null });
  expect(rows.map((row) => row.contact?.name)).toEqual(['Ali Veli', 'Ali Veli']);
});

test('pages follow one another without a gap or a repeat, both ways, also where activity is equal', async () => {
  for (let index = 0; index < 11; index += 1)
    await aTicket(desk.database, { subject: `no. ${index}`, at: at(Math.floor(index / 3)) });
  const whole = await found('');
  const query = { tab: 'tickets', filter: null, limit: 4, me: null } as const;
  const first = await listTickets(desk.database, query);
  const second = await listTickets(desk.database, { ...query, after: first.next! });
  const third = await listTickets(desk.database, { ...query, after: second.next! });
  expect([...first.rows, ...second.rows, ...third.rows].map(({ subject }) => subject)).toEqual(whole);
  expect(third.next).toBeNull();
  const back = await listTickets(desk.database, { ...query, before: third.rows[0]! });
  expect(back.rows).toEqual(second.rows);
});

test('words find tickets by subject, text and contact, however Turkish letters are typed', async () => {
  await aTicket(desk.database, { subject: 'İADE talebi', text: 'Kırmızı elbise, sipariş-42', at: at(1) });
  await aTicket(desk.database, {
    subject: 'Kargo',
    text: 'Nerede kaldı?',
    contact: { name: 'Çağla', email: 'cagla@mail.example' },
    at: at(2),
  });
  expect(await found('iade')).toEqual(['İADE talebi']);
  expect(await found('KIRMIZI siparis 42')).toEqual(['İADE talebi']);
  expect(await found('"kirmizi elbise"')).toEqual(['İADE talebi']);
  expect(await found('"elbise kirmizi"')).toEqual([]);
  expect(await found('cagla@mail')).toEqual(['Kargo']);
  expect(await found('kaldı -iade')).toEqual(['Kargo']);
  expect(await found('-iade')).toEqual(['Kargo']);
  expect(await found('ner')).toEqual(['Kargo']);
});

test('fields narrow the list, and a minus turns them round', async () => {
  const deniz = await aRepresentative(desk.database);
  const first = await aTicket(desk.database, { subject: 'first', tags: ['İade'], at: at(1) });
  await aTicket(desk.database, {
    subject: 'second',
    draftReason: 'no e-mail address',
    at: at(2),
    contact: { name: 'Ali Öztürk', phone: '+90555' },
  });
  await change(first.number, { representative_id: deniz.id });
  expect(await found('tag:iade')).toEqual(['first']);
  expect(await found('-tag:iade')).toEqual(['second']);
  expect(await found('assigned:me', 'tickets', deniz.id)).toEqual(['first']);
  expect(await found('assigned:"deniz kaya"')).toEqual(['first']);
  expect(await found('assigned:none')).toEqual(['second']);
  expect(await found('is:draft')).toEqual(['second']);
  expect(await found('status:new channel:email priority:normal')).toEqual(['second', 'first']);
  expect(await found('status:spam')).toEqual([]);
  expect(await found(`#${first.number}`)).toEqual(['first']);
  expect(await found(String(first.number))).toEqual(['first']);
  expect(await found('contact:ozturk')).toEqual(['second']);
  expect(await found('contact:+9055')).toEqual(['second']);
  expect(await found('newer:1h')).toEqual([]);
  expect(await found('older:1h')).toEqual(['second', 'first']);
});

test('archived tickets leave every tab but are found by words, by number and by is:archived; deleted ones only by is:deleted', async () => {
  const kept = await aTicket(desk.database, { subject: 'kept parcel', at: at(1) });
  const archived = await aTicket(desk.database, { subject: 'archived parcel', at: at(2) });
  const deleted = await aTicket(desk.database, { subject: 'deleted parcel', at: at(3) });
  await change(archived.number, { archived_at: new Date() });
  await change(deleted.number, { deleted_at: new Date() });
  expect(await found('')).toEqual([`kept parcel`]);
  expect(await found('parcel')).toEqual(['archived parcel', 'kept parcel']);
  expect(await found('parcel -is:archived')).toEqual(['kept parcel']);
  expect(await found(`number:${archived.number}`)).toEqual(['archived parcel']);
  expect(await found('is:archived')).toEqual(['archived parcel']);
  expect(await found('is:deleted')).toEqual(['deleted parcel']);
  expect(kept.number).toBeGreaterThan(1000);
});

test('a status that does not exist is named together with those that do', async () => {
  await expect(found('status:lost')).rejects.toThrow(
    'there is no status lost; there are New, Open, Pending, Solved, Spam',
  );
});

test('counts stand beside every status, and follow the filter', async () => {
  await aTicket(desk.database, { subject: 'apple' });
  await aTicket(desk.database, { subject: 'pear' });
  const counts = await countByStatus(desk.database, { tab: 'tickets', filter: null, me: null });
  expect(counts.map(({ name, count }) => [name, count])).toEqual([
    ['New', 2],
    ['Open', 0],
    ['Pending', 0],
    ['Solved', 0],
    ['Spam', 0],
  ]);
  const apples = await countByStatus(desk.database, { tab: 'tickets', filter: parseFilter('apple'), me: null });
  expect(apples[0]).toMatchObject({ name: 'New', count: 1 });
});

test('the probe is silent while nothing happens and changes even for a transaction that began long before', async () => {
  const { number } = await aTicket(desk.database);
  const slow = await desk.database.transaction();
  await slow('tickets').where({ number }).update({ subject: 'late' });
  const before = await probeTickets(desk.database, 'tickets');
  await slow.commit();
  expect(await probeTickets(desk.database, 'tickets')).not.toBe(before);
});

test('whatever is typed as a filter gives a list or an error with a code, and never reaches SQL as SQL', async () => {
  await aTicket(desk.database, { subject: 'still here' });
  const nasty = fc.constantFrom(
    `'`,
    `"`,
    `\\`,
    `;`,
    `--`,
    `/*`,
    `?`,
    `??`,
    `:a`,
    `$1`,
    `%`,
    `&`,
    `|`,
    `!`,
    `<->`,
    `:*`,
    `'); DROP TABLE tickets; --`,
    `ş`,
    ` `,
    `\0`,
    `-`,
    `tag:`,
    `status:`,
    `contact:`,
    `source:`,
    `is:open`,
    `a`,
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.array(nasty, { maxLength: 8 }).map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(text, async (typed) => {
      await found(typed).catch((error: unknown) => {
        if (!(error instanceof DeskError)) throw error;
        expect(['USAGE', 'NOT_FOUND']).toContain(error.code);
      });
    }),
    { numRuns: 400 },
  );
  expect(await found('')).toEqual(['still here']);
});
