import { type FacebookSandbox, runFacebookSandbox } from '../../sandbox/facebook/main.ts';
import { openForTest } from '../../test/support/platform-in-test.ts';
import { inOwnFolder, type SandboxAdmin, sandboxAdmin } from '../../test/support/sandbox-admin.ts';
import { facebookChannel } from './facebook-channel.ts';

let sandbox: FacebookSandbox;
let admin: SandboxAdmin;

beforeAll(async () => {
  sandbox = await inOwnFolder(runFacebookSandbox);
  admin = sandboxAdmin(sandbox.baseUrl);
});
afterAll(() => sandbox.stop());

const open = (given: Record<string, unknown> = {}, accountId: string | null = null) => {
  const [page] = sandbox.pages;
  const { userToken: token, appId, appSecret, pageId } = page ?? {};
  const settings = { token, appId, appSecret, pageId, baseUrl: sandbox.baseUrl, version: 'v26.0', ...given };
  return openForTest(facebookChannel, { settings, accountId });
};
const page = () => {
  const [first] = sandbox.pages;
  if (!first) throw new Error('no Page');
  return first;
};

test("a person's token becomes the Page's own, which has no end", async () => {
  const checked = await open().check();
  expect(checked).toMatchObject({ accountId: page().pageId, accountName: page().name, tokenEndsAt: null });
  await admin.post('tokens/set', { token: page().userToken, ageSeconds: 7200 });
  expect(await open(checked.secrets, page().pageId).check()).toEqual(checked);
  await admin.post('tokens/set', { token: page().userToken, ageSeconds: 0 });
});

test('a token that is long-lived already is taken as it is', async () => {
  expect(await open({ token: page().longUserToken }).check()).toMatchObject({ accountId: page().pageId });
});

test('of several Pages the one that is meant has to be named', async () => {
  await expect(open({ pageId: undefined }).check()).rejects.toThrow(
    `several Pages: ${sandbox.pages.map(({ name, pageId }) => `${name} (${pageId})`).join(', ')}`,
  );
  await expect(open({ pageId: '1' }).check()).rejects.toMatchObject({ code: 'INVALID_INPUT', effect: 'refuse' });
  expect(await open({ pageId: undefined }, page().pageId).check()).toMatchObject({ accountId: page().pageId });
});

test("a person's token without the app's id and secret is refused", async () => {
  await expect(open({ appId: undefined }).check()).rejects.toMatchObject({ code: 'INVALID_INPUT', effect: 'refuse' });
});

test("a person's token gets an empty list, which is not believed", async () => {
  await admin.post('posts', { pageId: page().pageId });
  const opened = open({}, page().pageId);
  await expect(opened.scanned()).rejects.toMatchObject({ code: 'PLATFORM_LOGIN_REJECTED', effect: 'stop' });
  await expect(opened.find('122100000000000900', null)).rejects.toMatchObject({ effect: 'stop' });
});

test('a role that was lost stops the source, also with a new token, until it is given back', async () => {
  const { pageToken: token, pageId } = page();
  await admin.post('pages/set', { id: pageId, hasRole: false });
  await expect(open({ token }, pageId).scanned()).rejects.toMatchObject({ code: 'PLATFORM_ROLE_LOST', effect: 'stop' });
  await admin.post('pages/set', { id: pageId, hasRole: true });
  await expect(open({ token }, pageId).scanned()).resolves.toBeDefined();
});

test('the Page asks to be pushed to, also where success is only a word', async () => {
  const { pageToken: token, pageId } = page();
  await admin.faults({ subscribeAnswersText: true });
  await expect(open({ token }, pageId).subscribe?.('https://desk.example.com/webhooks/1')).resolves.toBeUndefined();
  await admin.faults();
});
