import { type InstagramSandbox, runInstagramSandbox } from '../../sandbox/instagram/main.ts';
import { openForTest } from '../../test/support/platform-in-test.ts';
import { inOwnFolder, type SandboxAdmin, sandboxAdmin } from '../../test/support/sandbox-admin.ts';
import { instagramChannel } from './instagram-channel.ts';

const DAY = 86_400;
let sandbox: InstagramSandbox;
let admin: SandboxAdmin;

beforeAll(async () => {
  sandbox = await inOwnFolder(runInstagramSandbox);
  admin = sandboxAdmin(sandbox.baseUrl);
});
afterAll(() => sandbox.stop());

type Route = 'instagram-login' | 'facebook-login';
const account = (route: Route) => {
  const found = sandbox.accounts.find((each) => each.route === route);
  if (!found) throw new Error(`no account with ${route}`);
  return found;
};
const open = (route: Route, settings: Record<string, unknown> = {}) => {
  const { token, appId, appSecret, userId } = account(route);
  const login = route === 'instagram-login' ? 'instagram' : 'facebook-login';
  const given = { login, token, appId, appSecret, baseUrl: sandbox.baseUrl, version: 'v26.0', ...settings };
  return openForTest(instagramChannel, { settings: given, accountId: userId });
};
const tokenOf = (route: Route, lifetime: string) =>
  admin.post<{ token: string }>('tokens', { account: account(route).userId, lifetime });
const daysLeft = (iso: string | null) => Math.round((Date.parse(iso ?? '') - Date.now()) / 86_400_000);

test('an account that logged in to Instagram goes by its user id, not by the id of the app', async () => {
  const checked = await open('instagram-login').check();
  expect(checked).toMatchObject({ accountId: account('instagram-login').userId, accountName: '@shop' });
  expect(daysLeft(checked.tokenEndsAt)).toBe(59);
});

test('a token of an hour is exchanged for one of sixty days', async () => {
  const { token } = await tokenOf('instagram-login', 'short');
  const checked = await open('instagram-login', { token }).check();
  expect(checked.secrets?.['token']).not.toBe(token);
  expect(daysLeft(checked.tokenEndsAt)).toBe(60);
});

test('without an app secret a token that cannot be refreshed yet is held for one of an hour', async () => {
  const { token } = await tokenOf('instagram-login', 'short');
  const { tokenEndsAt } = await open('instagram-login', { token, appSecret: undefined }).check();
  expect(Date.parse(tokenEndsAt ?? '') - Date.now()).toBeLessThanOrEqual(3_600_000);
});

test('a long-lived token of a day is refreshed, and a younger one is refused', async () => {
  const { token } = await tokenOf('instagram-login', 'long');
  const opened = open('instagram-login', { token });
  await expect(opened.refreshToken?.()).rejects.toMatchObject({ effect: 'refuse' });
  await admin.post('tokens/state', { token, ageSeconds: 2 * DAY });
  const fresh = await opened.refreshToken?.();
  expect(fresh?.secrets['token']).not.toBe(token);
  expect(daysLeft(fresh?.tokenEndsAt ?? null)).toBe(60);
});

test("a person's login becomes the linked Page's token, which has no end and is then good itself", async () => {
  const { userId } = account('facebook-login');
  const { token } = await tokenOf('facebook-login', 'short');
  const checked = await open('facebook-login', { token }).check();
  expect(checked).toMatchObject({ accountId: userId, accountName: '@shop_kids', tokenEndsAt: null });
  const again = await open('facebook-login', checked.secrets).check();
  expect(again).toEqual(checked);
  expect(open('facebook-login').refreshToken).toBeNull();
});

test("a person's login without the app's id and secret is refused, for its Page token would die within the hour", async () => {
  const { token } = await tokenOf('facebook-login', 'short');
  await expect(open('facebook-login', { token, appSecret: undefined }).check()).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    effect: 'refuse',
  });
});

test.each([
  [463, 'PLATFORM_LOGIN_REJECTED'],
  [460, 'PLATFORM_LOGIN_REJECTED'],
  [492, 'PLATFORM_ROLE_LOST'],
])('a token that died with subcode %d stops the source: %s', async (revoked, code) => {
  const { token } = await tokenOf('instagram-login', 'long');
  await admin.post('tokens/state', { token, revoked });
  await expect(open('instagram-login', { token }).check()).rejects.toMatchObject({ code, effect: 'stop' });
});

test('a permission that lapsed stops the source and is named', async () => {
  const { token } = await tokenOf('instagram-login', 'long');
  await admin.post('tokens/state', { token, lapsed: ['instagram_business_basic'] });
  await expect(open('instagram-login', { token }).check()).rejects.toMatchObject({
    code: 'PLATFORM_PERMISSION_MISSING',
    message: expect.stringContaining('instagram_business_basic') as string,
  });
});

test('with all calls used up the source waits until the time that the platform states', async () => {
  await admin.post('usage', { account: account('instagram-login').userId, calls: 0, regainMinutes: 5 });
  const opened = open('instagram-login');
  const before = Date.now();
  const fault = await opened
    .find('17900000000000999', null)
    .then(Object, (error: unknown) => Object(error) as { until?: string });
  expect(fault).toMatchObject({ code: 'PLATFORM_RATE_LIMITED', effect: 'wait' });
  expect(Math.round((Date.parse(fault.until ?? '') - before) / 60_000)).toBe(5);
  expect(opened.http.usages).toMatchObject([{ name: 'calls', percent: 100, until: expect.any(String) as string }]);
  await admin.post('usage', { account: account('instagram-login').userId });
});

test.each(['instagram-login', 'facebook-login'] as const)('an account with %s asks to be pushed to', async (route) => {
  const checked = await open(route).check();
  await expect(
    open(route, checked.secrets).subscribe?.('https://desk.example.com/webhooks/1'),
  ).resolves.toBeUndefined();
});

test('settings are told wrong by name, and an empty field is one that was not given', () => {
  const token = { env: 'INSTAGRAM_TOKEN' };
  expect(instagramChannel.readSettings({ token, appId: '', login: 'facebook-login' })).toMatchObject({
    baseUrl: 'https://graph.facebook.com',
    version: 'v26.0',
  });
  expect(() =>
    instagramChannel.readSettings({ token: 'in clear', version: '26', baseUrl: 'http://example.com' }),
  ).toThrow(/token: .*; baseUrl: .*; version: /);
});
