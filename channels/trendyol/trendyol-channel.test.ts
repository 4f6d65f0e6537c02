import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import type { PlatformWrite } from '../../domain/platform/platform-write.ts';
import { runTrendyolSandbox, type TrendyolSandbox } from '../../sandbox/trendyol/main.ts';
import { fetchPlatform, type FetchPlatform } from '../../test/support/fetch-platform.ts';
import { askSandbox, inOwnFolder } from '../../test/support/sandbox-admin.ts';
import type { PlatformAccount, ScanBatch, ScanRequest } from '../platform-channel.ts';
import { trendyolChannel } from './trendyol-channel.ts';

const DAY = 24 * 3600 * 1000;
const ref = { env: 'SOME_SECRET' };
let sandbox: TrendyolSandbox;
let http: FetchPlatform;

beforeEach(async () => {
  sandbox = await inOwnFolder(runTrendyolSandbox);
  http = fetchPlatform();
  await admin('/settings', { reviewMilliseconds: null });
});
afterEach(() => sandbox.stop());

const seller = () => sandbox.sellers[0]!;

function account(settings: Record<string, unknown> = {}, secrets: Record<string, string> = {}): PlatformAccount {
  const given = { sellerId: String(seller().sellerId), apiKey: ref, apiSecret: ref, baseUrl: sandbox.baseUrl };
  const known: Record<string, string> = { apiKey: seller().apiKey, apiSecret: seller().apiSecret, ...secrets };
  return trendyolChannel.open({
    sourceId: 'source',
    settings: trendyolChannel.readSettings({ ...given, ...settings }),
    accountId: null,
    secret: (name) => known[name] ?? '',
    http,
    now: Date.now,
  });
}

function admin<Body>(path: string, body?: object): Promise<Body> {
  return askSandbox(`${sandbox.baseUrl}/sandbox${path}`, body);
}

async function ask(draft: Record<string, unknown> = {}): Promise<string> {
  const body = { sellerId: seller().sellerId, text: 'Bu ürün pamuklu mu?', ...draft };
  return String((await admin<{ ids: number[] }>('/questions', body)).ids[0]);
}

async function scan(request: Partial<ScanRequest> = {}): Promise<{ batches: ScanBatch[]; items: PlatformItem[] }> {
  const batches: ScanBatch[] = [];
  const whole: ScanRequest = {
    cursor: null,
    isFull: false,
    openItemIds: [],
    countsOf: async () => new Map(),
    signal: new AbortController().signal,
    ...request,
  };
  for await (const batch of account().scan!(whole)) batches.push(batch);
  const items = batches.flatMap(({ news }) => news).flatMap((one) => (one.kind === 'item' ? [one.item] : []));
  return { batches, items };
}

const answerTo = (itemId: string, text = 'Evet, yüzde yüz pamukludur.'): PlatformWrite => ({
  act: 'answer',
  itemId,
  placeId: null,
  text,
  plannedAt: new Date().toISOString(),
  takenIds: [],
});
const attempt = () => ({ deadline: Date.now() + 3000, signal: new AbortController().signal });
const writesInLog = () => admin<{ id: string; target: string; text: string }[]>('/writes');

describe('an account that works or does not', () => {
  test('is proven by one call', async () => {
    expect(await account().check()).toEqual({
      accountId: String(seller().sellerId),
      accountName: `Seller ${seller().sellerId}`,
      tokenEndsAt: null,
    });
    expect(http.calls).toHaveLength(1);
    expect(http.calls[0]?.headers?.['user-agent']).toBe(`${seller().sellerId} - SelfIntegration`);
  });

  test('an integrator names itself', async () => {
    await account({ integratorName: 'Deskhand' }).check();
    expect(http.calls[0]?.headers?.['user-agent']).toBe(`${seller().sellerId} - Deskhand`);
  });

  test.each([
    ['a wrong key stops it', { secrets: { apiKey: 'other' } }, 'PLATFORM_LOGIN_REJECTED', 'stop'],
    ['too many calls let it wait', { faults: { callsPerTenSeconds: 0 } }, 'PLATFORM_RATE_LIMITED', 'wait'],
    ['an outage passes by itself', { faults: { down: true } }, 'PLATFORM_UNREACHABLE', 'retry'],
  ])('%s', async (_what, { secrets, faults }: { secrets?: Record<string, string>; faults?: object }, code, effect) => {
    if (faults) await admin('/faults', faults);
    const before = Date.now();
    const fault = await account({}, secrets)
      .check()
      .catch((error: unknown) => error as { until: string | null });
    expect(fault).toMatchObject({ code, effect });
    if (effect !== 'wait') return;
    const { until } = fault as { until: string };
    expect(Date.parse(until)).toBeGreaterThanOrEqual(before + 10_000);
    // The other workers are told too.
    expect(http.usages).toEqual([{ name: 'list', percent: 100, until: expect.any(String) }]);
  });

  test('the stage says that it knows the caller’s address not', async () => {
    const stage = account({ baseUrl: sandbox.stageUrl });
    await expect(stage.check()).rejects.toMatchObject({
      code: 'PLATFORM_UNREACHABLE',
      message: expect.stringContaining('address is not registered'),
    });
  });

  test.each([
    ['a seller number with letters', { sellerId: '12a' }],
    ['an integrator’s name with a space', { integratorName: 'Desk hand' }],
    ['an address without encryption', { baseUrl: 'http://api.example.com' }],
    ['a key in clear', { apiKey: 'abc' }],
  ])('settings with %s are refused', (_what, settings) => {
    const given = { sellerId: '1', apiKey: ref, apiSecret: ref, ...settings };
    expect(() => trendyolChannel.readSettings(given)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(Object.keys(settings)[0]!) }),
    );
  });
});

describe('questions', () => {
  test('come with product, link and the name only where it may be shown', async () => {
    const [id, hidden] = [await ask(), await ask({ showUserName: false })];
    const { items } = await scan();
    expect(items.map((item) => item.id)).toEqual([id, hidden]);
    expect(items[0]).toMatchObject({
      author: { name: 'A** D**' },
      place: { id: 'TS-1', title: 'Pamuklu Tişört', url: 'https://magaza.sample.test/urun/ts-1-p-1001' },
      status: 'WAITING_FOR_ANSWER',
      answer: null,
      isOwn: false,
    });
    expect(items[1]?.author?.name).toBeNull();
  });

  test('of one poll come page by page, and the next poll begins shortly before the newest', async () => {
    await admin('/questions', {
      questions: Array.from({ length: 120 }, (_, number) => ({ sellerId: seller().sellerId, text: `Soru ${number}?` })),
    });
    const first = await scan();
    expect(first.items).toHaveLength(120);
    const newest = await ask();
    http.calls.length = 0;
    const second = await scan({ cursor: first.batches.at(-1)?.cursor });
    expect(second.items.map(({ id }) => id)).toContain(newest);
    const from = Number(new URL(http.calls[0]!.url).searchParams.get('startDate'));
    expect(from).toBeLessThanOrEqual(Date.parse(first.items.at(-1)!.writtenAt) - 60_000);
  });

  test('of a long pause are asked for in spans of two weeks, which are never cut', async () => {
    const old = await ask({ creationDate: Date.now() - 40 * DAY, status: 'REJECTED' });
    const middle = await ask({ creationDate: Date.now() - 20 * DAY, status: 'REJECTED' });
    const cursor = { newestAt: Date.now() - 41 * DAY, fullAt: null, askedId: null };
    const { items } = await scan({ cursor });
    expect(items.map(({ id }) => id)).toEqual([old, middle]);
    const spans = http.calls.map(({ url }) => new URL(url).searchParams);
    for (const span of spans)
      expect(Number(span.get('endDate')) - Number(span.get('startDate'))).toBeLessThanOrEqual(14 * DAY);
  });

  test('a full pass reads the last two weeks again', async () => {
    const id = await ask({ creationDate: Date.now() - 13 * DAY, status: 'REJECTED' });
    const cursor = { newestAt: Date.now(), fullAt: null, askedId: null };
    expect((await scan({ cursor })).items).toEqual([]);
    expect((await scan({ cursor, isFull: true })).items.map((item) => item.id)).toEqual([id]);
  });

  test('that are open and were not listed are asked for one by one; what is gone is said', async () => {
    const id = await ask({ creationDate: Date.now() - 2 * DAY });
    await admin(`/questions/${id}/panel-answer`, { text: 'Panelden cevaplandı.' });
    const cursor = { newestAt: Date.now(), fullAt: null, askedId: null };
    const { items, batches } = await scan({ cursor, openItemIds: [id, '999'] });
    expect(items).toMatchObject([{ id, status: 'ANSWERED', answer: { state: 'published' } }]);
    expect(batches.flatMap(({ news }) => news)).toContainEqual(
      expect.objectContaining({ kind: 'removed', itemId: '999' }),
    );
  });

  test('that wait in great number cost one listing, not a call each', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 30; number += 1) ids.push(await ask({ creationDate: Date.now() - DAY - number }));
    await admin(`/questions/${ids[0]}/panel-answer`, { text: 'Panelden cevaplandı.' });
    const cursor = { newestAt: Date.now(), fullAt: null, askedId: null };
    const { items } = await scan({ cursor, openItemIds: ids });
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set(ids));
    expect(http.calls.length).toBeLessThanOrEqual(3);
  });

  test('of a status that nobody knows are taken, and one of an unknown shape is kept as it came', async () => {
    const id = await ask({ status: 'WAITING_FOR_APPROVE' });
    const odd = await ask({ creationDate: 0.5 });
    await admin(`/questions/${odd}`, { creationDate: Date.now(), status: '' });
    const { items, batches } = await scan();
    expect(items).toMatchObject([{ id, status: 'WAITING_FOR_APPROVE' }]);
    const unreadable = batches.flatMap(({ news }) => news).find(({ kind }) => kind === 'unreadable');
    expect(unreadable).toMatchObject({ problem: expect.stringContaining('status'), raw: expect.stringContaining(odd) });
  });

  test('of a period are listed for the audit, its end excluded', async () => {
    const at = Date.now() - 20 * DAY;
    const id = await ask({ creationDate: at, status: 'REJECTED' });
    await ask({ creationDate: at + 1000, status: 'REJECTED' });
    const period = { from: new Date(at).toISOString(), to: new Date(at + 1000).toISOString() };
    const found: string[] = [];
    for await (const items of account().list!({ ...period, signal: new AbortController().signal }))
      found.push(...items.map((item) => item.id));
    expect(found).toEqual([id]);
  });

  test('an answer half read or none at all is trouble that passes', async () => {
    await admin('/faults', { reads: { answer: 'unreadable', delayMilliseconds: 0, times: 1 } });
    await expect(scan()).rejects.toMatchObject({ code: 'PLATFORM_UNREADABLE', effect: 'retry' });
    await admin('/faults', { reads: { answer: 'cut', delayMilliseconds: 0, times: 1 } });
    await expect(scan()).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE', effect: 'retry' });
  });
});

describe('an answer', () => {
  test('is taken for review with its id, and then shown as published or refused with the reason', async () => {
    const [id, other] = [await ask(), await ask()];
    const sent = await account().write(answerTo(id), attempt());
    expect(sent).toMatchObject({ outcome: 'sent', id: expect.any(String) });
    expect(await account().find(id, null)).toMatchObject({ answer: { id: sent.id, state: 'in-review' } });
    await admin(`/questions/${id}/review`, { refusal: null });
    expect(await account().find(id, null)).toMatchObject({
      status: 'ANSWERED',
      answer: { id: sent.id, state: 'published' },
    });

    const refused = await account().write(answerTo(other), attempt());
    await admin(`/questions/${other}/review`, { refusal: 'Yasaklı kelime.' });
    expect(await account().find(other, null)).toMatchObject({
      status: 'WAITING_FOR_ANSWER',
      answer: { id: refused.id, state: 'refused', reason: 'Yasaklı kelime.' },
    });
  });

  test.each([
    ['too short', 'kısa'],
    ['too long', 'u'.repeat(2001)],
  ])('that is %s is refused in the platform’s words', async (_what, text) => {
    const refused = await account().write(answerTo(await ask(), text), attempt());
    expect(refused).toMatchObject({ outcome: 'refused', code: 'PLATFORM_REFUSED' });
    expect(refused.response).toMatch(/en (az|fazla)/);
  });

  test('to a question that somebody else answered is refused', async () => {
    const id = await ask();
    await admin(`/questions/${id}/panel-answer`, { text: 'Panelden cevaplandı.' });
    expect(await account().write(answerTo(id), attempt())).toMatchObject({ outcome: 'refused' });
    expect(await account().lookUp(answerTo(id))).toMatchObject({ outcome: 'refused' });
  });

  test.each(['unreadable', 'cut', 'reset', 'silent', 'late'] as const)(
    'whose confirmation is %s is unsure, is found when it is looked up, and stands there once',
    async (answer) => {
      const id = await ask();
      await admin('/faults', { afterWrite: { answer, accepted: true, delayMilliseconds: 700, times: 1 } });
      const outcome = await account().write(answerTo(id), { ...attempt(), deadline: Date.now() + 400 });
      expect(outcome.outcome).toBe('unsure');
      const [written] = await writesInLog();
      expect(await account().lookUp(answerTo(id))).toMatchObject({ outcome: 'sent', id: written?.id });
      expect(await writesInLog()).toHaveLength(1);
    },
  );

  test('that never arrived is absent, and is then sent', async () => {
    const id = await ask();
    await admin('/faults', { afterWrite: { answer: 'cut', accepted: false, delayMilliseconds: 0, times: 1 } });
    expect(await account().write(answerTo(id), attempt())).toMatchObject({ outcome: 'unsure' });
    expect(await account().lookUp(answerTo(id))).toEqual({ outcome: 'absent' });
    expect(await account().write(answerTo(id), attempt())).toMatchObject({ outcome: 'sent' });
    expect(await writesInLog()).toHaveLength(1);
  });

  test('that was refused meanwhile counts as arrived, but an older one with the same words does not', async () => {
    const id = await ask();
    const first = await account().write(answerTo(id), attempt());
    await admin(`/questions/${id}/review`, { refusal: 'Yasaklı kelime.' });
    expect(await account().lookUp(answerTo(id))).toMatchObject({ outcome: 'sent', id: first.id });
    const again = { ...answerTo(id), takenIds: [first.id!] };
    expect(await account().lookUp(again)).toEqual({ outcome: 'absent' });
  });

  test('under a review that shows nothing is not sent twice, and is found once the review is over', async () => {
    await admin('/faults', { reviewShows: 'nothing' });
    const id = await ask();
    await account().write(answerTo(id), attempt());
    expect(await account().write(answerTo(id), attempt())).toMatchObject({ outcome: 'unsure' });
    await admin(`/questions/${id}/review`, { refusal: null });
    expect(await account().lookUp(answerTo(id))).toMatchObject({ outcome: 'sent' });
    expect(await writesInLog()).toHaveLength(1);
  });

  test.each([
    ['a wrong key is the account’s trouble', 'fault', {}, { apiKey: 'other' }],
    ['too many calls put it off', 'deferred', { callsPerTenSeconds: 0 }, {}],
  ])('%s', async (_what, outcome, faults, secrets) => {
    const id = await ask();
    await admin('/faults', faults);
    expect(await account({}, secrets).write(answerTo(id), attempt())).toMatchObject({ outcome });
    expect(await writesInLog()).toEqual([]);
  });
});
