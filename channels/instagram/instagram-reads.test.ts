import type { PlatformItem, PlatformNews } from '../../domain/platform/platform-item.ts';
import { type InstagramSandbox, runInstagramSandbox } from '../../sandbox/instagram/main.ts';
import { openForTest } from '../../test/support/platform-in-test.ts';
import { inOwnFolder, type SandboxAdmin, sandboxAdmin } from '../../test/support/sandbox-admin.ts';
import { instagramChannel } from './instagram-channel.ts';

let sandbox: InstagramSandbox;
let admin: SandboxAdmin;
let mediaId: string;

beforeEach(async () => {
  sandbox = await inOwnFolder(runInstagramSandbox);
  admin = sandboxAdmin(sandbox.baseUrl);
  mediaId = (await admin.post('media', { account: 'shop', caption: 'Yeni sezon\nikinci satır' })).id;
});
afterEach(() => sandbox.stop());

const open = () => {
  const [account] = sandbox.accounts;
  const settings = { login: 'instagram', token: account?.token, baseUrl: sandbox.baseUrl, version: 'v26.0' };
  return openForTest(instagramChannel, { settings, accountId: account?.userId ?? '' });
};
const comment = (body: object) => admin.post<{ id: string; ids: string[] }>('comments', { mediaId, ...body });
const items = (news: readonly PlatformNews[]): PlatformItem[] =>
  news.flatMap((each) => (each.kind === 'item' ? [each.item] : []));
const places = (news: readonly PlatformNews[]) => news.filter(({ kind }) => kind === 'place');

test('a comment comes with its author, its post and its words whole', async () => {
  const text = `Kargo nerede? 🚚 \u202e ${'çok uzun '.repeat(200)}`;
  const { id } = await comment({ text, username: 'ada_demo' });
  const { news } = await open().scanned();
  expect(items(news)).toMatchObject([
    {
      id,
      parentId: null,
      text,
      isOwn: false,
      place: { id: mediaId, title: 'Yeni sezon' },
      author: { handle: 'ada_demo' },
    },
  ]);
  expect(places(news)).toMatchObject([{ place: { id: mediaId }, itemCount: 1, itemIds: [id] }]);
});

test('120 comments take three calls beside the list of posts, and the next scan asks for the list of posts only', async () => {
  await comment({ count: 120 });
  const account = open();
  const first = await account.scanned();
  expect(items(first.news)).toHaveLength(120);
  expect(account.http.calls).toHaveLength(4);
  expect((await account.scanned({ counts: first.counts })).news).toEqual([]);
  expect(account.http.calls).toHaveLength(5);
});

test.each(['half', 'empty'])('short and empty pages (%s) do not end the reading', async (shortPages) => {
  await comment({ count: 70 });
  await admin.faults({ shortPages });
  expect(new Set(items((await open().scanned()).news).map(({ id }) => id)).size).toBe(70);
});

test('replies come with their thread, also those that the list cuts off, and our own are known as ours', async () => {
  const { id } = await comment({ text: 'soru' });
  await comment({ replyTo: id, count: 60, text: 'ben de' });
  await comment({ replyTo: id, isOwn: true, text: 'cevap' });
  const replies = items((await open().scanned()).news).filter(({ parentId }) => parentId === id);
  expect(replies).toHaveLength(61);
  expect(replies.filter(({ isOwn }) => isOwn)).toMatchObject([{ text: 'cevap' }]);
});

test('a full scan finds what a comment that went hides behind one that came', async () => {
  const gone = await comment({ text: 'gider' });
  const account = open();
  const { counts } = await account.scanned();
  await admin.post(`comments/${gone.id}/remove`);
  const { id } = await comment({ text: 'gelir' });
  expect((await account.scanned({ counts })).news).toEqual([]);
  const { news } = await account.scanned({ counts, isFull: true });
  expect(places(news)).toMatchObject([{ itemIds: [id] }]);
  expect(await account.find(gone.id, null)).toBeNull();
  expect(await account.find(id, null)).toMatchObject({ id, text: 'gelir', place: { id: mediaId } });
});

test('a full scan that is broken off goes on where it was', async () => {
  await comment({});
  const account = open();
  const { counts } = await account.scanned();
  const older = await admin.post('media', { account: 'shop', ageSeconds: 9000 });
  await admin.post('comments', { mediaId: older.id, text: 'eski' });
  const cursor = { fullUntil: new Date(Date.now() - 5_000_000).toISOString() };
  const rest = await account.scanned({ cursor, counts, isFull: true });
  expect(items(rest.news)).toMatchObject([{ text: 'eski' }]);
  expect(rest.cursor).toEqual({ fullUntil: null });
});

test('of a post that counts no more comments each known one is asked for', async () => {
  const { id } = await comment({});
  const account = open();
  const { counts } = await account.scanned();
  await admin.post(`comments/${id}/remove`);
  const { news } = await account.scanned({ counts });
  expect(news).toMatchObject([{ kind: 'place', itemCount: 0, itemIds: [] }]);
});

test('a post that counts comments and shows none is a contradiction, and proves nothing gone', async () => {
  await comment({});
  const account = open();
  await admin.faults({ hollowComments: true });
  const hollow = await account.scanned();
  expect(hollow.news).toMatchObject([{ kind: 'warning', code: 'PLATFORM_CONTRADICTS' }]);
  await admin.faults();
  expect(items((await account.scanned({ counts: hollow.counts })).news)).toHaveLength(1);
});

test('the gap audit lists a period, its end left out, replies too', async () => {
  const old = await comment({ ageSeconds: 3 * 86_400, text: 'eski' });
  await comment({ replyTo: old.id, ageSeconds: 3600, text: 'yeni' });
  const listed: PlatformItem[] = [];
  const period = { from: new Date(Date.now() - 86_400_000).toISOString(), to: new Date().toISOString() };
  for await (const batch of open().list?.({ ...period, signal: AbortSignal.timeout(5000) }) ?? [])
    listed.push(...batch);
  expect(listed.map(({ text }) => text)).toEqual(['yeni']);
});

test('hidden comments are known as hidden, and those of restricted people do not come', async () => {
  const { id } = await comment({ username: 'kaba' });
  await admin.post(`comments/${id}`, { isHidden: true });
  expect(await open().find(id, null)).toMatchObject({ isHidden: true });
  await admin.post('restrict', { account: 'shop', username: 'kaba' });
  expect(await open().find(id, null)).toBeNull();
});

test.each(['cut', 'unreadable', 'serverError'])(
  'a read whose answer is %s is tried again at the next poll',
  async (answer) => {
    await admin.faults({ reads: { answer, times: 1, delayMilliseconds: 0 } });
    await expect(open().scanned()).rejects.toMatchObject({ effect: 'retry' });
    await expect(open().scanned()).resolves.toBeDefined();
  },
);

test('reading that is broken off is no end of the list', async () => {
  await expect(open().scanned({ signal: AbortSignal.abort() })).rejects.toMatchObject({ effect: 'retry' });
});
