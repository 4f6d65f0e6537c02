import { createHmac } from 'node:crypto';
import { secretContext } from '../../../client/open-account.ts';
import { runFacebookSandbox, type FacebookSandbox } from '../../../sandbox/facebook/main.ts';
import { brokenAnswers, expectAnswersOnce, meet } from '../../support/broken-answers.ts';
import { expectEveryTicketFolds } from '../../support/every-ticket-folds.ts';
import { PlatformStory, type PlatformTicket } from '../../support/platform-story.ts';
import { StandIn } from '../../support/stand-in.ts';
import { eventually } from '../../support/story-desk.ts';
import { wholeText } from '../../support/whole-text.ts';

let story: PlatformStory;
let facebook: StandIn<FacebookSandbox>;
let sourceId: string;
let postId: string;

const DAY = 86_400_000;

beforeAll(async () => {
  const run = (options: { directory: string }) => runFacebookSandbox({ ...options, retryMilliseconds: [100, 400] });
  [story, facebook] = await Promise.all([PlatformStory.start(), StandIn.start(run)]);
  postId = await addPost();
}, 180_000);
afterEach(() => facebook.noFaults());
afterAll(async () => {
  await story.close();
  await facebook.stop();
}, 180_000);

test('a person’s token is exchanged for the Page’s, and refused where it cannot be', async () => {
  const { pageId, userToken } = page();
  await facebook.act('pages/set', { id: pageId, hasRole: false });
  sourceId = await connect(userToken);
  await expect(story.switchOn(sourceId)).rejects.toMatchObject({ name: 'PlatformFault' });
  expect((await story.health(sourceId)).state).toBe('off');
  await facebook.act('pages/set', { id: pageId, hasRole: true });
  const { accountId, accountName, tokenEndsAt, pushProblem } = await story.switchOn(sourceId);
  expect({ accountId, accountName, tokenEndsAt, pushProblem }).toEqual({
    accountId: pageId,
    accountName: 'Çınar Mağaza',
    tokenEndsAt: null,
    pushProblem: null,
  });
  // With the person's own, every list would be empty.
  await comment('Beden değişimi var mı?');
  const ticket = await story.ticket('Beden değişimi var mı?');
  await story.answered(ticket.id, 'Var, iki hafta içinde.');
}, 180_000);

test('comments that are pushed and polled, in either spelling of their ids, with an author or none, are one ticket each', async () => {
  await facebook.faults({ subscribeAnswersText: true });
  expect((await story.switchOn(sourceId)).pushProblem).toBeNull();
  await facebook.act('webhooks', { callbackUrl: story.door(sourceId) });
  const before = await story.countTickets();
  await facebook.faults({ webhookTwice: true, webhookUnknown: true, webhookTestEntry: true });
  await comment('Şubeniz nerede, İzmir’de var mı?', { name: 'Ada Demo' });
  await facebook.faults({ idSpelling: 'bare', webhookIdSpelling: 'bare', webhookMilliseconds: true });
  await comment('Yalın yazılan kimlik', { name: 'Can Demo' });
  await facebook.faults({ webhookSender: true });
  await comment('Eski biçimde gönderen', { name: 'Eski Demo' });
  await facebook.faults({ webhookSender: false, withoutFrom: true });
  await comment('Kim yazdı bilinmez');
  await facebook.noFaults();
  await facebook.faults({ webhookBatch: 2, webhookOutOfOrder: true });
  await comment('Toplu bir');
  await comment('Toplu iki');
  await pushFeed({ item: 'reaction', verb: 'add', reaction_type: 'love' });
  await pushFeed({ item: 'comment', verb: 'block', comment_id: '1_2' });
  const subjects = [
    'Şubeniz nerede, İzmir’de var mı?',
    'Yalın yazılan kimlik',
    'Eski biçimde gönderen',
    'Kim yazdı bilinmez',
    'Toplu bir',
    'Toplu iki',
  ];
  await story.tickets(subjects);
  await facebook.noFaults();
  // The intake is away: what is not taken comes again.
  const port = Number(new URL(story.intake.url).port);
  await story.intake.stop();
  await comment('Kapı kapalıyken');
  story.intake = await story.restartIntake(port);
  await story.ticket('Kapı kapalıyken');
  await facebook.faults({ idSpelling: 'bare' });
  await story.lookAtEverything(sourceId);
  await story.polled(sourceId);
  expect(await story.countTickets()).toBe(before + subjects.length + 1);
  expect(await story.health(sourceId)).toMatchObject({ state: 'on', parkedCount: 0, error: null, refused: [] });
  const nobody = await story.ticket('Kim yazdı bilinmez');
  await story.answered(nobody.id, 'Adınızı görmesek de cevaplıyoruz.');
}, 180_000);

test('comments of every depth are found by polls alone, and the Page’s own are nobody’s ticket', async () => {
  await facebook.faults({ webhooksStopped: true, shortPages: 'half' });
  const deep = await addPost();
  const before = await story.countTickets();
  const top = await comment('Derin soru', { under: deep, name: 'Bir' });
  const reply = await comment('Aynı derdim var', { under: top, name: 'İki' });
  await comment('Benim de', { under: reply, name: 'Üç' });
  await comment('Sayfa olarak sitede yazdık', { under: top, authorId: page().pageId });
  await comment('Çok', { under: deep, name: 'Dört', count: 30 });
  const many = Array.from({ length: 30 }, (_, index) => (index === 0 ? 'Çok' : `Çok ${index + 1}`));
  await story.tickets(['Derin soru', 'Aynı derdim var', 'Benim de', ...many]);
  await facebook.faults({ shortPages: 'empty' });
  await comment('Boş sayfaların ardında', { under: deep, name: 'Beş' });
  await story.ticket('Boş sayfaların ardında');
  await story.polled(sourceId);
  expect(await story.countTickets()).toBe(before + 34);
}, 180_000);

test('an answer appears once at Facebook, however its sending is answered', async () => {
  const tickets = await open('Cevap bekleyen', brokenAnswers.length);
  const before = await story.countTickets();
  await expectAnswersOnce(story, facebook, { tickets, kind: 'reply' });
  await story.polled(sourceId);
  expect(await story.countTickets()).toBe(before);
}, 180_000);

test('an answer stands under the top comment and never changes the customer’s words', async () => {
  const top = await comment('Kumaşı ne?', { name: 'Zeynep' });
  const ticket = await story.ticket('Kumaşı ne?');
  const second = await comment('Yıkanır mı peki?', { under: top, name: 'Başka biri' });
  const other = await story.ticket('Yıkanır mı peki?');
  await story.answered(ticket.id, 'Yüzde yüz keten.');
  await story.answered(other.id, 'Otuz derecede.');
  const { comments } = await facebook.look<{ comments: StoredComment[] }>('state');
  const words = (tail: string) => comments.find((one) => one.tail === tailOf(tail))?.message;
  expect([words(top), words(second)]).toEqual(['Kumaşı ne?', 'Yıkanır mı peki?']);
  for (const text of ['Yüzde yüz keten.', 'Otuz derecede.'])
    expect(comments.filter(({ message }) => message === text)).toMatchObject([{ parentTail: tailOf(top) }]);
}, 180_000);

test('a private reply goes once, within seven days, and its end stands on the ticket', async () => {
  const [lost, unread, closed] = await open('Özelden yazın', 3);
  await meet(facebook, { answer: 'cut', accepted: false, delayMilliseconds: 0 }, () =>
    story.answer(lost!.id, 'Size özelden yazdık (kayıp).', 'private'),
  );
  await meet(facebook, { answer: 'unreadable', accepted: true, delayMilliseconds: 0 }, () =>
    story.answer(unread!.id, 'Size özelden yazdık (okunmadı).', 'private'),
  );
  for (const ticket of [lost!, unread!]) {
    await story.delivery(ticket.id, ({ state }) => state === 'sent');
    const sent = (await facebook.writes({ kind: 'private-reply' })).filter(({ target }) => isOf(ticket, target));
    expect(sent).toHaveLength(1);
    expect(await story.refusalOf(ticket.id, 'Bir daha', 'private')).toMatch(/one private reply/);
  }
  const { until } = (await story.ticketOnce(closed!.id, () => true)).platform!.privateReply!;
  expect(Date.parse(until) - Date.now()).toBeGreaterThan(6.9 * DAY);
  await comment('Geçen haftadan', { name: 'Geç', createdAt: new Date(Date.now() - 7 * DAY - 60_000).toISOString() });
  const late = await story.ticket('Geçen haftadan');
  expect(await story.refusalOf(late.id, 'Geç kaldık', 'private')).toMatch(/seven days/);
  // Who takes no messages is not known before: the platform refuses, and its words stand on the delivery.
  const { authorId } = await facebook.act<{ authorId: string }>('comments', {
    under: postId,
    message: 'Mesaj almayan',
    name: 'Kapalı Kutu',
  });
  await facebook.act('people', { id: authorId, takesMessages: false });
  const silent = await story.ticket('Mesaj almayan');
  await story.answer(silent.id, 'Almayacağı mesaj.', 'private');
  const refused = await story.delivery(silent.id, ({ state }) => state === 'failed');
  expect(refused.receipt?.response).toBeTruthy();
  expect(await facebook.writes({ text: 'Almayacağı mesaj.' })).toEqual([]);
}, 180_000);

test('a comment is hidden, shown and removed from its ticket', async () => {
  const [ticket] = await open('Kaba söz', 1);
  await meet(facebook, { answer: 'silent', accepted: true, delayMilliseconds: 0 }, () => moderate(ticket!, 'hide'));
  await story.ticketOnce(ticket!.id, ({ platform }) => platform?.isHidden);
  await meet(facebook, { answer: 'cut', accepted: false, delayMilliseconds: 0 }, () => moderate(ticket!, 'show'));
  await story.ticketOnce(ticket!.id, ({ platform }) => !platform?.isHidden);
  await moderate(ticket!, 'remove');
  await story.ticketOnce(ticket!.id, ({ platform }) => platform?.isRemoved);
  for (const kind of ['hide', 'unhide', 'delete']) {
    const done = await facebook.writes({ kind });
    expect(done.filter(({ target }) => isOf(ticket!, target))).toHaveLength(1);
  }
  expect(await story.refusalOf(ticket!.id, 'Merhaba')).toMatch(/gone/);
}, 180_000);

test('edits, hiding and removals are told to the ticket, whichever verb tells them', async () => {
  const [first, second] = await open('Değişecek', 2);
  await facebook.faults({ webhookTwice: true });
  await facebook.act('comments/edit', { id: idOf(first!), message: 'Değişti' });
  await facebook.faults({ editVerb: 'edit', withoutEditedTime: true, removeVerb: 'delete' });
  await facebook.act('comments/edit', { id: idOf(second!), message: 'Bu da değişti' });
  await eventually(async () => expect(await story.words(first!.id)).toEqual([first!.subject, 'Değişti']));
  await eventually(async () => expect(await story.words(second!.id)).toEqual([second!.subject, 'Bu da değişti']));
  await facebook.act('comments/set', { id: idOf(first!), isHidden: true });
  await story.event(first!.id, 'comment.hidden');
  await facebook.act('comments/remove', { id: idOf(second!) });
  await story.event(second!.id, 'comment.removed');
  await facebook.faults({ removeVerb: 'remove' });
  await facebook.act('comments/remove', { id: idOf(first!) });
  await story.event(first!.id, 'comment.removed');
  // The wrong order: told of the removal before the comment itself.
  await facebook.faults({ webhookTwice: false, webhookOutOfOrder: true });
  const before = await story.countTickets();
  const gone = await comment('Hemen silinen');
  await facebook.act('comments/remove', { id: gone });
  await story.polled(sourceId);
  expect(await story.countTickets()).toBe(before);
  expect((await story.events(first!.id)).filter((type) => type === 'comment.removed')).toHaveLength(1);
}, 180_000);

describe('what stops a source is told with its mend, and what was held goes out after it', () => {
  test.each([
    {
      what: 'a changed password',
      code: 'PLATFORM_LOGIN_REJECTED',
      stop: () => facebook.act('tokens/set', { revoked: 460 }),
      mend: () => facebook.act('tokens/set', { revoked: null }),
    },
    {
      what: 'a lost role',
      code: 'PLATFORM_ROLE_LOST',
      stop: () => facebook.act('pages/set', { id: page().pageId, hasRole: false }),
      mend: () => facebook.act('pages/set', { id: page().pageId, hasRole: true }),
    },
    {
      what: 'a lapsed permission',
      code: 'PLATFORM_PERMISSION_MISSING',
      stop: () => facebook.act('tokens/set', { lapsed: ['pages_read_engagement', 'pages_read_user_content'] }),
      mend: () => facebook.act('tokens/set', { lapsed: [] }),
    },
    {
      what: 'a block',
      code: 'PLATFORM_BLOCKED',
      stop: () => facebook.faults({ blockedAsAbusive: true }),
      mend: () => facebook.noFaults(),
    },
    {
      what: 'a person’s token',
      code: 'PLATFORM_LOGIN_REJECTED',
      stop: () => keepToken(page().longUserToken),
      mend: () => keepToken(page().pageToken),
    },
  ])('$what', async ({ what, code, stop, mend }) => {
    const [ticket] = await open(`Önce gelen, ${what}`, 1);
    await stop();
    await story.answer(ticket!.id, `Cevap, ${what}.`);
    const health = await story.health(sourceId, ({ state }) => state === 'stopped');
    expect(health.error?.code).toBe(code);
    expect(health.error?.mend).toBeTruthy();
    await story.delivery(ticket!.id, ({ held_reason }) => held_reason?.includes('stopped'));
    expect(await facebook.writes({ text: `Cevap, ${what}.` })).toEqual([]);
    await facebook.faults({ webhooksStopped: true });
    await comment(`Meğer yazılan, ${what}`);
    await mend();
    await story.switchOn(sourceId);
    await story.ticket(`Meğer yazılan, ${what}`);
    await story.delivery(ticket!.id, ({ state }) => state === 'sent');
    expect(await facebook.writes({ text: `Cevap, ${what}.` })).toHaveLength(1);
    expect(await story.gaps(sourceId)).toMatchObject({ missing: [], error: null });
  });
});

test('used up calls make the source wait until the stated time', async () => {
  const [waiting] = await open('Sınırdan önce', 1);
  await facebook.act('usage', { account: page().pageId, calls: 1, regainMinutes: 5 });
  const health = await story.health(sourceId, ({ state }) => state === 'waiting');
  expect(health.error?.code).toBe('PLATFORM_RATE_LIMITED');
  expect(Date.parse(health.waitsUntil!) - Date.now()).toBeGreaterThan(4 * 60_000);
  await story.answer(waiting!.id, 'Sınır bitince gidecek.');
  await story.delivery(waiting!.id, ({ held_reason }) => held_reason !== null);
  await facebook.act('usage', { account: page().pageId });
  await story.waitIsOver(sourceId);
  await story.delivery(waiting!.id, ({ state }) => state === 'sent');
  expect(await facebook.writes({ text: 'Sınır bitince gidecek.' })).toHaveLength(1);
}, 180_000);

test('a source that is off gives nothing and catches up when it is on again', async () => {
  await story.switchOff(sourceId);
  const before = await story.countTickets();
  await comment('Kapalıyken itilen');
  await eventually(async () => {
    const attempts = await facebook.look<{ body: string; status: number }[]>('webhooks/attempts');
    expect(attempts.find(({ body }) => body.includes('Kapal\\u0131yken itilen'))?.status).toBe(200);
  });
  expect(await story.countTickets()).toBe(before);
  await story.switchOn(sourceId);
  await story.ticket('Kapalıyken itilen');
}, 180_000);

test('reads that fail, break off or come late lose nothing', async () => {
  await facebook.faults({ webhooksStopped: true, transientErrors: { code: 2, times: 1 } });
  await comment('Yarım okunan');
  await story.readsGoWrong(facebook, sourceId, ['serverError', 'unreadable', 'cut', 'late']);
  await story.ticket('Yarım okunan');
  await facebook.faults({ down: true });
  await story.health(sourceId, ({ error }) => error?.code === 'PLATFORM_UNREACHABLE');
  await comment('Kapalıyken yazılan');
  await facebook.faults({ down: false });
  await story.ticket('Kapalıyken yazılan');
  await story.health(sourceId, ({ error, state }) => error === null && state === 'on');
}, 180_000);

test('what is signed wrongly is refused and counted, and an unknown shape is parked until somebody can read it', async () => {
  const wrong = { callbackUrl: story.door(sourceId), verifyToken: 'not-it' };
  await expect(facebook.act('webhooks', wrong)).rejects.toThrow('403');
  await facebook.faults({ webhookBadSignature: true });
  await comment('Yanlış imzayla gelen');
  const health = await story.health(sourceId, ({ refused }) => refused[0]?.count === 2);
  expect(health.refused).toMatchObject([{ reason: 'bad-signature' }]);
  await facebook.noFaults();
  await story.ticket('Yanlış imzayla gelen');
  const value = { item: 'comment', verb: 'add', comment_id: { moved: 'elsewhere' } };
  const strange = { object: 'page', entry: [{ id: page().pageId, time: 1, changes: [{ field: 'feed', value }] }] };
  for (const _time of [1, 2]) expect((await push(JSON.stringify(strange))).status).toBe(200);
  expect((await story.health(sourceId)).parkedCount).toBe(1);
}, 180_000);

test('ten thousand letters with emoji, bidi and control characters are kept whole', async () => {
  const text = wholeText('Uzun yorum');
  await comment(text);
  const ticket = await story.ticket('Uzun yorum');
  await story.lookAtEverything(sourceId);
  await story.polled(sourceId);
  expect(await story.words(ticket.id)).toEqual([text]);
  await story.answered(ticket.id, 'Hepsini okuduk \u{1F9E5}.');
  expect(await expectEveryTicketFolds(story.story.database)).toBeGreaterThan(50);
}, 180_000);

interface StoredComment {
  tail: string;
  parentTail: string | null;
  message: string;
}

function page() {
  return facebook.running.pages[0]!;
}

function connect(token: string): Promise<string> {
  const { appId, appSecret, verifyToken, pageId } = page();
  return story.save('facebook', 'Shop on Facebook', {
    token: { text: token },
    appId,
    appSecret: { text: appSecret },
    verifyToken: { text: verifyToken },
    pageId,
    baseUrl: facebook.running.baseUrl,
  });
}

/** Puts a token in the place of the one that is kept, past every check. */
async function keepToken(token: string): Promise<void> {
  const { database } = story.story;
  const sealed = story.access.secrets.seal(token, secretContext(sourceId, 'token'));
  const { settings } = await database('sources').where({ id: sourceId }).first('settings');
  await database('sources')
    .where({ id: sourceId })
    .update({ settings: JSON.stringify({ ...settings, token: { sealed } }) });
}

async function addPost(): Promise<string> {
  return (await facebook.act<{ id: string }>('posts', { pageId: page().pageId, message: 'Keten ceketler geldi' })).id;
}

/** A customer's comment; its id. */
async function comment(message: string, more: object = {}): Promise<string> {
  return (await facebook.act<{ id: string }>('comments', { under: postId, message, ...more })).id;
}

/** So many comments of different people, once each is a ticket. */
async function open(text: string, count: number): Promise<PlatformTicket[]> {
  const subjects = Array.from({ length: count }, (_, index) => `${text} ${index + 1}`);
  for (const [index, subject] of subjects.entries()) await comment(subject, { name: `Müşteri ${index}` });
  return story.tickets(subjects);
}

async function pushFeed(value: object): Promise<void> {
  await facebook.act('webhooks/push', { pageId: page().pageId, value });
}

function tailOf(id: string): string {
  return id.slice(id.lastIndexOf('_') + 1);
}

/** As the stand-in knows it. */
function idOf({ platform }: PlatformTicket): string {
  return `${platform!.place!.id.split('_').at(-1)}_${platform!.itemId}`;
}

function isOf({ platform }: PlatformTicket, target: string): boolean {
  return tailOf(target) === platform!.itemId;
}

async function moderate({ id }: PlatformTicket, act: 'hide' | 'show' | 'remove'): Promise<void> {
  await eventually(async () => expect((await story.command(id, { name: 'moderate', act })).outcome).toBe('done'));
}

/** A delivery that the platform signs, of any shape. */
function push(body: string): Promise<Response> {
  const signature = createHmac('sha256', page().appSecret).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
  return fetch(story.door(sourceId), { method: 'POST', body, headers });
}
