import { addChatReply } from '../database/add-chat-reply.ts';
import { claimDelivery } from '../database/claim-delivery.ts';
import { addVisitorLine } from '../database/conversations/add-visitor-line.ts';
import { readConversation } from '../database/conversations/read-conversation.ts';
import { startConversation } from '../database/conversations/start-conversation.ts';
import { takeTurn } from '../database/conversations/take-turn.ts';
import { saveDesign } from '../database/designs.ts';
import { saveDraft } from '../database/drafts.ts';
import { addInput } from '../database/inputs.ts';
import { assignRepresentative } from '../database/life/assign-representative.ts';
import { planRedirections } from '../database/life/plan-redirections.ts';
import { takeUp } from '../database/life/take-up.ts';
import { mailUnreadLines } from '../database/mail-unread-lines.ts';
import { newId } from '../database/new-id.ts';
import { switchSender } from '../database/senders.ts';
import { showTicket } from '../database/show-ticket.ts';
import { theDesk, type Actor } from '../domain/actor.ts';
import type { Command, CommandAnswer, ReplyWay } from '../domain/command.ts';
import type { Work } from '../domain/life/work.ts';
import { expectEveryTicketFolds } from './support/every-ticket-folds.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

let desk: TestDatabase;
let design: { designId: string; version: number };
let senderId: string;
let clock = Date.parse('2026-11-23T09:00:00.000Z');
const now = () => new Date(clock).toISOString();
const wait = (seconds: number) => {
  clock += seconds * 1000;
};
const deniz: Actor = { kind: 'representative', id: newId(), name: 'Deniz Kaya' };

beforeAll(async () => {
  desk = await testDatabase();
  senderId = newId();
  await desk.database('senders').insert({
    id: senderId,
    name: 'Support',
    name_folded: 'support',
    settings: JSON.stringify({ fromAddress: 'support@desk.test', host: '127.0.0.1', security: 'none' }),
    is_default: true,
    created_at: now(),
  });
  const handOver = { kind: 'hand-over', text: null, team: null, subject: 'Live', email: null, phone: null, tag: null };
  const flow = [{ kind: 'ask', what: 'text', question: 'What?', into: 'request', retry: null, tries: 1 }, handOver];
  const limits = { startsPerHour: 60, linesPerMinute: 60 };
  const times = { timeoutSeconds: 86_400, goneSeconds: 86_400 };
  const definition = { name: 'live', title: 'Live', language: 'en', tags: [], origins: [], limits, ...times };
  design = await saveDesign(desk.database, {
    kind: 'chatbot',
    name: 'live',
    title: 'Live',
    tags: [],
    text: 'name: live',
    definition: { ...definition, start: 'main', flows: { main: flow } },
    isPublished: true,
    actor: theDesk,
    now: now(),
  });
});
afterEach(() => expectEveryTicketFolds(desk.database));
afterAll(() => desk.drop());

/** Does what the ticket's workflow does: one step after the other until nothing waits. */
async function live(ticketId: string): Promise<Work> {
  let work = await takeUp(desk.database, { ticketId, now: now() });
  while (work.next) {
    const input = { ticketId, now: now(), inputId: work.next.inputId };
    if (work.next.step === 'assignRepresentative') work = await assignRepresentative(desk.database, input);
    else if (work.next.step === 'planRedirections') work = await planRedirections(desk.database, input);
    else work = await takeUp(desk.database, input);
  }
  return work;
}

interface Talk {
  conversationId: string;
  ticketId: string;
}

/** A talk that the bot handed over a moment ago. */
async function handedOver(email: string | null): Promise<Talk> {
  const user = email === null ? null : { name: 'Ada', email, phone: null, attributes: {} };
  const visitor = { visitorId: newId(), user, language: 'en' as const, pageUrl: null };
  const conversationId = await startConversation(desk.database, { ...design, ...visitor, now: now() });
  await takeTurn(desk.database, { conversationId, now: now() });
  await writes(conversationId, 'My parcel is late');
  const { ticket_id: ticketId } = await desk.database('conversations').where({ id: conversationId }).first('ticket_id');
  await live(ticketId);
  return { conversationId, ticketId };
}

async function writes(conversationId: string, text: string): Promise<void> {
  await addVisitorLine(desk.database, { conversationId, key: newId(), text, option: null, now: now() });
  await takeTurn(desk.database, { conversationId, now: now() });
}

async function reads(conversationId: string): Promise<void> {
  const after = (await lines(conversationId)).length;
  await readConversation(desk.database, { conversationId, after, now: now(), hasSeen: true });
}

async function reply({ ticketId }: Talk, text: string, by?: ReplyWay): Promise<CommandAnswer> {
  const draft = { ticketId, kind: 'reply' as const, representativeId: null, text, now: now() };
  const draftId = await saveDraft(desk.database, draft);
  const { conflict_number: seen } = await desk.database('tickets').where({ id: ticketId }).first('conflict_number');
  const command: Command = { name: 'reply', draftId, seen, ...(by ? { by } : {}) };
  const id = newId();
  await addInput(desk.database, { id, ticketId, kind: 'command', data: { ...command }, actor: deniz, now: now() });
  await live(ticketId);
  return (await desk.database('inputs').where({ id }).first('answer')).answer;
}

/** Makes an attempt of a line, as a worker does. */
async function leave(deliveryId: string): Promise<string | null> {
  const attemptEndsAt = new Date(clock + 60_000).toISOString();
  const attempt = await claimDelivery(desk.database, { deliveryId, now: now(), attemptEndsAt });
  return attempt === null ? null : addChatReply(desk.database, { deliveryId, attempt, now: now() });
}

const lines = (conversationId: string) =>
  desk.database('conversation_lines').where({ conversation_id: conversationId }).orderBy('number');
const deliveries = (ticketId: string) =>
  desk.database('deliveries').where({ ticket_id: ticketId }).orderBy('planned_at').orderBy('id');
const mailUnread = ({ conversationId }: Talk) =>
  desk.database.transaction(async (transaction) => {
    await transaction('conversations').where({ id: conversationId }).forUpdate().first('id');
    return mailUnreadLines(transaction, conversationId, now());
  });

test('while the visitor is there an answer goes to the chat, under the name of who wrote it, and once', async () => {
  const talk = await handedOver('ada@customer.test');
  const answer = await reply(talk, 'It leaves today.');
  expect(answer).toMatchObject({ outcome: 'done', by: 'chat' });
  const before = (await lines(talk.conversationId)).length;
  expect(await leave(answer.deliveryId ?? '')).toBe(talk.conversationId);
  expect(await leave(answer.deliveryId ?? '')).toBeNull();
  const after = await lines(talk.conversationId);
  expect(after).toHaveLength(before + 1);
  expect(after.at(-1)).toMatchObject({
    author: 'representative',
    author_name: 'Deniz Kaya',
    text: 'It leaves today.',
    number: before + 1,
  });
  const [delivery] = await deliveries(talk.ticketId);
  expect(delivery).toMatchObject({ kind: 'chat', state: 'sent', sender_id: null, receipt: { line: before + 1 } });
  const shown = await showTicket(desk.database, talk.ticketId);
  expect(shown?.messages.at(-1)).toMatchObject({ kind: 'reply', text: 'It leaves today.' });
  expect(shown?.deliveries[0]).toMatchObject({ kind: 'chat', to: [], isRead: false });
  await reads(talk.conversationId);
  expect((await showTicket(desk.database, talk.ticketId))?.deliveries[0]?.isRead).toBe(true);
});

test('an attempt that died after its line was written adds no second line', async () => {
  const talk = await handedOver('ada@customer.test');
  const { deliveryId = '' } = await reply(talk, 'Once');
  await leave(deliveryId);
  await desk.database('deliveries').where({ id: deliveryId }).update({ state: 'planned' });
  await leave(deliveryId);
  expect((await lines(talk.conversationId)).filter(({ text }) => text === 'Once')).toHaveLength(1);
  expect((await deliveries(talk.ticketId))[0]).toMatchObject({ state: 'sent' });
});

test('an attempt that somebody settled meanwhile adds nothing to the chat', async () => {
  const talk = await handedOver('ada@customer.test');
  const { deliveryId = '' } = await reply(talk, 'Too late');
  await addChatReply(desk.database, { deliveryId, attempt: 7, now: now() });
  expect((await lines(talk.conversationId)).some(({ text }) => text === 'Too late')).toBe(false);
});

test('answers and lines of the visitor that come at one moment all stand in the chat, and the lines on the ticket', async () => {
  const talk = await handedOver('ada@customer.test');
  const answers: string[] = [];
  for (const text of ['One', 'Two', 'Three']) answers.push((await reply(talk, text)).deliveryId ?? '');
  const said = Array.from({ length: 9 }, (_, index) => `Line ${index}`);
  await Promise.all([
    ...answers.map((deliveryId) => leave(deliveryId)),
    ...said.map((text) => writes(talk.conversationId, text)),
  ]);
  const all = await lines(talk.conversationId);
  expect(all.map(({ number }) => number)).toEqual(all.map((_line, index) => index + 1));
  for (const text of ['One', 'Two', 'Three', ...said]) expect(all.filter((line) => line.text === text)).toHaveLength(1);
  const told = await desk.database('messages').where({ ticket_id: talk.ticketId, kind: 'contact' }).pluck('reply');
  expect(told.toSorted()).toEqual(['My parcel is late', ...said].toSorted());
});

test('a visitor who left is answered by e-mail; one without an address finds the answer in the chat', async () => {
  const known = await handedOver('bea@customer.test');
  const unknown = await handedOver(null);
  wait(31);
  expect(await reply(known, 'By mail')).toMatchObject({ outcome: 'done', by: 'mail' });
  expect((await deliveries(known.ticketId))[0]).toMatchObject({
    kind: 'reply',
    recipients: { to: ['bea@customer.test'] },
  });
  expect(await reply(unknown, 'In the chat')).toMatchObject({ outcome: 'done', by: 'chat' });
});

test('whoever answers may choose the way; what cannot be is refused', async () => {
  const known = await handedOver('cem@customer.test');
  expect(await reply(known, 'By mail', 'mail')).toMatchObject({ by: 'mail' });
  const unknown = await handedOver(null);
  expect(await reply(unknown, 'By mail', 'mail')).toMatchObject({ outcome: 'refused', code: 'STATE_FORBIDS' });
  await desk.database('conversations').where({ id: unknown.conversationId }).update({ phase: 'ended' });
  expect(await reply(unknown, 'In the chat', 'chat')).toMatchObject({ outcome: 'refused', code: 'STATE_FORBIDS' });
});

test('lines go out in their order, though the sender of mails is off', async () => {
  const talk = await handedOver('dan@customer.test');
  await switchSender(desk.database, { id: senderId, isOn: false, actor: theDesk, now: now() });
  const first = await reply(talk, 'First');
  const second = await reply(talk, 'Second');
  expect((await live(talk.ticketId)).deliveries).toEqual([first.deliveryId]);
  await leave(first.deliveryId ?? '');
  expect((await live(talk.ticketId)).deliveries).toEqual([second.deliveryId]);
  await leave(second.deliveryId ?? '');
  await switchSender(desk.database, { id: senderId, isOn: true, actor: theDesk, now: now() });
  const said = (await lines(talk.conversationId)).slice(-2).map(({ text }) => text);
  expect(said).toEqual(['First', 'Second']);
});

describe('a line that nobody read', () => {
  test('is mailed once, a minute later, to a visitor who is gone', async () => {
    const talk = await handedOver('eda@customer.test');
    const { deliveryId = '' } = await reply(talk, 'Are you there?');
    await leave(deliveryId);
    const dueAt = new Date(clock + 60_000).toISOString();
    expect(await mailUnread(talk)).toEqual({ dueAt, ticketIds: [] });
    wait(60);
    expect(await mailUnread(talk)).toEqual({ dueAt: null, ticketIds: [talk.ticketId] });
    expect(await mailUnread(talk)).toEqual({ dueAt: null, ticketIds: [] });
    const [line, mail] = await deliveries(talk.ticketId);
    expect(mail).toMatchObject({
      kind: 'reply',
      state: 'planned',
      key: `chat-mailed/${line.message_id}`,
      message_id: line.message_id,
      recipients: { to: ['eda@customer.test'], cc: [] },
      sender_id: senderId,
    });
    expect((await live(talk.ticketId)).deliveries).toEqual([mail.id]);
    const message = await desk.database('messages').where({ id: line.message_id }).first('mail_message_id');
    expect(message.mail_message_id).toBe(mail.mail_message_id);
    expect(await desk.database('thread_keys').where({ ticket_id: talk.ticketId }).pluck('mail_message_id')).toEqual([
      mail.mail_message_id,
    ]);
  });

  test('waits while the visitor is there, and is forgotten once it was read or answered', async () => {
    const talk = await handedOver('fay@customer.test');
    await leave((await reply(talk, 'One')).deliveryId ?? '');
    wait(50);
    await desk.database('conversations').where({ id: talk.conversationId }).update({ visitor_seen_at: now() });
    wait(20);
    expect(await mailUnread(talk)).toEqual({ dueAt: new Date(clock + 25_000).toISOString(), ticketIds: [] });
    await writes(talk.conversationId, 'I am');
    wait(200);
    expect(await mailUnread(talk)).toEqual({ dueAt: null, ticketIds: [] });
  });

  test.each([
    ['without an e-mail address', null, {}],
    ['on a ticket that became spam', 'gil@customer.test', { category: 'spam' }],
    ['on a deleted ticket', 'hal@customer.test', { deleted_at: '2026-11-23T09:00:00.000Z' }],
  ])('stays in the chat %s', async (_when, email, change) => {
    const talk = await handedOver(email);
    await leave((await reply(talk, 'Hello?')).deliveryId ?? '');
    const before = await desk.database('tickets').where({ id: talk.ticketId }).first('category', 'deleted_at');
    await desk
      .database('tickets')
      .where({ id: talk.ticketId })
      .update({ ...before, ...change });
    wait(300);
    expect(await mailUnread(talk)).toEqual({ dueAt: null, ticketIds: [] });
    await desk.database('tickets').where({ id: talk.ticketId }).update(before);
  });
});
