import { theDesk } from '../../domain/actor.ts';
import type { EventType } from '../../domain/events.ts';
import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import { expectEveryTicketFolds } from '../../test/support/every-ticket-folds.ts';
import {
  aComment,
  anAccount,
  aQuestion,
  factsOf,
  item,
  toldDesk,
  type ToldDesk,
} from '../../test/support/platform-desk.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { appendEvents } from '../append-events.ts';
import { newId } from '../new-id.ts';
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
  source = await anAccount(desk.database, 'facebook');
  told = toldDesk(desk.database, source);
});
afterEach(async () => {
  expect(told.errors).toEqual([]);
  await expectEveryTicketFolds(desk.database);
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

async function ticketOf(comment: PlatformItem): Promise<string> {
  const { ticketIds } = await told.push(item(comment));
  return ticketIds[0]!;
}

const facts = (ticketId: string) => factsOf(desk.database, ticketId);
const rowOf = (ticketId: string) => desk.database('tickets').where({ id: ticketId }).first();
const wordsOf = (ticketId: string) =>
  desk.database('messages').where({ ticket_id: ticketId }).orderBy('number').pluck('text');

/** What the desk does to a ticket, without its workflow. */
async function happens(ticketId: string, type: EventType, data: object): Promise<void> {
  await desk.database.transaction(async (transaction) => {
    const before = await lockTicket(transaction, ticketId);
    const event = { type, data, actor: theDesk, at: new Date().toISOString() } as never;
    await appendEvents(transaction, { id: ticketId, before }, [event]);
  });
}

test('changed words are a message of the ticket that names the one it changes, whoever tells them and however often', async () => {
  const comment = aComment({ writtenAt: minutesAgo(9) });
  const ticketId = await ticketOf(comment);
  const edited = { ...comment, text: 'Kargo nerede?', editedAt: minutesAgo(5) };
  expect((await told.push(item(edited))).ticketIds).toEqual([ticketId]);
  await Promise.all([told.push(item(edited)), told.read(item({ ...edited, editedAt: null })), told.read(item(edited))]);
  expect(await wordsOf(ticketId)).toEqual([comment.text, edited.text]);
  const events = await desk
    .database('events')
    .where({ ticket_id: ticketId, type: 'message.received' })
    .orderBy('number');
  const [first] = await desk.database('messages').where({ ticket_id: ticketId, number: 1 });
  expect(events.map(({ data }) => data.edits)).toEqual([undefined, first.id]);
  expect(await desk.database('inputs').where({ ticket_id: ticketId, kind: 'message', state: 'waiting' })).toHaveLength(
    1,
  );
});

test('words that are older than those kept change nothing: neither an edit that comes late nor the first telling', async () => {
  const comment = aComment({ writtenAt: minutesAgo(9) });
  const ticketId = await ticketOf(comment);
  await told.push(item({ ...comment, text: 'third', editedAt: minutesAgo(2) }));
  await told.push(item({ ...comment, text: 'second', editedAt: minutesAgo(5) }));
  await told.push(item(comment));
  await told.commit({ news: [item({ ...comment, text: 'second' })], readAt: minutesAgo(4) });
  expect(await wordsOf(ticketId)).toEqual([comment.text, 'third']);
  await told.read(item({ ...comment, text: 'fourth' }));
  expect(await wordsOf(ticketId)).toEqual([comment.text, 'third', 'fourth']);
});

test('a comment that is gone is told once, ends its deadline, and is not brought back by what was pushed before', async () => {
  const comment = aComment();
  const ticketId = await ticketOf(comment);
  const gone = { kind: 'removed' as const, itemId: comment.id, at: new Date().toISOString() };
  await Promise.all([told.push(gone), told.read(gone), told.push(gone, item(comment))]);
  expect(await facts(ticketId)).toEqual(['ticket.opened', 'message.received', 'comment.removed']);
  expect((await rowOf(ticketId)).platform.isRemoved).toBe(true);
  expect(await desk.database('wakes').where({ ticket_id: ticketId })).toEqual([]);
  expect(await desk.database('inputs').where({ ticket_id: ticketId, kind: 'receipt' })).toMatchObject([
    { data: { outcome: 'comment-removed', deliveryId: null } },
  ]);
});

test('a comment that is found at its platform again after it was gone stands there again', async () => {
  const comment = aComment();
  const ticketId = await ticketOf(comment);
  await told.push({ kind: 'removed', itemId: comment.id, at: new Date().toISOString() });
  // A poll that read it before it was removed.
  await told.commit({ news: [item(comment)], readAt: minutesAgo(1) });
  expect((await rowOf(ticketId)).platform.isRemoved).toBe(true);
  await told.commit({ news: [item(comment)], readAt: new Date(Date.now() + 5).toISOString() });
  expect(await facts(ticketId)).toEqual(['ticket.opened', 'message.received', 'comment.removed', 'comment.restored']);
  expect((await rowOf(ticketId)).platform.isRemoved).toBe(false);
  expect(await desk.database('wakes').where({ ticket_id: ticketId })).toHaveLength(1);
});

test('a comment that was gone before the desk heard of it opens nothing, unless it is found there after all', async () => {
  const comment = aComment();
  await told.push({ kind: 'removed', itemId: comment.id, at: new Date().toISOString() });
  expect((await told.push(item(comment))).ticketIds).toEqual([]);
  const { ticketIds } = await told.commit({ news: [item(comment)], readAt: new Date(Date.now() + 5).toISOString() });
  expect(await wordsOf(ticketIds[0]!)).toEqual([comment.text]);
});

test('hidden and shown are told once each, in the order in which they happened', async () => {
  const comment = aComment({ writtenAt: minutesAgo(9) });
  const ticketId = await ticketOf(comment);
  await told.push({ kind: 'hidden', itemId: comment.id, at: minutesAgo(3) });
  await told.read(item({ ...comment, isHidden: true }));
  expect((await rowOf(ticketId)).platform.isHidden).toBe(true);
  const shownAt = new Date().toISOString();
  await told.push({ kind: 'shown', itemId: comment.id, at: shownAt });
  await told.push({ kind: 'hidden', itemId: comment.id, at: minutesAgo(2) });
  await told.commit({ news: [item({ ...comment, isHidden: true })], readAt: minutesAgo(1) });
  expect(await facts(ticketId)).toEqual(['ticket.opened', 'message.received', 'comment.hidden', 'comment.shown']);
  expect((await rowOf(ticketId)).platform.isHidden).toBe(false);
});

test('what the desk hid itself comes back with the next poll and is not told again', async () => {
  const comment = aComment();
  const ticketId = await ticketOf(comment);
  await happens(ticketId, 'comment.hidden', { itemId: comment.id });
  expect((await told.read(item({ ...comment, isHidden: true }))).ticketIds).toEqual([]);
  expect(await facts(ticketId)).toEqual(['ticket.opened', 'message.received', 'comment.hidden']);
});

test('a deleted ticket is told nothing more of its comment; what is written in its thread opens one that continues it', async () => {
  const comment = aComment({ writtenAt: minutesAgo(9) });
  const ticketId = await ticketOf(comment);
  await happens(ticketId, 'ticket.deleted', { purgeAt: new Date().toISOString() });
  const edited = { ...comment, text: 'changed', editedAt: minutesAgo(1) };
  await told.push(item(edited), { kind: 'hidden', itemId: comment.id, at: minutesAgo(1) });
  await told.push({ kind: 'removed', itemId: comment.id, at: new Date().toISOString() });
  expect(await facts(ticketId)).toEqual(['ticket.opened', 'message.received', 'ticket.deleted']);
  const { ticketIds } = await told.push(item(aComment({ parentId: comment.id, author: comment.author })));
  expect(await desk.database('ticket_links').where({ ticket_id: ticketIds[0] })).toMatchObject([
    { other_id: ticketId, kind: 'continues' },
  ]);
  // Its next words go to the ticket that goes on.
  const more = await told.push(item(aComment({ parentId: comment.id, author: comment.author, text: 'more' })));
  expect(more.ticketIds).toEqual(ticketIds);
});

test('changed words of a request that was solved long ago open a ticket that continues it', async () => {
  const comment = aComment({ writtenAt: minutesAgo(90) });
  const ticketId = await ticketOf(comment);
  const status = await desk.database('statuses').where({ category: 'solved' }).first();
  await desk.database.transaction(async (transaction) => {
    const before = await lockTicket(transaction, ticketId);
    const data = { statusId: status.id, category: 'solved', from: before!.statusId, reason: 'command' };
    const at = '2020-01-01T00:00:00.000Z';
    await appendEvents(transaction, { id: ticketId, before }, [
      { type: 'ticket.status_changed', data, actor: theDesk, at } as never,
    ]);
  });
  const { ticketIds } = await told.push(item({ ...comment, text: 'again', editedAt: minutesAgo(1) }));
  expect(ticketIds).not.toEqual([ticketId]);
  expect(await wordsOf(ticketIds[0]!)).toEqual(['again']);
  await told.push({ kind: 'hidden', itemId: comment.id, at: new Date().toISOString() });
  expect((await rowOf(ticketIds[0]!)).platform).toMatchObject({ itemId: comment.id, isHidden: true });
});

describe('the answer to a question', () => {
  beforeEach(async () => {
    source = await anAccount(desk.database, 'trendyol');
    told = toldDesk(desk.database, source);
  });

  const answer = (of: object) => ({ id: '123', text: 'Evet, pamuklu.', reason: null, ...of }) as PlatformItem['answer'];

  async function anAnswer(ticketId: string, of: { receipt: object | null; state?: string }): Promise<string> {
    const id = newId();
    await desk.database('deliveries').insert({
      id,
      ticket_id: ticketId,
      kind: 'public-reply',
      key: id,
      mail_message_id: `<${id}@shop.example>`,
      recipients: '{}',
      data: '{}',
      state: of.state ?? 'sent',
      attempt: 1,
      receipt: of.receipt && JSON.stringify(of.receipt),
      next_attempt_at: new Date(),
      planned_at: new Date(),
    });
    return id;
  }

  const delivery = (id: string) => desk.database('deliveries').where({ id }).first();

  test('published: told once with the delivery that it was, and nothing is due any more', async () => {
    const question = aQuestion();
    const ticketId = await ticketOf(question);
    const deliveryId = await anAnswer(ticketId, { receipt: { id: '123' } });
    const answered = { ...question, status: 'ANSWERED', answer: answer({ state: 'published' }) };
    await Promise.all([told.read(item(answered)), told.read(item(answered))]);
    expect(await facts(ticketId)).toEqual([
      'ticket.opened',
      'message.received',
      'question.status_changed',
      'answer.published',
    ]);
    const [, , changed, published] = await desk.database('events').where({ ticket_id: ticketId }).orderBy('number');
    expect(changed.data).toEqual({ itemId: question.id, status: 'ANSWERED', from: 'WAITING_FOR_ANSWER' });
    expect(published.data).toEqual({ itemId: question.id, deliveryId });
    expect((await rowOf(ticketId)).platform).toMatchObject({ answer: 'published', answerBy: null, status: 'ANSWERED' });
    expect(await desk.database('wakes').where({ ticket_id: ticketId })).toEqual([]);
    // Its receipt may come after the poll that saw it.
    await happens(ticketId, 'delivery.sent', { deliveryId, kind: 'public-reply', attempt: 1 });
    expect((await rowOf(ticketId)).platform.answer).toBe('published');
  });

  test('given elsewhere: told without a delivery', async () => {
    const question = aQuestion();
    const ticketId = await ticketOf(question);
    await anAnswer(ticketId, { receipt: { id: '99', bounced: true }, state: 'failed' });
    await told.read(item({ ...question, status: 'ANSWERED', answer: answer({ state: 'published' }) }));
    const { data } = await desk.database('events').where({ ticket_id: ticketId, type: 'answer.published' }).first();
    expect(data.deliveryId).toBeNull();
  });

  test('refused: its delivery fails with the reason of the platform, each answer once, and the time to answer goes on', async () => {
    const question = aQuestion();
    const ticketId = await ticketOf(question);
    const first = await anAnswer(ticketId, { receipt: { id: '123' } });
    const refusal = { ...question, answer: answer({ state: 'refused', reason: 'iletişim bilgisi' }) };
    expect((await told.read(item(refusal))).ticketIds).toEqual([ticketId]);
    expect(await delivery(first)).toMatchObject({
      state: 'failed',
      receipt: { id: '123', bounced: true, response: 'iletişim bilgisi' },
    });
    const second = await anAnswer(ticketId, { receipt: { id: '124' } });
    expect((await told.read(item(refusal))).ticketIds).toEqual([]);
    await told.read(item({ ...question, answer: answer({ id: '124', state: 'refused', reason: 'reklam' }) }));
    expect(await delivery(second)).toMatchObject({ state: 'failed', receipt: { response: 'reklam' } });
    const inputs = await desk.database('inputs').where({ ticket_id: ticketId, kind: 'receipt' }).orderBy('number');
    expect(inputs.map(({ data }) => data)).toEqual([
      { outcome: 'answer-refused', deliveryId: first },
      { outcome: 'answer-refused', deliveryId: second },
    ]);
    const refused = await desk.database('events').where({ ticket_id: ticketId, type: 'answer.refused' });
    expect(refused).toHaveLength(2);
    expect(await desk.database('wakes').where({ ticket_id: ticketId, kind: 'answer-deadline' })).toHaveLength(1);
  });

  test('refused before its own receipt: the newest answer is meant where no id was told', async () => {
    const question = aQuestion();
    const ticketId = await ticketOf(question);
    const deliveryId = await anAnswer(ticketId, { receipt: null, state: 'sending' });
    await told.read(item({ ...question, answer: answer({ state: 'refused', reason: 'reklam' }) }));
    expect(await delivery(deliveryId)).toMatchObject({ state: 'failed', receipt: { id: '123' } });
  });

  test('a status that nobody has heard of is taken as it is', async () => {
    const question = aQuestion();
    const ticketId = await ticketOf(question);
    await told.read(item({ ...question, status: 'WAITING_FOR_APPROVE' }));
    expect((await rowOf(ticketId)).platform.status).toBe('WAITING_FOR_APPROVE');
  });
});
