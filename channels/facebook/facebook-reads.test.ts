import type { PlatformItem, PlatformNews } from '../../domain/platform/platform-item.ts';
import { type FacebookSandbox, runFacebookSandbox } from '../../sandbox/facebook/main.ts';
import { fetchPlatform } from '../../test/support/fetch-platform.ts';
import { openForTest } from '../../test/support/platform-in-test.ts';
import { inOwnFolder, type SandboxAdmin, sandboxAdmin } from '../../test/support/sandbox-admin.ts';
import { facebookChannel } from './facebook-channel.ts';

let sandbox: FacebookSandbox;
let admin: SandboxAdmin;
let postId: string;

beforeEach(async () => {
  sandbox = await inOwnFolder(runFacebookSandbox);
  admin = sandboxAdmin(sandbox.baseUrl);
  postId = (await admin.post('posts', { pageId: pageId(), message: 'Yeni sezon\nikinci satır' })).id;
});
afterEach(() => sandbox.stop());

const pageId = (): string => sandbox.pages[0]?.pageId ?? '';
const open = () => {
  const settings = { token: sandbox.pages[0]?.pageToken, baseUrl: sandbox.baseUrl, version: 'v26.0' };
  return openForTest(facebookChannel, { settings, accountId: pageId() });
};
const comment = (body: object = {}) =>
  admin.post<{ id: string; bareId: string }>('comments', { under: postId, message: 'Beden değişimi var mı?', ...body });
const items = (news: readonly PlatformNews[]): PlatformItem[] =>
  news.flatMap((each) => (each.kind === 'item' ? [each.item] : []));
const places = (news: readonly PlatformNews[]) => news.filter(({ kind }) => kind === 'place');
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

test('comments of all levels come, each under its post, and each with one id in whatever spelling', async () => {
  const top = await comment();
  const reply = await comment({ under: top.id, message: 'Bende de' });
  const own = await comment({ under: reply.id, message: 'Var', authorId: pageId() });
  for (const idSpelling of ['composite', 'bare']) {
    await admin.faults({ idSpelling });
    const { news } = await open().scanned();
    expect(items(news)).toMatchObject([
      { id: top.bareId, parentId: null, isOwn: false, place: { id: postId, title: 'Yeni sezon' } },
      { id: reply.bareId, parentId: top.bareId },
      { id: own.bareId, parentId: top.bareId, isOwn: true },
    ]);
    expect(places(news)).toMatchObject([{ itemCount: 3, itemIds: [top.bareId, reply.bareId, own.bareId] }]);
  }
});

test('a comment whose author is not said comes all the same', async () => {
  await comment({ isPrivate: true });
  expect(items((await open().scanned()).news)).toMatchObject([{ author: null, isOwn: false }]);
});

test('an unchanged post is no news, an edit, a hidden and a removed comment are', async () => {
  const account = open();
  const { id } = await comment({ createdAt: minutesAgo(3) });
  const other = await comment({ createdAt: minutesAgo(2) });
  const first = await account.scanned();
  expect((await account.scanned(first)).news).toEqual([]);
  await admin.post('comments/edit', { id, message: 'Beden değişimi?' });
  const edited = await account.scanned(first);
  expect(items(edited.news)).toMatchObject([{ text: 'Beden değişimi?' }, {}]);
  await admin.post('comments/set', { id, isHidden: true });
  const hidden = await account.scanned(edited);
  expect(items(hidden.news)).toMatchObject([{ isHidden: true }, {}]);
  await admin.post('comments/remove', { id });
  const removed = await account.scanned(hidden);
  expect(places(removed.news)).toMatchObject([{ itemIds: [other.bareId] }]);
  expect(await account.find(id.split('_')[1] ?? '', null)).toBeNull();
  for (const placeId of [null, postId, '1_2'])
    expect(await account.find(other.bareId, placeId)).toMatchObject({ id: other.bareId, place: { id: postId } });
});

test('of a long discussion only the newest comments are read again, until one is gone', async () => {
  for (let index = 0; index < 120; index += 1)
    await comment({ message: `yorum ${index}`, createdAt: minutesAgo(200 - index) });
  const account = open();
  const first = await account.scanned({ isFull: true });
  expect(items(first.news)).toHaveLength(120);
  expect(account.http.calls).toHaveLength(3);
  const { bareId } = await comment({ message: 'yeni' });
  const next = await account.scanned(first);
  expect(items(next.news).map(({ id }) => id)).toContain(bareId);
  expect(places(next.news)).toEqual([]);
  expect(account.http.calls).toHaveLength(5);
  const oldest = items(first.news)[0];
  await admin.post('comments/remove', { id: oldest?.id });
  const after = await account.scanned(next);
  const [place] = places(after.news);
  expect(place?.kind === 'place' && place.itemIds).toHaveLength(120);
  expect(place?.kind === 'place' && place.itemIds).not.toContain(oldest?.id);
});

test('a platform that does not order or count its comments is read all the same', async () => {
  const { bareId } = await comment();
  const settings = { token: sandbox.pages[0]?.pageToken, baseUrl: sandbox.baseUrl, version: 'v26.0' };
  const http = fetchPlatform(({ url }) => (url.includes('summary=') ? { code: 100, message: 'no summary' } : null));
  const account = openForTest(facebookChannel, { settings, accountId: pageId(), http });
  const first = await account.scanned();
  expect(places(first.news)).toMatchObject([{ itemCount: 1, itemIds: [bareId] }]);
  expect((await account.scanned(first)).news).toEqual([]);
});

test.each(['half', 'empty'])('short and empty pages (%s) do not end the reading', async (shortPages) => {
  for (let index = 0; index < 110; index += 1) await comment({ createdAt: minutesAgo(200 - index) });
  await admin.faults({ shortPages });
  for (const isFull of [true, false])
    expect(new Set(items((await open().scanned({ isFull })).news).map(({ id }) => id)).size).toBe(110);
});

test('quiet posts take turns, so that every one of them is read within a few scans', async () => {
  const { ids } = await admin.post<{ ids: string[] }>('posts', {
    pageId: pageId(),
    count: 25,
    createdAt: minutesAgo(10_000),
  });
  const account = open();
  let last = await account.scanned();
  for (let scan = 0; scan < 2; scan += 1) {
    account.http.calls.length = 0;
    last = await account.scanned(last);
    expect(account.http.calls.length).toBeLessThanOrEqual(12);
  }
  await comment({ under: ids.at(-1), message: 'geç kalan' });
  const found: string[] = [];
  for (let scan = 0; scan < 3; scan += 1) {
    last = await account.scanned(last);
    found.push(...items(last.news).map(({ text }) => text));
  }
  expect(found).toContain('geç kalan');
});

test('a full scan that is broken off goes on where it was, and a place that is to be looked at again is', async () => {
  const { ids } = await admin.post<{ ids: string[] }>('posts', { pageId: pageId(), count: 3 });
  const account = open();
  const whole = await account.scanned({ isFull: true });
  const [newest, oldest] = [ids.at(-1) ?? '', postId];
  await admin.post('posts', { pageId: pageId(), createdAt: minutesAgo(9000), message: 'eski' });
  const cursor = { ...Object(whole.cursor), fullUntil: minutesAgo(8000) };
  account.http.calls.length = 0;
  const rest = await account.scanned({ ...whole, cursor, isFull: true });
  expect(places(rest.news)).toMatchObject([{ place: { title: 'eski' } }]);
  expect(rest.cursor).toMatchObject({ fullUntil: null });
  const counts = new Map([...rest.counts].filter(([id]) => id !== oldest));
  const again = await account.scanned({ ...rest, counts });
  expect(places(again.news)).toMatchObject([{ place: { id: oldest } }]);
  expect(places(again.news)).not.toMatchObject([{ place: { id: newest } }]);
});

test('the gap audit lists a period, its end left out', async () => {
  const old = await comment({ createdAt: minutesAgo(3000), message: 'eski' });
  await comment({ under: old.id, createdAt: minutesAgo(60), message: 'yeni' });
  const period = { from: minutesAgo(1440), to: new Date().toISOString(), signal: AbortSignal.timeout(5000) };
  const listed: PlatformItem[] = [];
  for await (const batch of open().list?.(period) ?? []) listed.push(...batch);
  expect(listed.map(({ text }) => text)).toEqual(['yeni']);
});

test('whether a private reply is possible is told with the comment', async () => {
  const { bareId } = await comment();
  const old = await comment({ createdAt: minutesAgo(8 * 1440) });
  expect(await open().find(bareId, null)).toMatchObject({ canReplyPrivately: true });
  expect(await open().find(old.bareId, null)).toMatchObject({ canReplyPrivately: false });
});

test.each(['cut', 'unreadable', 'serverError'])(
  'a read whose answer is %s is tried again at the next poll',
  async (answer) => {
    await admin.faults({ reads: { answer, times: 1, delayMilliseconds: 0 } });
    await expect(open().scanned()).rejects.toMatchObject({ effect: 'retry' });
    await expect(open().scanned()).resolves.toBeDefined();
  },
);
