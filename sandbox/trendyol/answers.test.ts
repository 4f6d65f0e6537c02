// Trendyol page "Answering customer questions" (§3): answers, their review, and the time to give them.
import { SandboxInTest } from './sandbox-in-test.ts';

const HOUR = 3600 * 1000;
let sandbox: SandboxInTest;

beforeEach(async () => {
  sandbox = await SandboxInTest.start();
  await sandbox.admin('/settings', { reviewMilliseconds: null });
});
afterEach(() => sandbox.end());

const review = (id: number, refusal: string | null): Promise<unknown> =>
  sandbox.admin(`/questions/${id}/review`, { refusal });

it('takes an answer for review, gives its id, and publishes it later', async () => {
  const id = await sandbox.ask();
  const taken = await sandbox.answer(id, 'Merhaba, %100 pamukludur.');
  const { answerId } = taken.json();
  expect([taken.status, typeof answerId]).toEqual([200, 'number']);
  expect(await sandbox.question(id)).toMatchObject({ status: 'WAITING_FOR_ANSWER', answer: { id: answerId } });
  await review(id, null);
  expect(await sandbox.question(id)).toMatchObject({
    status: 'ANSWERED',
    answer: {
      id: answerId,
      text: 'Merhaba, %100 pamukludur.',
      creationDate: expect.any(Number),
      hasPrivateInfo: false,
      reason: null,
    },
    answeredDateMessage: '1 saat içinde cevaplandı.',
  });
});

it.each([
  ['answer', { status: 'WAITING_FOR_ANSWER', answer: { id: expect.any(Number) } }],
  ['nothing', { status: 'WAITING_FOR_ANSWER', answer: null }],
  ['approve', { status: 'WAITING_FOR_APPROVE', answer: { id: expect.any(Number) } }],
])('shows of an answer under review what the switch says: %s', async (reviewShows, shown) => {
  const id = await sandbox.ask();
  await sandbox.admin('/faults', { reviewShows });
  await sandbox.answer(id);
  expect(await sandbox.question(id)).toMatchObject(shown);
  expect(await sandbox.listed({ status: shown.status === 'WAITING_FOR_ANSWER' ? shown.status : 'ANSWERED' })).toEqual(
    reviewShows === 'approve' ? [] : [id],
  );
});

it('publishes an answer by itself when the time of its review is over', async () => {
  const id = await sandbox.ask();
  await sandbox.admin('/settings', { reviewMilliseconds: 60_000 });
  await sandbox.answer(id);
  expect((await sandbox.question(id)).status).toBe('WAITING_FOR_ANSWER');
  await sandbox.admin('/clock', { advanceMilliseconds: 60_000 });
  expect((await sandbox.question(id)).status).toBe('ANSWERED');
});

it.each([
  ['9 characters', '123456789'],
  ['9 characters and spaces around', '  123456789  '],
  ['2001 characters', 'a'.repeat(2001)],
  ['no characters', ''],
  ['only spaces', ' '.repeat(20)],
  ['a number', 1_234_567_890],
])('refuses an answer of %s at once', async (_what, text) => {
  expect((await sandbox.answer(await sandbox.ask(), text)).status).toBe(400);
  expect(await sandbox.answersInLog()).toEqual([]);
});

it.each([10, 2000])('takes an answer of %d characters', async (length) => {
  expect((await sandbox.answer(await sandbox.ask(), 'ş'.repeat(length))).status).toBe(200);
});

it('refuses an answer that is no JSON', async () => {
  const path = `/${await sandbox.ask()}/answers`;
  expect((await sandbox.call(path, { method: 'POST', body: '{"text":' })).status).toBe(400);
  const headers = { ...sandbox.headers(), 'content-type': 'text/plain' };
  expect((await sandbox.call(path, { method: 'POST', headers, body: { text: 'Merhaba, evet.' } })).status).toBe(415);
});

it.each([
  ['while the first is under review', async () => {}],
  ['after the first was published', (id: number) => review(id, null)],
])('refuses a second answer %s', async (_when, meanwhile) => {
  const id = await sandbox.ask();
  await sandbox.answer(id, 'Merhaba, birinci cevap.');
  await meanwhile(id);
  const second = await sandbox.answer(id, 'Merhaba, ikinci cevap.');
  expect([second.status, second.text.includes('question.already.answered')]).toEqual([400, true]);
  expect(await sandbox.answersInLog()).toMatchObject([{ target: String(id), text: 'Merhaba, birinci cevap.' }]);
});

it('refuses an answer after somebody answered in the seller panel, with 409 where the switch says so', async () => {
  const id = await sandbox.ask();
  await sandbox.admin(`/questions/${id}/panel-answer`, { text: 'Panelden cevap' });
  await sandbox.admin('/faults', { closedStatus: 409 });
  expect((await sandbox.answer(id)).status).toBe(409);
  expect(await sandbox.question(id)).toMatchObject({ status: 'ANSWERED', answer: { text: 'Panelden cevap' } });
  expect(await sandbox.answersInLog()).toEqual([]);
});

it.each([
  ['a forbidden word', 'Bize WhatsApp üzerinden yazın lütfen', 'yasaklı kelime', false],
  ['a forbidden word in capitals', 'İNSTAGRAM sayfamıza bakabilirsiniz', 'yasaklı kelime', false],
  ['a telephone number', 'Bizi 0532 555 01 77 numarasından arayın', 'iletişim bilgisi', true],
  ['an e-mail address', 'Yazın: destek@magaza.test adresine', 'iletişim bilgisi', true],
  ['a web address', 'Ayrıntılar www.magaza.test sayfasında', 'iletişim bilgisi', true],
])(
  'takes an answer with %s and refuses it afterwards, with the reason',
  async (_what, text, reason, hasPrivateInfo) => {
    const id = await sandbox.ask();
    await sandbox.admin('/settings', { reviewMilliseconds: 60_000 });
    const { answerId } = (await sandbox.answer(id, text)).json();
    expect(await sandbox.question(id)).toMatchObject({ answer: { hasPrivateInfo } });
    await sandbox.admin('/clock', { advanceMilliseconds: 60_000 });
    expect(await sandbox.question(id)).toMatchObject({
      status: 'WAITING_FOR_ANSWER',
      answer: null,
      rejectedAnswer: { id: answerId, text, creationDate: expect.any(Number), reason: expect.stringContaining(reason) },
      rejectedDate: expect.any(Number),
    });
    expect(await sandbox.listed({ status: 'WAITING_FOR_ANSWER' })).toEqual([id]);
  },
);

it('refuses a clean text too when the switch says so', async () => {
  const id = await sandbox.ask();
  await sandbox.admin('/settings', { reviewMilliseconds: 0 });
  await sandbox.admin('/faults', { refuseReviews: { reason: 'Uygunsuz içerik', times: 1 } });
  await sandbox.answer(id);
  expect(await sandbox.question(id)).toMatchObject({ rejectedAnswer: { reason: 'Uygunsuz içerik' } });
  await sandbox.answer(id);
  expect((await sandbox.question(id)).status).toBe('ANSWERED');
});

it('keeps showing the last refused answer after a better one is taken', async () => {
  const id = await sandbox.ask();
  const refused = (await sandbox.answer(id, 'Birinci, kötü cevap')).json().answerId;
  await review(id, 'Yasaklı kelime');
  const taken = (await sandbox.answer(id, 'İkinci, iyi cevap')).json().answerId;
  await review(id, null);
  expect(await sandbox.question(id)).toMatchObject({
    status: 'ANSWERED',
    answer: { id: taken },
    rejectedAnswer: { id: refused },
  });
});

it('closes a question for good after three refused answers', async () => {
  const id = await sandbox.ask();
  for (const attempt of ['Birinci', 'İkinci', 'Üçüncü']) {
    expect((await sandbox.answer(id, `${attempt} kötü cevap`)).status).toBe(200);
    await review(id, 'Yasaklı kelime');
  }
  expect((await sandbox.question(id)).status).toBe('UNANSWERED');
  const fourth = await sandbox.answer(id);
  expect([fourth.status, fourth.text.includes('forbidden.word.limit.exceeded')]).toEqual([400, true]);
});

it.each([
  // 2026-11-23 is a Monday; times in Turkey.
  ['Monday noon', '2026-11-23T12:00+03:00', '2026-11-26T12:00+03:00'],
  ['Friday 18:00', '2026-11-27T18:00+03:00', '2026-12-02T18:00+03:00'],
  ['Saturday noon', '2026-11-28T12:00+03:00', '2026-12-03T00:00+03:00'],
])('closes a question of %s as UNANSWERED after three business days', async (_day, asked, deadline) => {
  const id = await sandbox.ask({ creationDate: Date.parse(asked) });
  const setTime = (time: number): Promise<unknown> => sandbox.admin('/clock', { aheadMilliseconds: time - Date.now() });
  await setTime(Date.parse(deadline) - 60_000);
  expect((await sandbox.question(id)).status).toBe('WAITING_FOR_ANSWER');
  await setTime(Date.parse(deadline));
  expect((await sandbox.question(id)).status).toBe('UNANSWERED');
  const late = await sandbox.answer(id);
  expect([late.status, late.text.includes('time.limit.exceeded')]).toEqual([400, true]);
});

it('closes a question at once when the platform moves its date back by a week', async () => {
  const id = await sandbox.ask();
  await sandbox.admin(`/questions/${id}`, { creationDate: (await sandbox.now()) - 7 * 24 * HOUR });
  expect((await sandbox.question(id)).status).toBe('UNANSWERED');
});

it('still publishes an answer that was under review when the time was up', async () => {
  const id = await sandbox.ask();
  await sandbox.answer(id);
  await sandbox.admin('/clock', { advanceMilliseconds: 10 * 24 * HOUR });
  await review(id, null);
  expect((await sandbox.question(id)).status).toBe('ANSWERED');
});
