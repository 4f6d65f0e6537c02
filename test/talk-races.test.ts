import { appendEvents } from '../database/append-events.ts';
import { addVisitorLine } from '../database/conversations/add-visitor-line.ts';
import { readConversation } from '../database/conversations/read-conversation.ts';
import { startConversation } from '../database/conversations/start-conversation.ts';
import { takeTurn } from '../database/conversations/take-turn.ts';
import { mergeContacts } from '../database/merge-contacts.ts';
import { newId } from '../database/new-id.ts';
import { purgeTicket } from '../database/purge-ticket.ts';
import { lockTicket } from '../database/ticket-row.ts';
import { isTransient } from '../database/transient.ts';
import { theDesk } from '../domain/actor.ts';
import type { Block } from '../domain/chatbot/flow.ts';
import { expectEveryTicketFolds } from './support/every-ticket-folds.ts';
import { chatbotOf, publishChatbot } from './support/talk-story.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

/** What happens to a talk at one moment from several sides. */

let desk: TestDatabase;
let live: { designId: string; version: number };
let short: { designId: string; version: number };
const now = () => new Date().toISOString();
const ask: Block = { kind: 'ask', what: 'text', question: 'What is it?', into: 'request', retry: null, tries: 1 };

beforeAll(async () => {
  desk = await testDatabase();
  const handOver: Block = {
    kind: 'hand-over',
    text: null,
    team: null,
    subject: 'Live',
    email: null,
    phone: null,
    tag: null,
  };
  live = await publishChatbot(desk, chatbotOf([ask, handOver], { name: 'live', title: 'Live' }));
  const ticket: Block = {
    kind: 'create-ticket',
    subject: 'Chat',
    email: null,
    phone: null,
    tag: null,
    request: null,
    whenDraft: null,
  };
  short = await publishChatbot(desk, chatbotOf([ask, ticket], { name: 'short', title: 'Short', goneSeconds: 60 }));
});
afterEach(() => expectEveryTicketFolds(desk.database));
afterAll(() => desk.drop());

async function begin(design: { designId: string; version: number }, email: string | null = null): Promise<string> {
  const user = email === null ? null : { name: 'Ada', email, phone: null, attributes: {} };
  const visitor = { visitorId: newId(), user, language: 'en' as const, pageUrl: null };
  const id = await startConversation(desk.database, { ...design, ...visitor, now: now() });
  await turns(id);
  return id;
}

const says = (conversationId: string, text: string) =>
  addVisitorLine(desk.database, { conversationId, key: newId(), text, option: null, now: now() });

async function turns(conversationId: string, at = now()): Promise<void> {
  for (let hasMore = true; hasMore;) ({ hasMore } = await takeTurn(desk.database, { conversationId, now: at }));
}

async function handedOver(): Promise<{ id: string; ticketId: string }> {
  const id = await begin(live);
  await says(id, 'My lamp is broken');
  await turns(id);
  const { ticket_id: ticketId } = await desk.database('conversations').where({ id }).first('ticket_id');
  return { id, ticketId };
}

const told = (id: string) =>
  desk
    .database('messages')
    .join('inbound_items', 'inbound_items.message_id', 'messages.id')
    .whereLike('external_id', `conversation/${id}/%`)
    .orderBy('messages.number')
    .pluck<string[]>('reply');

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await desk.database.raw<{ rows: unknown[] }>(
      `SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND query LIKE '%tickets%'`,
    );
    if (rows.length > 0) return;
  }
}

test('lines that come by two doors at once, while turns are taken twice over, are told once each and in their order', async () => {
  const { id } = await handedOver();
  const words = Array.from({ length: 24 }, (_, index) => `Line ${index}`);
  await Promise.all([...words.map((text) => says(id, text)), turns(id), turns(id)]);
  await Promise.all([turns(id), turns(id)]);
  const lines = await desk.database('conversation_lines').where({ conversation_id: id }).orderBy('number');
  expect(lines.map(({ number }) => number)).toEqual(lines.map((_line, index) => index + 1));
  const said = lines.filter(({ author }) => author === 'visitor').map(({ text }) => text);
  expect(said).toHaveLength(1 + words.length);
  expect(await told(id)).toEqual(said);
});

test('a line and the end of a talk at one moment: the line is on a ticket, or its visitor was refused', async () => {
  const talks = await Promise.all(Array.from({ length: 12 }, () => begin(short)));
  const later = new Date(Date.now() + 61_000).toISOString();
  const accepted = await Promise.all(
    talks.map(async (id) => {
      const [line] = await Promise.allSettled([says(id, 'My lamp is broken'), turns(id, later)]);
      await turns(id, later);
      return line.status === 'fulfilled';
    }),
  );
  for (const [index, id] of talks.entries()) {
    expect(await told(id)).toEqual(accepted[index] ? ['My lamp is broken'] : []);
    const { phase } = await desk.database('conversations').where({ id }).first('phase');
    expect(phase).toBe('ended');
  }
});

test('a ticket is purged while its visitor writes: one of the two gives way, is done again, and no word stays', async () => {
  const { id, ticketId } = await handedOver();
  await says(id, 'A secret of mine');
  const purge = (meanwhile: () => Promise<void>) =>
    desk.database.transaction(async (transaction) => {
      const before = await lockTicket(transaction, ticketId);
      await meanwhile();
      if (!before?.purgedAt) {
        const purged = { type: 'ticket.purged' as const, data: {}, actor: theDesk, at: now() };
        await appendEvents(transaction, { id: ticketId, before }, [purged]);
      }
      await purgeTicket(transaction, { ticketId, contactId: before?.contactId ?? null });
    });
  let turn: Promise<void> = Promise.resolve();
  const purged = purge(async () => {
    turn = turns(id);
    turn.catch(() => {});
    await untilSomebodyWaits();
  });
  const [purging, turning] = await Promise.allSettled([
    purged,
    purged.then(
      () => turn,
      () => turn,
    ),
  ]);
  const gaveWay = [purging, turning].filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(gaveWay).toHaveLength(1);
  // So steps and turns are tried again by the engine.
  expect(isTransient(gaveWay[0]?.reason)).toBe(true);
  await turns(id);
  await purge(() => Promise.resolve());
  await turns(id);
  const row = await desk.database('conversations').where({ id }).first('phase', 'waiting_since', 'state');
  expect(row).toMatchObject({ phase: 'ended', waiting_since: null });
  expect(JSON.stringify(row.state)).not.toContain('lamp');
  expect(await desk.database('conversation_lines').where({ conversation_id: id }).pluck('text')).toEqual([]);
  expect(await told(id)).toEqual([]);
  await expect(says(id, 'Hello?')).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
});

test('contacts are merged while their visitors write: every line is on its ticket, which has the one contact', async () => {
  const talks = await Promise.all([begin(live, 'ada@merge.test'), begin(live, 'ada@work.test')]);
  const contactOf = async (id: string) =>
    (await desk.database('conversations').where({ id }).first<{ contact_id: string }>('contact_id')).contact_id;
  const [keepId = '', otherId = ''] = await Promise.all(talks.map(contactOf));
  for (const id of talks) await says(id, 'My lamp is broken');
  const trying = async (id: string): Promise<void> => {
    try {
      await turns(id);
    } catch (error) {
      if (!isTransient(error)) throw error;
      await trying(id);
    }
  };
  await Promise.all([
    ...talks.map(trying),
    mergeContacts(desk.database, { keepId, otherId, actor: theDesk, now: now() }),
  ]);
  for (const id of talks) {
    await says(id, 'And the bulb');
    await trying(id);
    expect(await told(id)).toEqual(['My lamp is broken', 'And the bulb']);
    expect(await contactOf(id)).toBe(keepId);
    const owner = await desk
      .database('conversations')
      .join('tickets', 'tickets.id', 'conversations.ticket_id')
      .where({ 'conversations.id': id })
      .first('tickets.contact_id');
    expect(owner.contact_id).toBe(keepId);
  }
});

test('whoever reads a talk while it is handed over never sees the words without the ticket', async () => {
  for (let round = 0; round < 15; round += 1) {
    const conversationId = await begin(live);
    const asked = (await read(conversationId)).lines.length;
    await says(conversationId, 'Where is my order?');
    let isOver = false;
    const handing = turns(conversationId).finally(() => (isOver = true));
    while (!isOver) {
      const { lines, ticketNumber } = await read(conversationId);
      if (lines.slice(asked).some(({ author }) => author === 'bot')) expect(ticketNumber).not.toBeNull();
    }
    await handing;
    expect((await read(conversationId)).ticketNumber).not.toBeNull();
  }
});

async function read(conversationId: string) {
  const view = await readConversation(desk.database, { conversationId, after: 0, now: now() });
  if (!view) throw new Error('the talk is gone');
  return view;
}
