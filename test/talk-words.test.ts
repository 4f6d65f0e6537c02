import { addVisitorLine } from '../database/conversations/add-visitor-line.ts';
import { startConversation, type ConversationUser } from '../database/conversations/start-conversation.ts';
import { takeTurn } from '../database/conversations/take-turn.ts';
import { findDesign, removeDesign } from '../database/designs.ts';
import { eraseContact } from '../database/erase-contact.ts';
import { newId } from '../database/new-id.ts';
import { theDesk } from '../domain/actor.ts';
import type { Block, Chatbot } from '../domain/chatbot/flow.ts';
import { expectEveryTicketFolds } from './support/every-ticket-folds.ts';
import { chatbotOf, publishChatbot } from './support/talk-story.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

/** Every word of a visitor stands on the talk's ticket once, whenever it is said. */

const GONE_SECONDS = 300;
let desk: TestDatabase;
let clock = Date.parse('2026-11-23T09:00:00.000Z');
const now = () => new Date(clock).toISOString();
let bots = 0;

beforeAll(async () => {
  desk = await testDatabase();
});
afterEach(() => expectEveryTicketFolds(desk.database));
afterAll(() => desk.drop());

const request: Block = { kind: 'ask', what: 'text', question: 'What is it?', into: 'request', retry: null, tries: 1 };
const ticket: Block = {
  kind: 'create-ticket',
  subject: 'Chat',
  email: 'ada@customer.test',
  phone: null,
  tag: null,
  request: null,
  whenDraft: null,
};
const more: Block = { ...request, question: 'Anything else?', into: 'more' };
const question: Block = {
  kind: 'options',
  text: 'Did this help?',
  options: [{ label: 'Yes', goto: 'last' }],
  into: null,
};
const handOver: Block = {
  kind: 'hand-over',
  text: null,
  team: null,
  subject: 'Live',
  email: null,
  phone: null,
  tag: null,
};

async function begin(flows: Chatbot['flows'], user: ConversationUser | null = null): Promise<string> {
  bots += 1;
  const chatbot = chatbotOf([], { name: `bot${bots}`, title: `Bot ${bots}`, flows, goneSeconds: GONE_SECONDS });
  const design = await publishChatbot(desk, chatbot);
  const visitor = { visitorId: newId(), user, language: 'en' as const, pageUrl: null };
  return startConversation(desk.database, { ...design, ...visitor, now: now() });
}

/** A talk that made its ticket of 'My lamp is broken' and goes on with these blocks. */
async function afterTheTicket(blocks: Block[], others: Chatbot['flows'] = {}): Promise<string> {
  const id = await begin({ main: [request, ticket, ...blocks], ...others });
  await turns(id);
  await says(id, 'My lamp is broken');
  await turns(id);
  return id;
}

async function says(conversationId: string, text: string, option: string | null = null): Promise<void> {
  await addVisitorLine(desk.database, { conversationId, key: newId(), text, option, now: now() });
}

async function turns(conversationId: string): Promise<void> {
  for (let hasMore = true; hasMore;) ({ hasMore } = await takeTurn(desk.database, { conversationId, now: now() }));
}

function later(seconds: number): void {
  clock += seconds * 1000;
}

interface Row {
  phase: string;
  outcome: string | null;
  ticket_id: string | null;
  contact_id: string | null;
  waiting_since: Date | null;
}

const talk = (id: string): Promise<Row> => desk.database('conversations').where({ id }).first<Row>('*');

/** What the customer said on the talk's tickets, oldest first. */
async function told(id: string): Promise<string[]> {
  return desk
    .database('messages')
    .join('inbound_items', 'inbound_items.message_id', 'messages.id')
    .whereLike('external_id', `conversation/${id}/%`)
    .orderBy(['messages.ticket_id', 'messages.number'])
    .pluck<string[]>('reply');
}

test('what a visitor writes after the ticket was made is added to it while the bot still asks', async () => {
  const id = await afterTheTicket([more, { ...more, question: 'And what else?', into: 'rest' }]);
  await says(id, 'And the bulb');
  await turns(id);
  expect(await talk(id)).toMatchObject({ phase: 'active' });
  expect(await told(id)).toEqual(['My lamp is broken', 'And the bulb']);
  await says(id, 'That is all');
  await turns(id);
  expect(await talk(id)).toMatchObject({ phase: 'ended', outcome: 'completed' });
  expect(await told(id)).toEqual(['My lamp is broken', 'And the bulb', 'That is all']);
});

test('a turn tried again adds nothing', async () => {
  const id = await afterTheTicket([more]);
  await says(id, 'And the bulb');
  await Promise.all([turns(id), turns(id), turns(id)]);
  await turns(id);
  expect(await told(id)).toEqual(['My lamp is broken', 'And the bulb']);
});

test('words said while the bot pauses are on the ticket when the visitor leaves', async () => {
  const id = await afterTheTicket([{ kind: 'wait', seconds: 600 }, more]);
  await says(id, 'It smells of smoke');
  await turns(id);
  later(GONE_SECONDS + 1);
  await turns(id);
  expect(await talk(id)).toMatchObject({ phase: 'ended', outcome: 'left' });
  expect(await told(id)).toEqual(['My lamp is broken', 'It smells of smoke']);
});

test('a button that was picked is no message by itself, and stands with the words that follow it', async () => {
  const id = await afterTheTicket([question], { last: [more, handOver] });
  await says(id, 'Yes', 'main/2/0');
  await turns(id);
  expect(await told(id)).toEqual(['My lamp is broken']);
  await says(id, 'But it is dark');
  await turns(id);
  expect(await told(id)).toEqual(['My lamp is broken', 'Yes\nBut it is dark']);
  expect(await talk(id)).toMatchObject({ phase: 'handed-over' });
});

test('lines typed ahead stand on the ticket once each, whether it was made before they were taken up or after', async () => {
  const id = await begin({ main: [request, ticket, more] });
  await turns(id);
  for (const text of ['My lamp is broken', 'And the bulb', 'And the cord']) await says(id, text);
  await turns(id);
  expect(await talk(id)).toMatchObject({ phase: 'ended', waiting_since: null });
  expect(await told(id)).toEqual(['My lamp is broken', 'And the bulb', 'And the cord']);
  const { ticket_id: ticketId } = await talk(id);
  const texts = await desk.database('messages').where({ ticket_id: ticketId }).pluck<string[]>('text');
  expect(texts.join('\n').match(/And the cord/g)).toHaveLength(1);
});

test('a line that was accepted while a talk without a request ended is kept as a draft', async () => {
  const id = await begin({ main: [question], last: [{ kind: 'say', text: 'Bye.' }] });
  await turns(id);
  await says(id, 'Yes', 'main/0/0');
  await says(id, 'Wait, my lamp is broken');
  await says(id, 'And the bulb');
  await turns(id);
  expect(await talk(id)).toMatchObject({ phase: 'ended', outcome: 'completed', waiting_since: null });
  const { ticket_id: ticketId } = await talk(id);
  expect(await told(id)).toEqual(['Yes\nWait, my lamp is broken', 'And the bulb']);
  const { draft_reason: reason } = await desk.database('tickets').where({ id: ticketId }).first('draft_reason');
  expect(reason).toContain('after the talk had ended');
});

test('a talk goes on to its ticket though its chatbot is switched off and removed meanwhile', async () => {
  const id = await begin({ main: [request, ticket, more] });
  await turns(id);
  const name = `bot${bots}`;
  const design = await findDesign(desk.database, 'chatbot', name);
  await desk.database('sources').where({ id: design.sourceId }).update({ is_on: false });
  await removeDesign(desk.database, { design, actor: theDesk, now: now() });
  for (const text of ['My lamp is broken', 'And the bulb']) await says(id, text);
  await turns(id);
  expect(await talk(id)).toMatchObject({ phase: 'ended', outcome: 'completed' });
  expect(await told(id)).toEqual(['My lamp is broken', 'And the bulb']);
});

test('a design that no program can run ends the talk, and keeps what was said as a draft', async () => {
  const id = await begin({ main: [request, { kind: 'say' } as Block] });
  await turns(id);
  await says(id, 'My lamp is broken');
  await turns(id);
  expect(await talk(id)).toMatchObject({ phase: 'ended', outcome: 'broken', error_code: 'UNREADABLE' });
  expect(await told(id)).toEqual(['My lamp is broken']);
});

test('a talk whose visitor was erased before the bot had begun stays over', async () => {
  const user = { name: 'Ada', email: 'ada.erased@customer.test', phone: null, attributes: {} };
  const id = await begin({ main: [request] }, user);
  const { contact_id: contactId } = await talk(id);
  await eraseContact(desk.database, { contactId: contactId ?? '', actor: theDesk, now: now() });
  await turns(id);
  expect(await talk(id)).toMatchObject({ phase: 'ended', outcome: 'left', contact_id: null });
  expect(await desk.database('conversation_lines').where({ conversation_id: id }).pluck('text')).toEqual([]);
});
