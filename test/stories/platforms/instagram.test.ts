import { createHmac } from 'node:crypto';
import { runInstagramSandbox, type InstagramSandbox } from '../../../sandbox/instagram/main.ts';
import { brokenAnswers, expectAnswersOnce, meet } from '../../support/broken-answers.ts';
import { expectEveryTicketFolds } from '../../support/every-ticket-folds.ts';
import { PlatformStory, type PlatformTicket } from '../../support/platform-story.ts';
import { StandIn } from '../../support/stand-in.ts';
import { eventually } from '../../support/story-desk.ts';
import type { SourceHealth } from '../../../domain/source-health.ts';
import { wholeText } from '../../support/whole-text.ts';

let story: PlatformStory;
let instagram: StandIn<InstagramSandbox>;
let sourceId: string;
let mediaId: string;
/** Under which nothing is ever pushed. */
let quietMediaId: string;

const DAY_SECONDS = 86_400;

beforeAll(async () => {
  [story, instagram] = await Promise.all([PlatformStory.start(), StandIn.start(runInstagramSandbox)]);
  mediaId = await addMedia();
  quietMediaId = await addMedia();
  sourceId = await connect(0, 'Shop on Instagram');
}, 180_000);
afterEach(() => instagram.noFaults());
afterAll(async () => {
  await story.close();
  await instagram.stop();
}, 180_000);

test('comments that are pushed in either shape, twice, in batches and out of order, and polled as well, are one ticket each', async () => {
  await instagram.act('webhooks', { callbackUrl: story.door(sourceId), account: 'shop' });
  await instagram.faults({ webhookTwice: true, webhookUnknown: true, webhookTestEntry: true });
  await comment('Kargo ne zaman gelir İstanbul’a?');
  await instagram.faults({ webhookShape: 'flat' });
  await comment('Beden tablosu var mı?');
  await instagram.faults({ webhookOutOfOrder: true });
  await comment('Önce bunu yazdım');
  await comment('Sonra bunu');
  await instagram.noFaults();
  await instagram.faults({ webhookBatch: 3 });
  for (const text of ['Toplu bir', 'Toplu iki', 'Toplu üç']) await comment(text);
  await comment('Yalnız yoklamayla bulunan', { isPushed: false });
  const subjects = [
    'Kargo ne zaman gelir İstanbul’a?',
    'Beden tablosu var mı?',
    'Önce bunu yazdım',
    'Sonra bunu',
    'Toplu bir',
    'Toplu iki',
    'Toplu üç',
    'Yalnız yoklamayla bulunan',
  ];
  await story.tickets(subjects);
  await story.lookAtEverything(sourceId);
  await story.polled(sourceId);
  expect(await story.countTickets({ channel: 'instagram' })).toBe(subjects.length);
  expect((await story.ticket('Toplu bir')).platform).toMatchObject({
    place: { title: 'Keten ceket' },
    isHidden: false,
  });
  expect(await story.health(sourceId)).toMatchObject({ state: 'on', parkedCount: 0, error: null });
}, 180_000);

test('a post with more comments than a page holds is read to its end, over short and empty pages too', async () => {
  await instagram.faults({ shortPages: 'half', webhooksStopped: true });
  const half = await addMedia();
  await instagram.act('comments', { mediaId: half, text: 'Yarım', username: 'ali', count: 60, isPushed: false });
  await story.tickets(numbered('Yarım', 60));
  await instagram.faults({ shortPages: 'empty' });
  const empty = await addMedia();
  await instagram.act('comments', { mediaId: empty, text: 'Boş', username: 'ali', count: 60, isPushed: false });
  await story.tickets(numbered('Boş', 60));
}, 180_000);

test('an empty list under a count above zero is told and not believed', async () => {
  await instagram.faults({ hollowComments: true });
  await comment('Bu görünmüyor', { isPushed: false });
  const told = await story.health(sourceId, ({ error }) => error?.code === 'PLATFORM_CONTRADICTS');
  expect(told.error!.message).toContain('shows none');
  expect(await story.events((await story.ticket('Toplu bir')).id)).not.toContain('comment.removed');
  await instagram.noFaults();
  await story.ticket('Bu görünmüyor');
  await story.health(sourceId, ({ error }) => error === null);
}, 180_000);

test('an answer appears once at Instagram, however its sending is answered, while a poll waits for an answer in vain', async () => {
  await instagram.faults({ echoOwnComments: true });
  await story.readsGoWrong(instagram, sourceId, ['silent']);
  const tickets = await open('Cevap bekleyen', brokenAnswers.length);
  const before = await story.countTickets();
  await expectAnswersOnce(story, instagram, { tickets, kind: 'reply' });
  // The echoes of them, pushed twice and polled, are nobody's ticket.
  await story.polled(sourceId);
  expect(await story.countTickets()).toBe(before);
}, 180_000);

test('a private reply goes once, within seven days, and its end stands on the ticket', async () => {
  const [lost, unread, plain] = await open('Özelden yazın', 3);
  await meet(instagram, { answer: 'cut', accepted: false, delayMilliseconds: 0 }, () =>
    story.answer(lost!.id, 'Size özelden yazdık (kayıp).', 'private'),
  );
  await story.delivery(lost!.id, ({ state }) => state === 'sent');
  await meet(instagram, { answer: 'unreadable', accepted: true, delayMilliseconds: 0 }, () =>
    story.answer(unread!.id, 'Size özelden yazdık (okunmadı).', 'private'),
  );
  await story.delivery(unread!.id, ({ state }) => state === 'sent');
  for (const { id } of [lost!, unread!])
    expect(await instagram.writes({ kind: 'private-reply', target: itemOf(await row(id)) })).toHaveLength(1);
  expect(await story.refusalOf(unread!.id, 'Bir daha', 'private')).toMatch(/one private reply/);

  expect(await story.refusalOf(plain!.id, 'ş'.repeat(501), 'private')).toMatch(/1000/);
  const { until } = (await row(plain!.id)).platform!.privateReply!;
  expect(Date.parse(until) - Date.now()).toBeGreaterThan(6.9 * DAY_SECONDS * 1000);
  const wake = await story.story
    .database('wakes')
    .where({ ticket_id: plain!.id, kind: 'private-reply-end' })
    .first('due');
  expect(wake.due.toISOString()).toBe(until);

  await comment('Geçen haftadan', { ageSeconds: 7 * DAY_SECONDS + 60, isPushed: false });
  const late = await story.ticket('Geçen haftadan');
  expect(await story.refusalOf(late.id, 'Geç kaldık', 'private')).toMatch(/seven days/);
  await story.answered(late.id, 'Herkesin önünde yazıyoruz.');
}, 180_000);

test('a comment is hidden, shown and removed from its ticket, and a hidden one takes no answer', async () => {
  const [ticket] = await open('Kaba söz', 1);
  const target = itemOf(ticket!);
  await meet(instagram, { answer: 'unreadable', accepted: true, delayMilliseconds: 0 }, () =>
    moderate(ticket!, 'hide'),
  );
  await story.ticketOnce(ticket!.id, ({ platform }) => platform?.isHidden);
  expect(await story.refusalOf(ticket!.id, 'Merhaba')).toMatch(/hidden/);
  await meet(instagram, { answer: 'reset', accepted: false, delayMilliseconds: 0 }, () => moderate(ticket!, 'show'));
  await story.ticketOnce(ticket!.id, ({ platform }) => !platform?.isHidden);
  await story.answered(ticket!.id, 'Yine görünürken cevapladık.');
  await moderate(ticket!, 'remove');
  await story.ticketOnce(ticket!.id, ({ platform }) => platform?.isRemoved);
  for (const kind of ['hide', 'unhide', 'delete']) expect(await instagram.writes({ kind, target })).toHaveLength(1);
  expect(await story.refusalOf(ticket!.id, 'Merhaba')).toMatch(/gone/);

  // Hidden in the app, which no count tells: the platform refuses, and its words stand on the delivery.
  const alone = await comment('Uygulamada gizlenen', { mediaId: await addMedia(), isPushed: false });
  const other = await story.ticket('Uygulamada gizlenen');
  await story.polled(sourceId);
  await instagram.act(`comments/${alone}`, { isHidden: true });
  await story.answer(other.id, 'Bunu kimse görmez.');
  const refused = await story.delivery(other.id, ({ state }) => state === 'failed');
  expect(refused.receipt?.response).toMatch(/hidden/);
  expect(await instagram.writes({ text: 'Bunu kimse görmez.' })).toEqual([]);
}, 180_000);

test('a reply of the same person goes on in the ticket and is answered under the top comment', async () => {
  const top = await comment('Rengi solar mı?', { username: 'zeynep' });
  const ticket = await story.ticket('Rengi solar mı?');
  await instagram.act('comments', { replyTo: top, text: 'Bir de kalıbı dar mı?', username: 'zeynep' });
  await eventually(async () =>
    expect(await story.words(ticket.id)).toEqual(['Rengi solar mı?', 'Bir de kalıbı dar mı?']),
  );
  await instagram.act('comments', {
    replyTo: top,
    text: 'Ben de merak ettim',
    username: 'baska_biri',
    isPushed: false,
  });
  const other = await story.ticket('Ben de merak ettim');
  await story.answered(ticket.id, 'Solmaz, kalıbı tam.');
  await story.answered(other.id, 'Size de cevap verelim.');
  expect(await instagram.writes({ text: 'Solmaz, kalıbı tam.' })).toMatchObject([{ target: top }]);
  expect(await instagram.writes({ text: 'Size de cevap verelim.' })).toMatchObject([{ target: top }]);
  const { comments } = await instagram.look<{ comments: { parentId: string | null; text: string }[] }>('state');
  expect(comments.find(({ text }) => text === 'Size de cevap verelim.')?.parentId).toBe(top);
}, 180_000);

test('a change of words and a removal, of which nothing is pushed, are found by polls', async () => {
  const [changed, removed] = await open('Sonra değişen', 2);
  await instagram.act(`comments/${itemOf(changed!)}`, { text: 'Artık başka bir şey yazıyor' });
  await instagram.act(`comments/${itemOf(removed!)}/remove`);
  await story.event(removed!.id, 'comment.removed');
  await story.lookAtEverything(sourceId);
  await eventually(async () =>
    expect(await story.words(changed!.id)).toEqual([changed!.subject, 'Artık başka bir şey yazıyor']),
  );
  expect(await story.refusalOf(removed!.id, 'Merhaba')).toMatch(/gone/);
}, 180_000);

test('reads that fail, break off or come late lose nothing', async () => {
  for (const text of ['Yanlış okunan', 'Yarım okunan']) await comment(text, { isPushed: false });
  await story.readsGoWrong(instagram, sourceId, ['serverError', 'unreadable', 'cut', 'late']);
  await story.tickets(['Yanlış okunan', 'Yarım okunan']);
  await instagram.faults({ down: true });
  await story.health(sourceId, ({ error }) => error?.code === 'PLATFORM_UNREACHABLE');
  await comment('Kapalıyken yazılan', { isPushed: false });
  await instagram.faults({ down: false });
  await story.ticket('Kapalıyken yazılan');
  await story.health(sourceId, ({ error, state }) => error === null && state === 'on');
}, 180_000);

test('a source that is off gives nothing and catches up when it is on again', async () => {
  const [held] = await open('Kapanmadan önce', 1);
  await story.switchOff(sourceId);
  const before = await story.countTickets();
  await comment('Kapalıyken itilen');
  await instagram.act('restrict', { account: 'shop', username: 'kisitli' });
  const withheld = await comment('Kısıtlının yorumu', { username: 'kisitli', isPushed: false });
  await story.answered(held!.id, 'Kapalıyken de cevaplanır.');
  await eventually(async () => {
    const attempts = await instagram.look<{ body: string; status: number }[]>('webhooks');
    expect(attempts.find(({ body }) => body.includes('Kapal\\u0131yken itilen'))?.status).toBe(200);
  });
  expect(await story.countTickets()).toBe(before);
  expect((await story.health(sourceId)).state).toBe('off');
  await story.switchOn(sourceId);
  await story.ticket('Kapalıyken itilen');
  await instagram.act('restrict', { account: 'shop', username: 'kisitli', restricted: false });
  await instagram.act(`comments/${withheld}`, { isApproved: true });
  // The count of comments is as it was.
  await story.lookAtEverything(sourceId);
  await story.ticket('Kısıtlının yorumu');
}, 180_000);

test('a token that dies is one clear line, and after the mend nothing is missing', async () => {
  const [waiting] = await open('Gece gelen', 1);
  await instagram.act('tokens/state', { account: 'shop', revoked: 463 });
  await instagram.faults({ webhooksStopped: true });
  const dead = await story.health(sourceId, ({ state }) => state === 'stopped');
  expect(dead.error).toMatchObject({ code: 'PLATFORM_LOGIN_REJECTED', mend: expect.stringMatching(/token|log ?in/i) });
  expect(JSON.stringify(dead)).not.toContain(instagram.running.accounts[0]!.token);
  await comment('Ölüyken yazılan');
  await instagram.calls();
  await story.answer(waiting!.id, 'Sabah giden cevap.');
  const held = await story.delivery(waiting!.id, ({ held_reason }) => held_reason !== null);
  expect(held.held_reason).toMatch(/stopped/);
  // One line, not one for each poll: the platform is not asked any more.
  expect(await instagram.calls()).toEqual([]);

  const { token } = await instagram.act<{ token: string }>('tokens', { account: 'shop', lifetime: 'long' });
  await story.give(sourceId, { token: { text: token } });
  await story.ticket('Ölüyken yazılan');
  await story.delivery(waiting!.id, ({ state }) => state === 'sent');
  expect(await instagram.writes({ text: 'Sabah giden cevap.' })).toHaveLength(1);
  expect(await story.health(sourceId)).toMatchObject({ state: 'on', error: null });
  const audit = await story.gaps(sourceId);
  expect(audit).toMatchObject({ missing: [], error: null });
  expect(audit.heldCount).toBeGreaterThan(100);
}, 180_000);

test('a token is renewed before it ends', async () => {
  await instagram.act('tokens/state', { account: 'shop', ageSeconds: 40 * DAY_SECONDS });
  const { database, client } = story.story;
  await database('sources')
    .where({ id: sourceId })
    .update({
      token_ends_at: new Date(Date.now() + 20 * DAY_SECONDS * 1000),
      token_refreshed_at: new Date(Date.now() - 40 * DAY_SECONDS * 1000),
      token_tried_at: null,
    });
  await client.schedule.getHandle('tend-sources').trigger();
  const { tokenEndsAt } = await story.health(sourceId, (health) => {
    return Date.parse(health.tokenEndsAt ?? '') > Date.now() + 50 * DAY_SECONDS * 1000;
  });
  expect(tokenEndsAt).not.toBeNull();
  await comment('Yeni belirteçle gelen', { isPushed: false });
  await story.ticket('Yeni belirteçle gelen');
}, 180_000);

test('used up calls make the source wait until the stated time', async () => {
  const [waiting] = await open('Sınırdan önce', 1);
  await instagram.act('usage', { account: 'shop', calls: 1, regainMinutes: 5 });
  const isUsedUp = ({ usage }: SourceHealth) => usage.some(({ percent }) => percent === 100);
  const health = await story.health(sourceId, (now) => now.state === 'waiting' && isUsedUp(now));
  expect(health.error?.code).toBe('PLATFORM_RATE_LIMITED');
  expect(Date.parse(health.waitsUntil!) - Date.now()).toBeGreaterThan(4 * 60_000);
  await comment('Beklerken yazılan', { isPushed: false });
  await story.answer(waiting!.id, 'Sınır bitince gidecek.');
  await story.delivery(waiting!.id, ({ held_reason }) => held_reason !== null);
  expect(await instagram.writes({ text: 'Sınır bitince gidecek.' })).toEqual([]);
  await instagram.act('usage', { account: 'shop' });
  await story.waitIsOver(sourceId);
  await story.ticket('Beklerken yazılan');
  await story.delivery(waiting!.id, ({ state }) => state === 'sent');
  expect(await instagram.writes({ text: 'Sınır bitince gidecek.' })).toHaveLength(1);
}, 180_000);

test('what is signed wrongly is refused and counted, and an unknown shape is parked until somebody can read it', async () => {
  const wrong = { callbackUrl: story.door(sourceId), account: 'shop', verifyToken: 'not-it' };
  await expect(instagram.act('webhooks', wrong)).rejects.toThrow('403');
  const handshakes = refusedCount(await story.health(sourceId));
  await instagram.faults({ webhookBadSignature: true });
  await comment('Yanlış imzayla gelen');
  const health = await story.health(sourceId, (one) => refusedCount(one) > handshakes);
  expect(health.refused).toMatchObject([{ reason: 'bad-signature' }]);
  await instagram.noFaults();
  // The poll brings it all the same.
  await story.ticket('Yanlış imzayla gelen');

  const strange = {
    object: 'instagram',
    entry: [{ id: account().userId, time: 1, changes: [{ field: 'comments', value: 7 }] }],
  };
  expect((await push(JSON.stringify(strange))).status).toBe(200);
  expect((await push(JSON.stringify(strange))).status).toBe(200);
  expect((await story.health(sourceId)).parkedCount).toBe(1);
  const parked = await story.story.database('inbound_items').where({ source_id: sourceId, state: 'parked' }).first('*');
  expect(parked).toMatchObject({ error_code: 'PLATFORM_UNREADABLE' });
  expect(parked.raw_sha256).not.toBeNull();
}, 180_000);

test('ten thousand letters with emoji, bidi and control characters are kept whole', async () => {
  const text = wholeText('Uzun yorum');
  await comment(text);
  const ticket = await story.ticket('Uzun yorum');
  expect(await story.words(ticket.id)).toEqual([text]);
  await story.lookAtEverything(sourceId);
  await story.polled(sourceId);
  expect(await story.words(ticket.id)).toEqual([text]);
  await story.answered(ticket.id, 'Hepsini okuduk \u{1F9E5}.');
}, 180_000);

test('with Facebook’s login the same account works by its Page', async () => {
  const other = await connect(1, 'Boutique on Instagram');
  const media = await addMedia(account(1).username);
  await instagram.act('comments', { mediaId: media, text: 'Sayfanın hesabına', username: 'can' });
  const ticket = await story.ticket('Sayfanın hesabına');
  await story.answered(ticket.id, 'Sayfadan cevap.');
  expect(await instagram.writes({ text: 'Sayfadan cevap.' })).toHaveLength(1);
  expect((await story.health(other)).tokenEndsAt).toBeNull();
  expect(await expectEveryTicketFolds(story.story.database)).toBeGreaterThan(100);
}, 180_000);

function account(index = 0) {
  return instagram.running.accounts[index]!;
}

async function connect(index: number, name: string): Promise<string> {
  const { route, token, appId, appSecret, verifyToken } = account(index);
  const id = await story.save('instagram', name, {
    login: route === 'instagram-login' ? 'instagram' : 'facebook-login',
    token: { text: token },
    appId,
    appSecret: { text: appSecret },
    verifyToken: { text: verifyToken },
    baseUrl: instagram.running.baseUrl,
  });
  await story.switchOn(id);
  return id;
}

async function addMedia(username = 'shop'): Promise<string> {
  return (await instagram.act<{ id: string }>('media', { account: username, caption: 'Keten ceket' })).id;
}

/** A customer's comment; its id. */
async function comment(text: string, more: object = {}): Promise<string> {
  const under = 'isPushed' in more ? quietMediaId : mediaId;
  return (await instagram.act<{ id: string }>('comments', { mediaId: under, text, username: 'ada_demo', ...more })).id;
}

/** So many comments of different people, once each is a ticket. */
async function open(text: string, count: number): Promise<PlatformTicket[]> {
  const subjects = numbered(text, count);
  for (const [index, subject] of subjects.entries()) await comment(subject, { username: `musteri_${index}` });
  return story.tickets(subjects);
}

function numbered(text: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${text} ${index + 1}`);
}

function itemOf({ platform }: Pick<PlatformTicket, 'platform'>): string {
  return platform!.itemId;
}

async function row(ticketId: string): Promise<PlatformTicket> {
  return story.ticketOnce(ticketId, () => true);
}

async function moderate({ id }: PlatformTicket, act: 'hide' | 'show' | 'remove'): Promise<void> {
  await eventually(async () => expect((await story.command(id, { name: 'moderate', act })).outcome).toBe('done'));
}

function refusedCount({ refused }: { refused: { count: number }[] }): number {
  return refused.reduce((sum, { count }) => sum + count, 0);
}

/** A delivery that the platform signs, of any shape. */
function push(body: string): Promise<Response> {
  const signature = createHmac('sha256', account().appSecret).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
  return fetch(story.door(sourceId), { method: 'POST', body, headers });
}
