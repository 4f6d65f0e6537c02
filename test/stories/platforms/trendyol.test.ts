import { runTrendyolSandbox, type TrendyolSandbox } from '../../../sandbox/trendyol/main.ts';
import { saveCalendar } from '../../../database/calendars.ts';
import { setForbiddenAnswerWords } from '../../../database/forbidden-answer-words.ts';
import { theDesk } from '../../../domain/actor.ts';
import { brokenAnswers, expectAnswersOnce, meet } from '../../support/broken-answers.ts';
import { expectEveryTicketFolds } from '../../support/every-ticket-folds.ts';
import { PlatformStory, type PlatformTicket } from '../../support/platform-story.ts';
import { StandIn } from '../../support/stand-in.ts';
import { wholeText } from '../../support/whole-text.ts';

let story: PlatformStory;
let trendyol: StandIn<TrendyolSandbox>;
let sourceId: string;

const DAY = 86_400_000;
const ANSWER = 'Merhaba, ürünümüz yüzde yüz pamukludur.';

beforeAll(async () => {
  [story, trendyol] = await Promise.all([PlatformStory.start(), StandIn.start(runTrendyolSandbox)]);
  await trendyol.act('settings', { reviewMilliseconds: 300 });
}, 180_000);
afterEach(() => trendyol.noFaults());
afterAll(async () => {
  await story.close();
  await trendyol.stop();
}, 180_000);

test('a source is switched on only with keys that work', async () => {
  const { apiKey, apiSecret, stageKeys } = seller();
  await addEveryDayCalendar();
  sourceId = await story.save('trendyol', 'Store on Trendyol', {
    sellerId: String(seller().sellerId),
    apiKey: { text: apiKey },
    apiSecret: { text: 'not-it' },
    calendar: 'Every day',
    baseUrl: trendyol.running.baseUrl,
  });
  await expect(story.switchOn(sourceId)).rejects.toMatchObject({ code: 'PLATFORM_LOGIN_REJECTED' });
  await story.give(sourceId, {
    baseUrl: trendyol.running.stageUrl,
    apiKey: { text: stageKeys.apiKey },
    apiSecret: { text: stageKeys.apiSecret },
  });
  await expect(story.switchOn(sourceId)).rejects.toThrow(/address is not registered/);
  expect(await story.health(sourceId)).toMatchObject({ state: 'off', account: null });
  await story.give(sourceId, {
    baseUrl: trendyol.running.baseUrl,
    apiKey: { text: apiKey },
    apiSecret: { text: apiSecret },
  });
  // More than a page of today, some older than what a first poll reads, and one that was over before the desk came.
  await ask(numbered('Bugünkü soru', 60));
  for (const weeks of [3, 5, 7])
    await ask([`${weeks} hafta önceki soru`], { creationDate: Date.now() - weeks * 7 * DAY, status: 'REPORTED' });
  await ask(['Çoktan cevaplanan'], { status: 'ANSWERED' });
  const { accountId } = await story.switchOn(sourceId);
  expect(accountId).toBe(String(seller().sellerId));
  const calls = await trendyol.calls();
  expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([200, 401]));
}, 180_000);

test('questions over several pages and spans of two weeks are all read, whatever their status is called', async () => {
  await story.tickets(numbered('Bugünkü soru', 60));
  expect(await story.countTickets()).toBe(60);
  await story.story
    .database('sources')
    .where({ id: sourceId })
    .update({ takes_from: new Date(Date.now() - 60 * DAY) });
  const audit = await story.gaps(sourceId, { days: 60, bring: true });
  expect(audit).toMatchObject({ heldCount: 64, broughtCount: 3, error: null });
  await story.tickets([3, 5, 7].map((weeks) => `${weeks} hafta önceki soru`));
  for (const status of ['REPORTED', 'WAITING_FOR_APPROVE', 'SOMETHING_NEW']) {
    await ask([`Durumu ${status}`], { status });
    const ticket = await story.ticket(`Durumu ${status}`);
    expect(ticket.platform?.status).toBe(status);
    expect(await story.refusalOf(ticket.id, ANSWER)).toContain(status);
  }
  // Open ones are asked for by every poll: these would use up the calls of the tests to come.
  for (const { id } of await trendyol.look<{ id: number }[]>('questions'))
    await trendyol.act(`questions/${id}`, { status: 'REJECTED' });
}, 180_000);

test('a question becomes one ticket with its product, its link and its deadline', async () => {
  const [id] = await ask(['Bu ürün pamuklu mu?'], { customerId: 77, userName: 'A** D**', showUserName: false });
  const ticket = await story.ticket('Bu ürün pamuklu mu?');
  expect(ticket.platform).toMatchObject({
    place: { title: 'Pamuklu Tişört', url: 'https://magaza.sample.test/urun/ts-1-p-1001' },
    status: 'WAITING_FOR_ANSWER',
    privateReply: null,
  });
  // The desk's own calendar has no day off: three days to the minute.
  const left = Date.parse(ticket.platform!.answerBy!) - Date.now();
  expect(Math.abs(left - 3 * DAY)).toBeLessThan(180_000);
  const contact = await story.story.database('contacts').where({ id: ticket.contact_id }).first('name');
  expect(contact.name ?? '').not.toContain('A**');
  await trendyol.act(`questions/${id}/follow-up`, { text: 'Peki astarı var mı?' });
  const next = await story.ticket('Peki astarı var mı?');
  expect(next.contact_id).toBe(ticket.contact_id);
}, 180_000);

test('an answer that the platform would refuse is refused before it is sent', async () => {
  await setForbiddenAnswerWords(story.story.database, {
    words: ['kapıda ödeme'],
    actor: theDesk,
    now: new Date().toISOString(),
  });
  const [ticket] = await open('Nasıl öderim', 1);
  const refused: [text: string, why: RegExp][] = [
    ['123456789', /at least 10/],
    ['a'.repeat(2001), /at most 2000/],
    ['Bizi 0532 555 01 77 numarasından arayın lütfen', /phone/],
    ['Ayrıntı için destek@magaza.test adresine yazın', /mail/],
    ['KAPIDA ÖDEME ile alabilirsiniz efendim', /forbidden/],
  ];
  for (const [text, why] of refused) expect(await story.refusalOf(ticket!.id, text)).toMatch(why);
  expect(await trendyol.writes({ target: idOf(ticket!) })).toEqual([]);
  await story.answered(ticket!.id, 'ş'.repeat(2000));
  expect(await trendyol.writes({ target: idOf(ticket!) })).toHaveLength(1);
}, 180_000);

test('an answer appears once at Trendyol, however its sending is answered', async () => {
  const tickets = await open('Cevap bekleyen', brokenAnswers.length);
  await expectAnswersOnce(story, trendyol, { tickets, kind: 'answer' });
  // What is under review may look untouched, or have a status of its own.
  const hidden = await open('Gizli inceleme', 2);
  for (const [index, reviewShows] of ['nothing', 'approve'].entries()) {
    await trendyol.faults({ reviewShows });
    const { id } = hidden[index]!;
    await meet(trendyol, { answer: 'cut', accepted: true, delayMilliseconds: 0 }, () => story.answer(id, ANSWER));
    await story.delivery(id, ({ state }) => state === 'sent');
  }
  for (const ticket of [...tickets, ...hidden]) {
    await story.event(ticket.id, 'answer.published');
    expect(await trendyol.writes({ target: idOf(ticket) })).toHaveLength(1);
  }
}, 180_000);

test('a refused answer brings the ticket back with the reason, and a better one is followed until it is published', async () => {
  const [ticket, clean, stubborn] = await open('Zor soru', 3);
  const solved = await story.story.database('statuses').where({ name: 'Solved' }).first('id');
  await story.answer(ticket!.id, 'Havale ile ödeme yapabilirsiniz.');
  await story.delivery(ticket!.id, ({ state }) => state === 'sent');
  const { status_id: from } = await story.story.database('tickets').where({ id: ticket!.id }).first('status_id');
  await story.command(ticket!.id, { name: 'status', statusId: solved.id, from });
  await story.event(ticket!.id, 'answer.refused');
  const failed = await story.delivery(ticket!.id, ({ state }) => state === 'failed');
  expect(failed.receipt?.response).toContain('yasaklı kelime');
  await story.ticketOnce(ticket!.id, ({ category }) => category === 'open');
  await story.answered(ticket!.id, ANSWER);
  await story.event(ticket!.id, 'answer.published');
  expect((await story.ticketOnce(ticket!.id, () => true)).platform).toMatchObject({
    status: 'ANSWERED',
    answer: 'published',
  });

  await trendyol.faults({ refuseReviews: { reason: 'Uygun bulunmadı.', times: 1 } });
  await story.answered(clean!.id, ANSWER);
  const unfit = await story.delivery(clean!.id, ({ state }) => state === 'failed');
  expect(unfit.receipt?.response).toBe('Uygun bulunmadı.');

  for (const text of ['Havale olur mu, olur.', 'İban ile olur, olur.', 'Whatsapp ile de olur.']) {
    await story.answered(stubborn!.id, text);
    await story.delivery(stubborn!.id, ({ state }) => state === 'failed');
  }
  await story.ticketOnce(stubborn!.id, ({ platform }) => platform?.status === 'UNANSWERED');
  expect(await story.refusalOf(stubborn!.id, ANSWER)).toContain('UNANSWERED');
  expect(await trendyol.writes({ target: idOf(stubborn!) })).toHaveLength(3);
}, 180_000);

test('a question that was closed or answered elsewhere takes no answer', async () => {
  const [told, untold] = await open('Panelden de görünen', 2);
  await trendyol.act(`questions/${idOf(told!)}/panel-answer`, { text: 'Panelden cevap' });
  await story.event(told!.id, 'answer.published');
  expect(await story.refusalOf(told!.id, ANSWER)).toMatch(/answered/);
  // Answered in the panel just now: the platform refuses, and its words stand on the delivery.
  await story.switchOff(sourceId);
  await trendyol.faults({ closedStatus: 409 });
  await trendyol.act(`questions/${idOf(untold!)}/panel-answer`, { text: 'Panelden cevap' });
  await story.answer(untold!.id, ANSWER);
  const refused = await story.delivery(untold!.id, ({ state }) => state === 'failed');
  expect(refused.receipt?.response).toContain('zaten cevaplandı');
  expect(await trendyol.writes({ target: idOf(untold!) })).toEqual([]);
  await story.switchOn(sourceId);
  await story.event(untold!.id, 'answer.published');
}, 180_000);

test('the deadline passes as a wake on the ticket', async () => {
  await ask(['Son dakika sorusu'], { creationDate: Date.now() - 3 * DAY + 4000, status: 'WAITING_FOR_ANSWER' });
  await story.lookAtEverything(sourceId);
  const ticket = await story.ticket('Son dakika sorusu');
  const { due } = await story.story
    .database('wakes')
    .where({ ticket_id: ticket.id, kind: 'answer-deadline' })
    .first('due');
  expect(due.toISOString()).toBe(ticket.platform!.answerBy);
  await story.event(ticket.id, 'deadline.passed');
  expect(await story.refusalOf(ticket.id, ANSWER)).toMatch(/passed|UNANSWERED/);
}, 180_000);

test('a source that is off gives nothing and catches up when it is on again', async () => {
  const before = await story.countTickets();
  await story.switchOff(sourceId);
  await ask(['Kapalıyken sorulan']);
  const calls = await trendyol.calls();
  expect(calls.length).toBeGreaterThan(0);
  expect(await story.countTickets()).toBe(before);
  await story.switchOn(sourceId);
  await story.ticket('Kapalıyken sorulan');
}, 180_000);

test('reads that fail, break off or come late lose nothing', async () => {
  await story.readsGoWrong(trendyol, sourceId, ['serverError', 'unreadable', 'cut', 'late']);
  await ask(['Yarım okunan']);
  await story.ticket('Yarım okunan');
  await trendyol.faults({ down: true });
  await story.health(sourceId, ({ error }) => error?.code === 'PLATFORM_UNREACHABLE');
  await ask(['Kapalıyken yazılan']);
  await trendyol.faults({ down: false });
  await story.ticket('Kapalıyken yazılan');
  await story.health(sourceId, ({ error, state }) => error === null && state === 'on');
}, 180_000);

test('used up calls make the source wait, and then it goes on', async () => {
  const [waiting] = await open('Sınırdan önce', 1);
  await trendyol.faults({ answersPerMinute: 0 });
  await story.answer(waiting!.id, ANSWER);
  await story.health(sourceId, ({ state }) => state === 'waiting');
  expect(await trendyol.writes({ target: idOf(waiting!) })).toEqual([]);
  await trendyol.noFaults();
  await story.waitIsOver(sourceId);
  await story.delivery(waiting!.id, ({ state }) => state === 'sent');
  expect(await trendyol.writes({ target: idOf(waiting!) })).toHaveLength(1);
  await trendyol.faults({ callsPerTenSeconds: 0 });
  const health = await story.health(sourceId, ({ state }) => state === 'waiting');
  expect(health.error?.code).toBe('PLATFORM_RATE_LIMITED');
  expect(Date.parse(health.waitsUntil!)).toBeGreaterThan(Date.now());
  await ask(['Beklerken sorulan']);
  await trendyol.noFaults();
  await story.waitIsOver(sourceId);
  await story.ticket('Beklerken sorulan');
}, 180_000);

test('keys that die are one clear line, and after the mend nothing is missing', async () => {
  const [waiting] = await open('Gece gelen', 1);
  const path = `sellers/${seller().sellerId}`;
  await trendyol.act(path, { keysRevoked: true });
  const dead = await story.health(sourceId, ({ state }) => state === 'stopped');
  expect(dead.error).toMatchObject({ code: 'PLATFORM_LOGIN_REJECTED', mend: expect.any(String) });
  await ask(['Ölüyken sorulan']);
  await story.answer(waiting!.id, ANSWER);
  await story.delivery(waiting!.id, ({ held_reason }) => held_reason?.includes('stopped'));
  const { keys } = await trendyol.act<{ keys: { apiKey: string; apiSecret: string } }>(path, { newKeys: true });
  await story.give(sourceId, { apiKey: { text: keys.apiKey }, apiSecret: { text: keys.apiSecret } });
  await story.ticket('Ölüyken sorulan');
  await story.delivery(waiting!.id, ({ state }) => state === 'sent');
  expect(await trendyol.writes({ target: idOf(waiting!) })).toHaveLength(1);
  expect(await story.health(sourceId)).toMatchObject({ state: 'on', error: null });
  expect(await story.gaps(sourceId, { days: 60 })).toMatchObject({ missing: [], error: null });
}, 180_000);

test('ten thousand letters with emoji, bidi and control characters are kept whole', async () => {
  const text = wholeText('Uzun soru');
  await ask([text]);
  const ticket = await story.ticket('Uzun soru');
  expect(await story.words(ticket.id)).toEqual([text]);
  await story.answered(ticket.id, 'Hepsini okuduk \u{1F9E5}.');
  expect(await expectEveryTicketFolds(story.story.database)).toBeGreaterThan(80);
}, 180_000);

function seller() {
  return trendyol.running.sellers[0]!;
}

/** On which every day counts, whatever day the test runs on. */
async function addEveryDayCalendar(): Promise<void> {
  const always = [{ fromMinute: 0, toMinute: 1440 }];
  await saveCalendar(story.story.database, {
    calendar: {
      name: 'Every day',
      timeZone: 'Europe/Istanbul',
      week: Array.from({ length: 7 }, () => always),
      holidays: [],
    },
    actor: theDesk,
    now: new Date().toISOString(),
  });
}

/** Questions of customers; their ids. */
async function ask(texts: readonly string[], more: object = {}): Promise<number[]> {
  const { sellerId } = seller();
  const questions = texts.map((text, index) => ({ sellerId, text, customerId: 9_000_000 + index, ...more }));
  return (await trendyol.act<{ ids: number[] }>('questions', { questions })).ids;
}

async function open(text: string, count: number): Promise<PlatformTicket[]> {
  const subjects = numbered(text, count);
  await ask(subjects);
  return story.tickets(subjects);
}

function numbered(text: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${text} ${index + 1}`);
}

function idOf({ platform }: PlatformTicket): string {
  return platform!.rootId;
}
