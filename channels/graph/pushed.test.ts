import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type FacebookSandbox, runFacebookSandbox } from '../../sandbox/facebook/main.ts';
import { type InstagramSandbox, runInstagramSandbox } from '../../sandbox/instagram/main.ts';
import { openForTest } from '../../test/support/platform-in-test.ts';
import { inOwnFolder, sandboxAdmin } from '../../test/support/sandbox-admin.ts';
import { facebookChannel } from '../facebook/facebook-channel.ts';
import { instagramChannel } from '../instagram/instagram-channel.ts';
import type { AccountNews, PlatformChannel } from '../platform-channel.ts';

let instagram: InstagramSandbox;
let facebook: FacebookSandbox;
let door: Server | null = null;

beforeAll(async () => {
  instagram = await inOwnFolder(runInstagramSandbox);
  facebook = await inOwnFolder(runFacebookSandbox);
});
afterEach(() => door?.close());
afterAll(() => Promise.all([instagram.stop(), facebook.stop()]));

/** Stands where the desk's door stands; `taken` has one more after each delivery, null for one that was refused. */
async function openDoor({ webhook }: PlatformChannel, secrets: Record<string, string>) {
  const account = { settings: secrets, secret: (name: string) => secrets[name] ?? '', now: Date.now, accountId: null };
  const taken: (AccountNews[] | null)[] = [];
  door = createServer((request, response) => {
    void buffer(request).then((body) => {
      const rawQuery = request.url?.split('?')[1] ?? '';
      if (request.method === 'GET') return response.end(webhook?.handshake?.(rawQuery, account) ?? '');
      const verdict = webhook?.verify({ headers: request.headers, rawQuery, body }, account);
      taken.push(verdict?.isGenuine ? (webhook?.read(body, account) ?? []) : null);
      return response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  const callbackUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}/`;
  return { taken, callbackUrl };
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 5000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('nothing more was pushed');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('what Instagram pushes is genuine, and a delivery that is signed otherwise is refused', async () => {
  const [account] = instagram.accounts;
  if (!account) throw new Error('no account');
  const { appSecret, verifyToken, token, userId } = account;
  const admin = sandboxAdmin(instagram.baseUrl);
  const { taken, callbackUrl } = await openDoor(instagramChannel, { appSecret, verifyToken });
  await admin.post('webhooks', { callbackUrl, account: userId });
  const settings = { login: 'instagram', token, baseUrl: instagram.baseUrl, version: 'v26.0' };
  await openForTest(instagramChannel, { settings, accountId: userId }).subscribe?.(callbackUrl);
  const { id: mediaId } = await admin.post('media', { account: userId });
  await admin.faults({ webhookTestEntry: true, webhookShape: 'flat' });
  const { id } = await admin.post('comments', { mediaId, text: 'İade şartları? 🧵' });
  await until(() => taken.length >= 2);
  const told = taken.flatMap((news) => news ?? []);
  expect(told).toMatchObject([{ accountId: userId, news: [{ item: { id, text: 'İade şartları? 🧵' } }] }]);
  await admin.faults({ webhookBadSignature: true, webhookTestEntry: false });
  await admin.post('comments', { mediaId, text: 'İade?' });
  await until(() => taken.length >= 3);
  expect(taken[2]).toBeNull();
  await expect(admin.post('webhooks', { callbackUrl, account: userId, verifyToken: 'wrong words' })).rejects.toThrow(
    'did not answer the challenge',
  );
});

test('what Facebook pushes is genuine, many at once and in its older words', async () => {
  const [page] = facebook.pages;
  if (!page) throw new Error('no Page');
  const { appSecret, verifyToken, pageToken: token, pageId } = page;
  const admin = sandboxAdmin(facebook.baseUrl);
  const { taken, callbackUrl } = await openDoor(facebookChannel, { appSecret, verifyToken });
  await admin.post('webhooks', { callbackUrl });
  const settings = { token, baseUrl: facebook.baseUrl, version: 'v26.0' };
  const account = openForTest(facebookChannel, { settings, accountId: pageId });
  const { id: under } = await admin.post('posts', { pageId });
  await account.subscribe?.(callbackUrl);
  await admin.faults({ webhookBatch: 3, webhookMilliseconds: true, webhookSender: true, webhookIdSpelling: 'bare' });
  const comment = await admin.post<{ id: string; bareId: string; authorId: string }>('comments', {
    under,
    message: 'Ölçü?',
  });
  await admin.post('comments/edit', { id: comment.id, message: 'Ölçüsü nedir?' });
  await account.wrote({ act: 'hide', itemId: comment.bareId });
  await until(() => taken.length >= 1);
  const news = taken[0]?.flatMap((told) => told.news);
  expect(news).toMatchObject([
    { item: { id: comment.bareId, author: { id: comment.authorId }, text: 'Ölçü?', editedAt: null } },
    { item: { id: comment.bareId, text: 'Ölçüsü nedir?', editedAt: expect.stringMatching(/^20/) as string } },
    { kind: 'hidden', itemId: comment.bareId },
  ]);
});
