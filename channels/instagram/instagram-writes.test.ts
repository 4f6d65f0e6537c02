import { type InstagramSandbox, runInstagramSandbox } from '../../sandbox/instagram/main.ts';
import { fetchPlatform } from '../../test/support/fetch-platform.ts';
import { openForTest, planned } from '../../test/support/platform-in-test.ts';
import { inOwnFolder, type SandboxAdmin, sandboxAdmin } from '../../test/support/sandbox-admin.ts';
import { instagramChannel } from './instagram-channel.ts';

let sandbox: InstagramSandbox;
let admin: SandboxAdmin;
let itemId: string;

beforeAll(async () => {
  sandbox = await inOwnFolder(runInstagramSandbox);
  admin = sandboxAdmin(sandbox.baseUrl);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await admin.faults();
  const { id: mediaId } = await admin.post('media', { account: 'shop' });
  itemId = (await admin.post('comments', { mediaId, text: 'Kargo nerede?' })).id;
});

const open = () => {
  const [account] = sandbox.accounts;
  const settings = { login: 'instagram', token: account?.token, baseUrl: sandbox.baseUrl, version: 'v26.0' };
  return openForTest(instagramChannel, { settings, accountId: account?.userId ?? '' });
};
const accepted = async () => (await admin.writes()).filter(({ target }) => target === itemId);

test('a reply stands under the comment, once, and its id is known', async () => {
  const outcome = await open().wrote({ act: 'reply', itemId, text: 'Yarın elinizde 🙏' });
  const [write, ...others] = await accepted();
  expect(write).toMatchObject({ kind: 'reply', text: 'Yarın elinizde 🙏' });
  expect(outcome).toEqual({ outcome: 'sent', id: write?.id, code: null, response: null });
  expect(others).toEqual([]);
});

test.each(['unreadable', 'cut', 'reset', 'silent', 'late'])(
  'a reply that was taken and answered %s is unsure, and is found when it is looked up',
  async (answer) => {
    const account = open();
    const write = planned({ act: 'reply', itemId, text: `cevap ${answer}` });
    await admin.faults({ afterWrite: { answer, accepted: true, delayMilliseconds: 3000, times: 1 } });
    expect(await account.wrote(write, 1000)).toMatchObject({ outcome: 'unsure', id: null });
    const [taken] = await accepted();
    expect(await account.lookUp(write)).toMatchObject({ outcome: 'sent', id: taken?.id });
  },
);

test('a reply that was not taken is unsure too, and absent when it is looked up', async () => {
  const account = open();
  const write = planned({ act: 'reply', itemId, text: 'cevap' });
  await admin.faults({ afterWrite: { answer: 'cut', accepted: false, delayMilliseconds: 0, times: 1 } });
  expect(await account.wrote(write)).toMatchObject({ outcome: 'unsure' });
  expect(await account.lookUp(write)).toEqual({ outcome: 'absent' });
});

test("neither an older reply nor another answer's nor a customer's with the same words is taken for this one", async () => {
  const account = open();
  const other = await account.wrote({ act: 'reply', itemId, text: 'Teşekkürler' });
  await admin.post('comments', { replyTo: itemId, isOwn: true, text: 'Teşekkürler', ageSeconds: 3600 });
  await admin.post('comments', { replyTo: itemId, text: 'Teşekkürler' });
  const write = planned({ act: 'reply', itemId, text: 'Teşekkürler' });
  expect(await account.lookUp({ ...write, takenIds: [other.id ?? ''] })).toEqual({ outcome: 'absent' });
  expect(await account.lookUp(write)).toMatchObject({ outcome: 'sent', id: other.id });
});

test('a hidden comment takes no reply until it is shown again', async () => {
  const account = open();
  expect(await account.wrote({ act: 'hide', itemId })).toMatchObject({ outcome: 'sent' });
  expect(await account.lookUp(planned({ act: 'hide', itemId }))).toMatchObject({ outcome: 'sent' });
  expect(await account.lookUp(planned({ act: 'show', itemId }))).toEqual({ outcome: 'absent' });
  expect(await account.wrote({ act: 'reply', itemId, text: 'cevap' })).toMatchObject({
    outcome: 'refused',
    code: 'PLATFORM_REFUSED',
  });
  expect(await account.wrote({ act: 'show', itemId })).toMatchObject({ outcome: 'sent' });
  expect((await accepted()).map(({ kind }) => kind)).toEqual(['hide', 'unhide']);
});

test('what was removed is gone, also when somebody else was faster', async () => {
  const account = open();
  expect(await account.lookUp(planned({ act: 'remove', itemId }))).toEqual({ outcome: 'absent' });
  expect(await account.wrote({ act: 'remove', itemId })).toMatchObject({ outcome: 'sent', response: null });
  expect(await account.wrote({ act: 'remove', itemId })).toMatchObject({
    outcome: 'sent',
    response: 'it was gone already',
  });
  expect(await account.lookUp(planned({ act: 'remove', itemId }))).toMatchObject({ outcome: 'sent' });
  expect(await account.lookUp(planned({ act: 'hide', itemId }))).toMatchObject({ outcome: 'refused' });
  expect(await account.lookUp(planned({ act: 'reply', itemId, text: 'x' }))).toMatchObject({ outcome: 'refused' });
});

test('a second private reply is refused as such', async () => {
  const account = open();
  const write = { act: 'private-reply', itemId, text: 'Sipariş numaranız?' } as const;
  const first = await account.wrote(write);
  const [taken] = await accepted();
  expect(first).toMatchObject({ outcome: 'sent', id: taken?.id });
  expect(await account.wrote(write)).toMatchObject({
    outcome: 'refused',
    response: expect.stringMatching(/^already replied privately: /) as string,
  });
});

test('a private reply after seven days is refused with the words of the platform', async () => {
  await admin.post(`comments/${itemId}`, { ageSeconds: 8 * 86_400 });
  const outcome = await open().wrote({ act: 'private-reply', itemId, text: 'geç' });
  expect(outcome).toMatchObject({ outcome: 'refused', response: expect.stringContaining('is over') as string });
});

test("an account by its Page writes privately by the Page's own edge where its own is not open to the app", async () => {
  const account = sandbox.accounts.find(({ route }) => route === 'facebook-login');
  const { id: mediaId } = await admin.post('media', { account: account?.userId });
  const { id } = await admin.post('comments', { mediaId });
  const settings = { login: 'facebook-login', token: account?.pageToken, baseUrl: sandbox.baseUrl, version: 'v26.0' };
  const write = { act: 'private-reply', itemId: id, text: 'merhaba' } as const;
  const accountId = account?.userId ?? '';
  const http = fetchPlatform(({ url }) =>
    url.endsWith('/messages') ? { code: url.includes('/me/') ? 10_900 : 3, message: 'not by this edge' } : null,
  );
  const closed = await openForTest(instagramChannel, { settings, accountId, http }).wrote(write);
  expect(closed).toMatchObject({ outcome: 'refused', response: 'already replied privately: not by this edge' });
  expect(http.calls.map(({ url }) => url.split('/').slice(-2).join('/'))).toEqual([
    `${accountId}/messages`,
    'me/messages',
  ]);
  expect(await openForTest(instagramChannel, { settings, accountId }).wrote(write)).toMatchObject({ outcome: 'sent' });
});

test('a reply waits while the calls are used up, and is the fault of the account while it is blocked', async () => {
  const userId = sandbox.accounts[0]?.userId;
  await admin.post('usage', { account: userId, calls: 0 });
  const reply = { act: 'reply', itemId, text: 'cevap' } as const;
  expect(await open().wrote(reply)).toMatchObject({ outcome: 'deferred', code: 'PLATFORM_RATE_LIMITED' });
  await admin.post('usage', { account: userId });
  await admin.faults({ blockedAsAbusive: true });
  expect(await open().wrote(reply)).toMatchObject({ outcome: 'fault', code: 'PLATFORM_BLOCKED' });
  expect(await accepted()).toEqual([]);
});
