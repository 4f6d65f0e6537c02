import { theDesk } from '../domain/actor.ts';
import type { Block } from '../domain/chatbot/flow.ts';
import { sayTalkTrouble } from '../domain/chatbot/say-talk-trouble.ts';
import { chatbotOf, publishChatbot } from '../test/support/talk-story.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { addVisitorLine } from './conversations/add-visitor-line.ts';
import { parkTalk } from './conversations/park-talk.ts';
import { startConversation } from './conversations/start-conversation.ts';
import { takeTurn } from './conversations/take-turn.ts';
import { readHealth } from './desk-health.ts';
import { findDesign, publishDesign } from './designs.ts';
import { newId } from './new-id.ts';

const ask: Block = { kind: 'ask', what: 'text', question: 'What is it?', into: 'request', retry: null, tries: 1 };
let desk: TestDatabase;
let clock = Date.parse('2026-11-23T09:00:00.000Z');
const now = () => new Date(clock).toISOString();

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(() => desk.drop());

async function talkWith(design: { designId: string; version: number }): Promise<string> {
  const visitor = { visitorId: newId(), user: null, language: 'en' as const, pageUrl: null };
  const conversationId = await startConversation(desk.database, { ...design, ...visitor, now: now() });
  await takeTurn(desk.database, { conversationId, now: now() });
  return conversationId;
}

async function says(conversationId: string, text: string): Promise<void> {
  await addVisitorLine(desk.database, { conversationId, key: newId(), text, option: null, now: now() });
}

const talks = async () => (await readHealth(desk.database, clock)).talks;

test('a talk whose turn failed is shown with its chatbot until a later try succeeds', async () => {
  const conversationId = await talkWith(await publishChatbot(desk, chatbotOf([ask, ask], { name: 'parked' })));
  const parked = { conversationId, detail: 'a secret of the visitor' };
  await says(conversationId, 'My lamp is broken');
  await parkTalk(desk.database, { ...parked, now: now() });
  expect(await talks()).toEqual([{ chatbot: 'parked', code: 'UNEXPECTED', count: 1, since: now(), detail: null }]);
  await takeTurn(desk.database, { conversationId, now: now() });
  expect(await talks()).toEqual([]);

  // With nothing to take up, too.
  await parkTalk(desk.database, { ...parked, now: now() });
  expect(await talks()).toMatchObject([{ count: 1 }]);
  await takeTurn(desk.database, { conversationId, now: now() });
  expect(await talks()).toEqual([]);
});

test('a design that broke off talks is shown with what is wrong until another version is published, or a day has passed', async () => {
  const chatbot = chatbotOf([ask, { kind: 'hours', calendar: 'Gone', inside: 'main', outside: 'main' }], {
    name: 'broken',
    title: 'Broken',
  });
  const design = await publishChatbot(desk, chatbot);
  const endedAt = now();
  for (const text of ['My lamp is broken', 'My chair too']) {
    const conversationId = await talkWith(design);
    await says(conversationId, text);
    await takeTurn(desk.database, { conversationId, now: now() });
  }
  const detail = 'flow main, block 2: there is no calendar "Gone"';
  expect(await talks()).toEqual([{ chatbot: 'broken', code: 'NO_CALENDAR', count: 2, since: endedAt, detail }]);
  const mended = await publishChatbot(desk, chatbotOf([ask], { name: 'broken', title: 'Broken' }));
  expect(await talks()).toEqual([]);
  const broken = await findDesign(desk.database, 'chatbot', 'broken');
  await publishDesign(desk.database, { design: broken, version: design.version, actor: theDesk, now: now() });
  expect(mended.version).toBe(2);
  expect(await talks()).toMatchObject([{ count: 2 }]);
  clock += 25 * 3_600_000;
  expect(await talks()).toEqual([]);
});

test('a talk whose line nobody takes up counts as waiting', async () => {
  const conversationId = await talkWith(await publishChatbot(desk, chatbotOf([ask], { name: 'slow', title: 'Slow' })));
  await says(conversationId, 'My lamp is broken');
  expect(await readHealth(desk.database, clock)).toMatchObject({ waitingTalks: 1, oldestWaitingTalkAt: now() });
  await takeTurn(desk.database, { conversationId, now: now() });
  expect(await readHealth(desk.database, clock)).toMatchObject({ waitingTalks: 0, oldestWaitingTalkAt: null });
});

test('trouble with talks is said with its mend', () => {
  const common = { chatbot: 'helper', since: now(), detail: null };
  expect(sayTalkTrouble({ ...common, code: 'UNEXPECTED', count: 1 })).toEqual({
    words: '1 talk could not go on: UNEXPECTED',
    mend: 'It is tried again every minute and when the visitor writes; no line is lost. The worker’s log says what fails.',
  });
  expect(sayTalkTrouble({ ...common, code: 'LOOP', count: 2, detail: 'in circles' })).toEqual({
    words: '2 talks broke off: LOOP: in circles',
    mend: 'See `deskhand chatbot show helper` and publish a version that can go on; what was said stands in Chatbot Requests.',
  });
  expect(sayTalkTrouble({ ...common, code: 'NO_CALENDAR', count: 1 }).mend).toContain('deskhand calendar apply');
});
