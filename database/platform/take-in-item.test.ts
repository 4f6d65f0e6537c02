import {
  aComment,
  anAccount,
  aQuestion,
  factsOf,
  item,
  toldDesk,
  type ToldDesk,
} from '../../test/support/platform-desk.ts';
import { expectEveryTicketFolds } from '../../test/support/every-ticket-folds.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { parseFilter } from '../../domain/filter.ts';
import { listTickets } from '../list-tickets.ts';
import type { Source } from '../sources.ts';
import { lockTicket } from '../ticket-row.ts';

let desk: TestDatabase;
let source: Source;
let told: ToldDesk;

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(() => desk.drop());
beforeEach(async () => {
  source = await anAccount(desk.database, 'instagram');
  told = toldDesk(desk.database, source);
});
afterEach(async () => {
  expect(told.errors).toEqual([]);
  await expectEveryTicketFolds(desk.database);
});

const ticketsOf = () =>
  desk
    .database('tickets')
    .where({ source_id: source.id })
    .orderBy('number')
    .select<{ id: string; subject: string }[]>();

test('a comment opens a ticket with its words, its writer, its post and the end of its private reply', async () => {
  const comment = aComment({ text: 'Kargo ne zaman?\nÜç gündür bekliyorum' });
  const { newCount, ticketIds } = await told.push(item(comment));
  expect(newCount).toBe(1);
  expect(told.lookedAt).toEqual(ticketIds);
  const ticket = await desk.database.transaction((transaction) => lockTicket(transaction, ticketIds[0]!));
  const until = new Date(Date.parse(comment.writtenAt) + 7 * 86_400_000).toISOString();
  expect(ticket).toMatchObject({
    subject: 'Kargo ne zaman?',
    channel: 'instagram',
    draftReason: null,
    platform: {
      rootId: comment.id,
      itemId: comment.id,
      place: comment.place,
      isHidden: false,
      isRemoved: false,
      status: null,
      answer: 'none',
      privateReply: { until, usedAt: null },
      answerBy: null,
    },
  });
  expect(await desk.database('contacts').where({ id: ticket!.contactId }).first()).toMatchObject({
    handle: 'ada_demo',
  });
  expect(await desk.database('contact_identities').where({ contact_id: ticket!.contactId })).toMatchObject([
    { kind: 'instagram', value: comment.author!.id, is_proven: true },
  ]);
  expect(await desk.database('messages').where({ ticket_id: ticketIds[0] }).first()).toMatchObject({
    text: comment.text,
    platform_item_id: comment.id,
    mail_message_id: null,
    author: { kind: 'contact', name: 'ada_demo' },
  });
  const wakes = await desk.database('wakes').where({ ticket_id: ticketIds[0] });
  expect(wakes.map(({ kind, due }) => [kind, due.toISOString()])).toEqual([['private-reply-end', until]]);
  const { external_id, state } = await desk.database('inbound_items').where({ source_id: source.id }).first();
  expect([external_id, state]).toEqual([`instagram:${source.accountId}:${comment.id}`, 'taken']);
});

test('a webhook, a poll and an audit that bring the same comments at once, in other orders, open each ticket once', async () => {
  const comments = Array.from({ length: 12 }, (_, index) => aComment({ text: `Soru ${index}` }));
  const news = comments.map(item);
  const counts = await Promise.all([
    told.push(...news),
    told.read(...news.toReversed()),
    told.read(...news.slice(6), ...news.slice(0, 6)),
    ...news.map((one) => told.push(one)),
  ]);
  expect(counts.reduce((sum, { newCount }) => sum + newCount, 0)).toBe(12);
  expect((await ticketsOf()).map(({ subject }) => subject).toSorted()).toEqual(
    comments.map(({ text }) => text).toSorted(),
  );
  expect((await told.read(...news)).newCount).toBe(0);
});

test('what the same person writes in the thread is a message of the ticket, and the private reply goes to the newest comment', async () => {
  const root = aComment();
  const reply = aComment({
    parentId: root.id,
    author: root.author,
    text: 'Hâlâ bekliyorum',
    writtenAt: new Date().toISOString(),
  });
  await told.push(item(root));
  const { ticketIds } = await told.read(item(root), item(reply));
  expect(await factsOf(desk.database, ticketIds[0]!)).toEqual([
    'ticket.opened',
    'message.received',
    'message.received',
  ]);
  const { platform } = await desk.database('tickets').where({ id: ticketIds[0] }).first();
  const until = new Date(Date.parse(reply.writtenAt) + 7 * 86_400_000).toISOString();
  expect(platform).toMatchObject({ rootId: root.id, itemId: reply.id, privateReply: { until, usedAt: null } });
  const [wake] = await desk.database('wakes').where({ ticket_id: ticketIds[0] });
  expect(wake.due.toISOString()).toBe(until);
});

test('a stranger in the thread opens a ticket of his own that suggests the first, and goes on in his own', async () => {
  const root = aComment();
  const stranger = aComment({ parentId: root.id, text: 'Bende de gelmedi' });
  const again = aComment({ parentId: root.id, author: stranger.author, text: 'Bir haftadır' });
  await told.read(item(root), item(stranger));
  const { ticketIds } = await told.read(item(again));
  const [first, second, ...more] = await ticketsOf();
  expect(more).toEqual([]);
  expect(ticketIds).toEqual([second!.id]);
  expect(await desk.database('ticket_links').where({ ticket_id: second!.id })).toMatchObject([
    { other_id: first!.id, kind: 'suggested' },
  ]);
});

test('a reply that is told before the comment above it joins one ticket with it, and the newest words stay in front', async () => {
  const root = aComment();
  const reply = aComment({ parentId: root.id, author: root.author, writtenAt: new Date().toISOString() });
  await told.push(item(reply));
  await told.push(item(root));
  const tickets = await ticketsOf();
  expect(tickets).toHaveLength(1);
  expect(tickets[0]).toMatchObject({ message_count: 2, platform: { rootId: root.id, itemId: reply.id } });
});

test('somebody whom the platform does not name gets a ticket without a contact', async () => {
  const { ticketIds } = await told.push(item(aComment({ author: null })));
  expect(await desk.database('tickets').where({ id: ticketIds[0] }).first()).toMatchObject({
    contact_id: null,
    draft_reason: null,
  });
});

test('what the account wrote itself is recorded and opens nothing', async () => {
  const root = aComment();
  await told.push(item(root));
  const { ticketIds } = await told.read(item(aComment({ parentId: root.id, isOwn: true, text: 'Yarın' })));
  expect(ticketIds).toEqual([]);
  expect(await ticketsOf()).toHaveLength(1);
  expect(await desk.database('inbound_items').where({ source_id: source.id, state: 'ignored' })).toMatchObject([
    { reason: 'from-our-own-account' },
  ]);
});

test('ten thousand letters, emoji, direction marks and control characters are kept whole', async () => {
  const text = `İ\u202Eters\u202C 👩‍👩‍👧‍👦\u0007\u001B[31m\u0000 ${'ş'.repeat(10_000)}`;
  const { ticketIds } = await told.push(item(aComment({ text })));
  const message = await desk.database('messages').where({ ticket_id: ticketIds[0] }).first();
  expect(message.text).toBe(text.replace('\0', ''));
  // A second look at the same words finds nothing new.
  const { rows } = await desk.database.raw('SELECT subject FROM tickets WHERE id = ?', [ticketIds[0]!]);
  expect([...rows[0].subject].length).toBeLessThan(120);
  expect((await told.read(item(aComment({ id: message.platform_item_id, text })))).newCount).toBe(0);
});

test('a comment without words is called by its post', async () => {
  await told.push(item(aComment({ text: '' })));
  expect(await ticketsOf()).toMatchObject([{ subject: 'Yaz koleksiyonu' }]);
});

test('a pushed comment names only its post: what that is called comes from what was read of it, before or after', async () => {
  const place = { id: '17800000000000007', title: null, url: null };
  const called = { ...place, title: 'Kış koleksiyonu', url: 'https://instagram.test/p/7' };
  const first = aComment({ place });
  const { ticketIds } = await told.push(item(first));
  await told.read(item({ ...first, place: called }), {
    kind: 'place',
    place: called,
    itemCount: 1,
    itemIds: [first.id],
  });
  const second = await told.push(item(aComment({ place })));
  const tickets = await desk.database('tickets').whereIn('id', [...ticketIds, ...second.ticketIds]);
  expect(tickets.map(({ platform }) => platform.place)).toEqual([called, called]);
  expect((await told.read(item({ ...first, place: called }))).newCount).toBe(0);
});

test('a question tells its status and is due after three business days, by the calendar that the source names', async () => {
  await desk.database('calendars').insert({
    id: '0190b6a0-0000-7000-8000-000000000001',
    name: 'Depo',
    name_folded: 'depo',
    version: 1,
    definition: JSON.stringify({
      timeZone: 'Europe/Istanbul',
      week: [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? [{ fromMinute: 540, toMinute: 1080 }] : [])),
      holidays: [{ date: '2026-10-29', name: 'Cumhuriyet Bayramı', frames: [] }],
    }),
    created_at: new Date(),
  });
  // A Tuesday at noon; the Thursday after it is a holiday.
  const writtenAt = '2026-10-27T09:00:00.000Z';
  const shops = [
    await anAccount(desk.database, 'trendyol'),
    await anAccount(desk.database, 'trendyol', { calendar: 'Depo' }),
  ];
  const due = [];
  for (const shop of shops) {
    const { ticketIds } = await toldDesk(desk.database, shop).read(item(aQuestion({ writtenAt })));
    const { platform } = await desk.database('tickets').where({ id: ticketIds[0] }).first();
    expect(platform).toMatchObject({ status: 'WAITING_FOR_ANSWER', answer: 'none', privateReply: null });
    const [wake] = await desk.database('wakes').where({ ticket_id: ticketIds[0] });
    expect([wake.kind, wake.due.toISOString()]).toEqual(['answer-deadline', platform.answerBy]);
    due.push(platform.answerBy);
  }
  expect(due).toEqual(['2026-10-30T09:00:00.000Z', '2026-11-02T09:00:00.000Z']);
});

test('an account that is new here does not flood the desk: what is old becomes no ticket, a new answer to it does', async () => {
  const takesFrom = new Date(Date.now() - 14 * 86_400_000);
  const news = toldDesk(desk.database, { ...source, takesFrom });
  const old = aComment({ writtenAt: new Date(takesFrom.getTime() - 1000).toISOString() });
  expect(await news.read(item(old))).toMatchObject({ ticketIds: [] });
  expect(await news.read(item({ ...old, text: 'Hâlâ bekliyorum' }), item({ ...old, isHidden: true }))).toMatchObject({
    ticketIds: [],
  });
  await news.push(item(aComment({ parentId: old.id, author: old.author, text: 'Kimse yok mu?' })));
  expect(await ticketsOf()).toMatchObject([{ subject: 'Kimse yok mu?' }]);
  expect(news.errors).toEqual([]);
});

test.each(['ANSWERED', 'UNANSWERED', 'REJECTED'])(
  'a question that was %s before it came becomes no ticket',
  async (status) => {
    source = await anAccount(desk.database, 'trendyol');
    told = toldDesk(desk.database, source);
    const question = aQuestion({ status });
    await told.read(item(question));
    expect(await ticketsOf()).toEqual([]);
    expect(await desk.database('inbound_items').where({ source_id: source.id }).first()).toMatchObject({
      state: 'ignored',
      reason: 'over-before-it-came',
    });
  },
);

test.each(['contact:ada_dem', 'contact:@ADA_demo'])('who commented is found by the handle: %s', async (text) => {
  const { ticketIds } = await told.push(item(aComment()));
  const filter = parseFilter(text);
  const { rows } = await listTickets(desk.database, { tab: 'instagram', filter, limit: 500, me: null });
  expect(rows.map(({ id }) => id)).toContain(ticketIds[0]);
});
