import { listForbiddenAnswerWords, setForbiddenAnswerWords } from '../database/forbidden-answer-words.ts';
import { resumeSource } from '../database/platform/pause-source.ts';
import { theDesk } from '../domain/actor.ts';
import { AnsweringDesk, type PlatformTicket } from './support/answering-desk.ts';
import { expectEveryTicketFolds } from './support/every-ticket-folds.ts';

let desk: AnsweringDesk;
beforeAll(async () => {
  desk = await AnsweringDesk.start();
  await desk.act('trendyol', 'settings', { reviewMilliseconds: null });
});
afterEach(async () => {
  await desk.clearFaults();
  await expectEveryTicketFolds(desk.database);
});
afterAll(() => desk.end());

const platforms = {
  instagram: { arrive: () => desk.comment(), text: 'Bugün kargoda, yarın sizde.' },
  trendyol: { arrive: () => desk.question(), text: 'Merhaba, %100 pamukludur.' },
};
const broken = (answer: string, accepted: boolean) => ({
  afterWrite: { answer, accepted, delayMilliseconds: 1500, times: 1 },
});
const now = () => new Date().toISOString();
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const resume = ({ sourceId }: PlatformTicket) =>
  desk.database.transaction((transaction) => resumeSource(transaction, { sourceId, now: now() }));

describe.each(['instagram', 'trendyol'] as const)('an answer at %s', (platform) => {
  const { arrive, text } = platforms[platform];

  test('goes out in public unless another way is chosen, opens a new ticket, and keeps what it became', async () => {
    const ticket = await arrive();
    const answer = await desk.reply(ticket, text);
    expect(answer).toMatchObject({ outcome: 'done', by: 'public' });
    expect((await desk.ticket(ticket)).category).toBe('open');
    await desk.deliverAll(ticket);
    const [written, ...more] = await desk.writes(platform, ticket.itemId);
    expect(more).toEqual([]);
    expect(written?.text).toBe(text);
    const delivery = await desk.delivery(answer.deliveryId);
    expect(delivery).toMatchObject({ state: 'sent', attempt: 1, sender_id: null, receipt: { id: written?.id } });
    const message = await desk.database('messages').where({ id: delivery.message_id }).first();
    expect(message).toMatchObject({ platform_item_id: written?.id, mail_message_id: null });
    expect(await desk.database('thread_keys').where({ mail_message_id: delivery.mail_message_id })).toEqual([]);
  });

  test.each([
    ['late', true],
    ['late', false],
    ['twice', true],
    ['unreadable', true],
    ['unreadable', false],
    ['cut', true],
    ['cut', false],
    ['reset', true],
    ['silent', true],
    ['silent', false],
  ])('arrives once when the platform answers it %s (accepted: %s)', async (answer, accepted) => {
    const ticket = await arrive();
    await desk.act(platform, 'faults', broken(answer, accepted));
    const { deliveryId } = await desk.reply(ticket, text);
    await desk.deliverAll(ticket);
    const written = await desk.writes(platform, ticket.itemId);
    expect(written).toHaveLength(1);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sent', receipt: { id: written[0]?.id } });
  });

  test('arrives once when the process dies between the platform’s acceptance and the commit', async () => {
    const ticket = await arrive();
    const { deliveryId = '' } = await desk.reply(ticket, text);
    desk.failPoint = (point) =>
      point === 'deliver:answered' ? Promise.reject(new Error('killed')) : Promise.resolve();
    await expect(desk.attempt(deliveryId)).rejects.toThrow('killed');
    await desk.clearFaults();
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sending' });
    await desk.database('deliveries').where({ id: deliveryId }).update({ attempt_ends_at: now() });
    await desk.deliverAll(ticket);
    expect(await desk.writes(platform, ticket.itemId)).toHaveLength(1);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sent', attempt: 2 });
    expect(await desk.events(ticket)).toContain('delivery.unsure');
  });

  test('waits while nobody can say whether it arrived, and is not sent again for that', async () => {
    const ticket = await arrive();
    await desk.act(platform, 'faults', {
      ...broken('cut', true),
      reads: { answer: 'serverError', delayMilliseconds: 0, times: 100 },
    });
    const { deliveryId = '' } = await desk.reply(ticket, text);
    for (let attempt = 1; attempt <= 3; attempt += 1) await desk.attempt(deliveryId);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'planned', receipt: { mayHaveHappened: true } });
    await desk.clearFaults();
    await desk.attempt(deliveryId);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sent', attempt: 4 });
    expect(await desk.writes(platform, ticket.itemId)).toHaveLength(1);
  });

  test('is not asked for at once when an operator tries it again, for it may be shown in a moment', async () => {
    const ticket = await arrive();
    await desk.act(platform, 'faults', broken('cut', true));
    const { deliveryId = '' } = await desk.reply(ticket, text);
    await desk.attempt(deliveryId);
    const soon = new Date(Date.now() + 50_000);
    await desk.database('deliveries').where({ id: deliveryId }).update({ next_attempt_at: soon });
    const again = { name: 'retry-delivery' as const, deliveryId };
    expect(await desk.command(ticket, again)).toMatchObject({ outcome: 'done' });
    expect((await desk.delivery(deliveryId)).next_attempt_at).toEqual(soon);
  });

  test('that nobody knows of when its ticket is restored is not asked for at once either', async () => {
    const ticket = await arrive();
    await desk.act(platform, 'faults', broken('cut', true));
    const { deliveryId = '' } = await desk.reply(ticket, text);
    desk.failPoint = async (point) => {
      if (point === 'deliver:claimed') await desk.command(ticket, { name: 'delete' });
    };
    await desk.attempt(deliveryId);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'unsure', receipt: { mayHaveHappened: true } });
    await desk.clearFaults();
    await desk.command(ticket, { name: 'restore' });
    expect(await desk.command(ticket, { name: 'retry-delivery', deliveryId })).toMatchObject({ outcome: 'done' });
    const { next_attempt_at: next } = await desk.delivery(deliveryId);
    expect(next.getTime()).toBeGreaterThan(Date.now() + 50_000);
  });

  test('is held when the account is in trouble, and goes out when that is mended', async () => {
    const ticket = await arrive();
    const { TOKEN = '', SECRET = '' } = desk.environment;
    Object.assign(desk.environment, { TOKEN: 'dead', SECRET: 'dead' });
    const first = await desk.reply(ticket, text);
    await desk.deliverAll(ticket);
    const source = () => desk.database('sources').where({ id: ticket.sourceId }).first();
    expect(await source()).toMatchObject({ last_error_code: 'PLATFORM_LOGIN_REJECTED', stopped_at: expect.any(Date) });
    const held = { state: 'planned', held_reason: 'the source is stopped: PLATFORM_LOGIN_REJECTED' };
    expect(await desk.delivery(first.deliveryId)).toMatchObject({ ...held, attempt: 1 });
    // Held without another call: trying lengthens a block.
    const other = await arrive().catch(() => null);
    expect(other).toBeNull();
    await desk.database('deliveries').where({ id: first.deliveryId }).update({ next_attempt_at: now() });
    await desk.attempt(first.deliveryId ?? '');
    expect(await desk.delivery(first.deliveryId)).toMatchObject({ ...held, attempt: 1 });
    Object.assign(desk.environment, { TOKEN, SECRET });
    expect(await resume(ticket)).toEqual([ticket.ticketId]);
    await desk.deliverAll(ticket);
    expect(await desk.delivery(first.deliveryId)).toMatchObject({ state: 'sent', held_reason: null });
    expect(await desk.writes(platform, ticket.itemId)).toHaveLength(1);
  });

  test('is not held for what was mended while it was under way', async () => {
    const ticket = await arrive();
    const { TOKEN = '', SECRET = '' } = desk.environment;
    Object.assign(desk.environment, { TOKEN: 'dead', SECRET: 'dead' });
    const { deliveryId = '' } = await desk.reply(ticket, text);
    desk.failPoint = async (point) => {
      if (point !== 'deliver:answered') return;
      Object.assign(desk.environment, { TOKEN, SECRET });
      expect(await resume(ticket)).toEqual([]);
    };
    await desk.attempt(deliveryId);
    await desk.clearFaults();
    const delivery = await desk.delivery(deliveryId);
    expect(delivery).toMatchObject({ state: 'planned', held_reason: null });
    expect(delivery.next_attempt_at.getTime()).toBeLessThan(Date.now() + 61_000);
    await desk.database('deliveries').where({ id: deliveryId }).update({ next_attempt_at: now() });
    await desk.deliverAll(ticket);
    expect(await desk.writes(platform, ticket.itemId)).toHaveLength(1);
  });

  test('waits as long as its source has to', async () => {
    const ticket = await arrive();
    const until = new Date(Date.now() + 900_000);
    const waits = { waits_until: until, last_error_code: 'PLATFORM_RATE_LIMITED' };
    await desk.database('sources').where({ id: ticket.sourceId }).update(waits);
    const { deliveryId } = await desk.reply(ticket, text);
    await desk.deliverAll(ticket);
    const held_reason = 'the source is waiting: PLATFORM_RATE_LIMITED';
    expect(await desk.delivery(deliveryId)).toMatchObject({
      state: 'planned',
      attempt: 0,
      next_attempt_at: until,
      held_reason,
    });
    await resume(ticket);
    await desk.deliverAll(ticket);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sent' });
  });
});

describe('answers in public', () => {
  test('of one ticket keep their order, and two with the same words are two', async () => {
    const ticket = await desk.comment();
    await desk.act('instagram', 'faults', broken('unreadable', true));
    const ids: (string | undefined)[] = [];
    for (const text of ['Merhaba', 'Merhaba', 'Yarın']) ids.push((await desk.reply(ticket, text)).deliveryId);
    expect((await desk.live(ticket.ticketId)).deliveries).toEqual([ids[0]]);
    await desk.deliverAll(ticket);
    const written = await desk.writes('instagram', ticket.itemId);
    expect(written.map(({ text }) => text).toSorted()).toEqual(['Merhaba', 'Merhaba', 'Yarın']);
    const receipts = await Promise.all(ids.map(async (id) => (await desk.delivery(id)).receipt.id));
    expect(receipts.toSorted()).toEqual(written.map(({ id }) => id).toSorted());
  });

  test('are refused before anything is sent where the comment takes none', async () => {
    const ticket = await desk.comment();
    await desk.command(ticket, { name: 'moderate', act: 'hide' });
    await desk.deliverAll(ticket);
    expect(await desk.reply(ticket, 'Merhaba')).toMatchObject({ outcome: 'refused', code: 'ANSWER_NOT_ALLOWED' });
    expect(await desk.reply(ticket, 'Merhaba', 'mail')).toMatchObject({ outcome: 'refused', code: 'STATE_FORBIDS' });
  });

  test('fail with the platform’s words when it refuses them', async () => {
    const ticket = await desk.comment();
    await desk.act('instagram', `comments/${ticket.itemId}`, { isHidden: true });
    const { deliveryId } = await desk.reply(ticket, 'Merhaba');
    await desk.deliverAll(ticket);
    const delivery = await desk.delivery(deliveryId);
    expect(delivery).toMatchObject({ state: 'failed', receipt: { code: 'PLATFORM_REFUSED' } });
    expect(delivery.receipt.response).toMatch(/hidden/i);
    await desk.act('instagram', `comments/${ticket.itemId}`, { isHidden: false });
    expect(await desk.command(ticket, { name: 'retry-delivery', deliveryId: deliveryId ?? '' })).toMatchObject({
      outcome: 'done',
    });
    await desk.deliverAll(ticket);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sent' });
  });
});

describe('a private reply', () => {
  test('goes out once; a second is refused by the desk, and its deadline is over', async () => {
    const ticket = await desk.comment();
    expect(await desk.wakes(ticket)).toContain('private-reply-end');
    const first = await desk.reply(ticket, 'Sipariş numaranız nedir?', 'private');
    expect(first).toMatchObject({ outcome: 'done', by: 'private' });
    expect(await desk.reply(ticket, 'Bir daha', 'private')).toMatchObject({ code: 'ANSWER_NOT_ALLOWED' });
    await desk.deliverAll(ticket);
    expect(await desk.delivery(first.deliveryId)).toMatchObject({ state: 'sent' });
    expect((await desk.ticket(ticket)).platform.privateReply.usedAt).toEqual(expect.any(String));
    expect(await desk.wakes(ticket)).not.toContain('private-reply-end');
    expect(await desk.reply(ticket, 'Bir daha', 'private')).toMatchObject({ code: 'ANSWER_NOT_ALLOWED' });
    expect(await desk.writes('instagram', ticket.itemId)).toHaveLength(1);
  });

  test.each(['unreadable', 'cut', 'silent'])(
    'counts as sent when the platform has it though its answer was %s',
    async (answer) => {
      const ticket = await desk.comment();
      await desk.act('instagram', 'faults', broken(answer, true));
      const { deliveryId } = await desk.reply(ticket, 'Sipariş numaranız nedir?', 'private');
      await desk.deliverAll(ticket);
      expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sent', attempt: 2 });
      expect(await desk.writes('instagram', ticket.itemId)).toHaveLength(1);
    },
  );

  test('that was on its way when its ticket was deleted counts as sent when it is tried again after that', async () => {
    const ticket = await desk.comment();
    const { deliveryId = '' } = await desk.reply(ticket, 'Sipariş numaranız nedir?', 'private');
    desk.failPoint = (point) =>
      point === 'deliver:answered' ? Promise.reject(new Error('killed')) : Promise.resolve();
    await expect(desk.attempt(deliveryId)).rejects.toThrow('killed');
    await desk.command(ticket, { name: 'delete' });
    await desk.database('deliveries').where({ id: deliveryId }).update({ attempt_ends_at: now() });
    await desk.live(ticket.ticketId);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'unsure' });
    await desk.clearFaults();
    await desk.command(ticket, { name: 'restore' });
    await desk
      .database('deliveries')
      .where({ id: deliveryId })
      .update({ ended_at: minutesAgo(2) });
    expect(await desk.command(ticket, { name: 'retry-delivery', deliveryId })).toMatchObject({ outcome: 'done' });
    await desk.deliverAll(ticket);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sent', attempt: 2 });
    expect((await desk.ticket(ticket)).platform.privateReply.usedAt).toEqual(expect.any(String));
    expect(await desk.writes('instagram', ticket.itemId)).toHaveLength(1);
  });

  test('of two operators at one moment goes out for one of them', async () => {
    const ticket = await desk.comment();
    const answers = await Promise.all(['Deniz', 'Ece'].map((name) => desk.reply(ticket, `${name} yazıyor`, 'private')));
    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused']);
    await desk.deliverAll(ticket);
    expect(await desk.writes('instagram', ticket.itemId)).toHaveLength(1);
  });
});

describe('an answer to a question', () => {
  const answer = 'Merhaba, %100 pamukludur.';

  test('is one: another is refused while it is planned, on its way or under review', async () => {
    const ticket = await desk.question();
    const answers = await Promise.all([desk.reply(ticket, answer), desk.reply(ticket, `${answer} Evet.`)]);
    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused']);
    await desk.deliverAll(ticket);
    expect((await desk.ticket(ticket)).platform.answer).toBe('in-review');
    expect(await desk.wakes(ticket)).not.toContain('answer-deadline');
    expect(await desk.reply(ticket, answer)).toMatchObject({ code: 'ANSWER_NOT_ALLOWED' });
    expect(await desk.writes('trendyol', ticket.itemId)).toHaveLength(1);
  });

  test('that the review refuses puts a solved ticket back to open, and may be given anew', async () => {
    const ticket = await desk.question();
    const { deliveryId } = await desk.reply(ticket, answer);
    await desk.deliverAll(ticket);
    const { status_id: from } = await desk.ticket(ticket);
    const solved = await desk.database('statuses').where({ category: 'solved' }).first<{ id: string }>('id');
    await desk.command(ticket, { name: 'status', statusId: solved.id, from });
    await desk.act('trendyol', `questions/${ticket.itemId}/review`, { refusal: 'Yasaklı kelime' });
    await desk.poll(ticket);
    expect(await desk.ticket(ticket)).toMatchObject({ category: 'open', platform: { answer: 'refused' } });
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'failed', receipt: { response: 'Yasaklı kelime' } });
    expect(await desk.wakes(ticket)).toContain('answer-deadline');
    expect(await desk.reply(ticket, 'Merhaba, pamuklu bir kumaştır.')).toMatchObject({ outcome: 'done' });
    await desk.deliverAll(ticket);
    await desk.act('trendyol', `questions/${ticket.itemId}/review`, { refusal: null });
    await desk.poll(ticket);
    expect((await desk.ticket(ticket)).platform.answer).toBe('published');
    expect(await desk.writes('trendyol', ticket.itemId)).toHaveLength(2);
  });

  test('that the review refused goes to review again when an operator insists on it', async () => {
    const ticket = await desk.question();
    const { deliveryId = '' } = await desk.reply(ticket, answer);
    await desk.deliverAll(ticket);
    await desk.act('trendyol', `questions/${ticket.itemId}/review`, { refusal: 'Yasaklı kelime' });
    await desk.poll(ticket);
    expect(await desk.command(ticket, { name: 'retry-delivery', deliveryId })).toMatchObject({ outcome: 'done' });
    await desk.deliverAll(ticket);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sent' });
    expect(await desk.writes('trendyol', ticket.itemId)).toHaveLength(2);
    expect((await desk.ticket(ticket)).platform.answer).toBe('in-review');
  });

  test('is not given twice where the platform shows nothing of an answer under review', async () => {
    const ticket = await desk.question();
    await desk.act('trendyol', 'faults', { ...broken('unreadable', true), reviewShows: 'nothing' });
    const { deliveryId = '' } = await desk.reply(ticket, answer);
    for (let attempt = 1; attempt <= 3; attempt += 1) await desk.attempt(deliveryId);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'planned' });
    await desk.act('trendyol', `questions/${ticket.itemId}/review`, { refusal: null });
    await desk.attempt(deliveryId);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sent' });
    expect(await desk.writes('trendyol', ticket.itemId)).toHaveLength(1);
  });

  test.each([
    ['too short', 'Evet', /at least 10/],
    ['too long', 'a'.repeat(2001), /at most 2000/],
    ['with a phone number', 'Bize 0532 123 45 67 numarasından ulaşın', /phone number/],
    ['with a forbidden word', 'Ürünü İADE edebilirsiniz', /iade/],
  ])('is refused before it is sent when it is %s', async (_what, text, why) => {
    const ticket = await desk.question();
    const by = { actor: theDesk, now: now() };
    expect(
      await setForbiddenAnswerWords(desk.database, { words: [' iade ', 'İade', 'Hepsi  Burada', ''], ...by }),
    ).toEqual(['iade', 'Hepsi Burada']);
    expect(await listForbiddenAnswerWords(desk.database)).toEqual(['iade', 'Hepsi Burada']);
    const refused = await desk.reply(ticket, text);
    expect(refused).toMatchObject({ outcome: 'refused', code: 'ANSWER_NOT_ALLOWED' });
    expect(refused.message).toMatch(why);
    await desk.deliverAll(ticket);
    expect(await desk.writes('trendyol', ticket.itemId)).toEqual([]);
  });
});

describe('moderation', () => {
  const at = async (ticket: PlatformTicket) => {
    const all = await desk.writes('instagram', ticket.itemId);
    return all.map(({ kind }) => kind);
  };

  test('hides a comment, shows it again and removes it, each once, and the next poll has no news of it', async () => {
    const ticket = await desk.comment();
    for (const act of ['hide', 'show', 'remove'] as const) {
      expect(await desk.command(ticket, { name: 'moderate', act })).toMatchObject({ outcome: 'done' });
      await desk.deliverAll(ticket);
      expect(await desk.poll(ticket)).toEqual([]);
    }
    expect(await at(ticket)).toEqual(['hide', 'unhide', 'delete']);
    const events = (await desk.events(ticket)).filter((type) => type.startsWith('comment.'));
    expect(events).toEqual(['comment.hidden', 'comment.shown', 'comment.removed']);
    const hidden = await desk.database('events').where({ ticket_id: ticket.ticketId, type: 'comment.hidden' }).first();
    expect(hidden.actor).toMatchObject({ kind: 'representative', name: 'Deniz Kaya' });
    expect(await desk.wakes(ticket)).toEqual([]);
  });

  test.each(['unreadable', 'cut', 'silent'])('is done once when its answer is %s', async (answer) => {
    const ticket = await desk.comment();
    await desk.act('instagram', 'faults', broken(answer, true));
    const { deliveryId } = await desk.command(ticket, { name: 'moderate', act: 'hide' });
    await desk.deliverAll(ticket);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'sent', attempt: 2 });
    expect(await at(ticket)).toEqual(['hide']);
  });

  test('is refused for what is so already, while another is on its way, and where the channel cannot', async () => {
    const ticket = await desk.comment();
    expect(await desk.command(ticket, { name: 'moderate', act: 'show' })).toMatchObject({ code: 'STATE_FORBIDS' });
    const [one, other] = await Promise.all(
      ['hide', 'remove'].map((act) => desk.command(ticket, { name: 'moderate', act: act as 'hide' | 'remove' })),
    );
    expect([one?.outcome, other?.outcome].toSorted()).toEqual(['done', 'refused']);
    const question = await desk.question();
    expect(await desk.command(question, { name: 'moderate', act: 'hide' })).toMatchObject({
      code: 'ANSWER_NOT_ALLOWED',
    });
  });

  test('of spam is done, while its planned answers are not sent', async () => {
    const ticket = await desk.comment('Ucuz takipçi');
    const { deliveryId } = await desk.reply(ticket, 'Merhaba');
    const hiding = await desk.command(ticket, { name: 'moderate', act: 'hide' });
    const { status_id: from } = await desk.ticket(ticket);
    const spam = await desk.database('statuses').where({ category: 'spam' }).first<{ id: string }>('id');
    await desk.command(ticket, { name: 'status', statusId: spam.id, from });
    await desk.deliverAll(ticket);
    expect(await desk.delivery(deliveryId)).toMatchObject({ state: 'discarded' });
    expect(await desk.delivery(hiding.deliveryId)).toMatchObject({ state: 'sent' });
    expect(await at(ticket)).toEqual(['hide']);
  });
});
