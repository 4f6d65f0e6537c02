// Trendyol page "Authorization" and "Service limits" (§3); what the gateway lets through.
import { SandboxInTest } from './sandbox-in-test.ts';

let sandbox: SandboxInTest;

beforeEach(async () => {
  sandbox = await SandboxInTest.start();
});
afterEach(() => sandbox.end());

const withAgent = (agent: string): Record<string, string> => ({ ...sandbox.headers(), 'user-agent': agent });

it('lets a seller in with its own keys and User-Agent', async () => {
  expect((await sandbox.list()).status).toBe(200);
});

it.each([
  ['nothing', ''],
  ['another program', 'node'],
  ['the spelling with a space', '214530 - Self Integration'],
  ['a name of 31 letters', `214530 - ${'a'.repeat(31)}`],
  ['a name with a dot', '214530 - Desk.hand'],
  ['another seller’s number', '385172 - SelfIntegration'],
])('turns away with 403 a User-Agent that is %s', async (_what, agent) => {
  const answered = await sandbox.call('/filter?supplierId=214530', { headers: withAgent(agent) });
  expect([answered.status, answered.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
});

it('takes an integrator’s name of 30 letters and digits in the User-Agent', async () => {
  const answered = await sandbox.call('/filter?supplierId=214530', {
    headers: withAgent(`214530 - ${'a1'.repeat(15)}`),
  });
  expect(answered.status).toBe(200);
});

it('answers 401 and names ClientApiAuthenticationException when the key is wrong or missing', async () => {
  const wrong = await sandbox.call('/filter', { headers: sandbox.headers({ apiKey: 'x', apiSecret: 'y' }) });
  const { authorization: _none, ...without } = sandbox.headers();
  const missing = await sandbox.call('/filter', { headers: without });
  for (const answered of [wrong, missing]) {
    expect(answered.status).toBe(401);
    expect(answered.json()).toMatchObject({ exception: 'ClientApiAuthenticationException' });
  }
});

it('answers 401 to the keys of the other seller', async () => {
  const [, other] = sandbox.running.sellers;
  expect((await sandbox.call('/filter', { headers: sandbox.headers(other) })).status).toBe(401);
});

it('answers 401 from the night the keys are revoked until new ones are made', async () => {
  await sandbox.admin('/sellers/214530', { keysRevoked: true });
  expect((await sandbox.list()).status).toBe(401);
  const { keys } = await sandbox.admin<{ keys: { apiKey: string; apiSecret: string } }>('/sellers/214530', {
    newKeys: true,
  });
  expect((await sandbox.list()).status).toBe(401);
  expect((await sandbox.call('/filter?supplierId=214530', { headers: sandbox.headers(keys) })).status).toBe(200);
});

// Page "Production and stage environments".
it('answers 503 on the stage until the calling address is registered', async () => {
  const baseUrl = sandbox.running.stageUrl;
  const headers = sandbox.headers(sandbox.seller.stageKeys);
  expect((await sandbox.call('/filter?supplierId=214530', { headers, baseUrl })).status).toBe(503);
  await sandbox.admin('/stage', { addressRegistered: true });
  expect((await sandbox.call('/filter?supplierId=214530', { headers, baseUrl })).status).toBe(200);
});

it('gives the stage keys and questions of its own', async () => {
  const baseUrl = sandbox.running.stageUrl;
  await sandbox.admin('/stage', { addressRegistered: true });
  expect((await sandbox.call('/filter?supplierId=214530', { baseUrl })).status).toBe(401);
  await sandbox.ask({ stage: true });
  const headers = sandbox.headers(sandbox.seller.stageKeys);
  const staged = (await sandbox.call('/filter?supplierId=214530', { headers, baseUrl })).json();
  expect(staged.totalElements).toBe(1);
  expect(await sandbox.listed()).toEqual([]);
});

it('answers 429 to the 51st call to an endpoint within 10 seconds, without saying how long to wait', async () => {
  const id = await sandbox.ask();
  for (let call = 1; call <= 50; call += 1) expect((await sandbox.list()).status).toBe(200);
  const refused = await sandbox.list();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
  expect(refused.text).toContain('too.many.requests');
  expect((await sandbox.call(`/${id}`)).status).toBe(200);
  await sandbox.admin('/clock', { advanceMilliseconds: 10_000 });
  expect((await sandbox.list()).status).toBe(200);
});

it.each([
  ['the list of questions', 'listCallsPerMinute', () => sandbox.list()],
  ['answers', 'answersPerMinute', () => sandbox.answer(1)],
])('limits %s per minute too', async (_what, limit, call) => {
  expect(await sandbox.admin('/faults')).toMatchObject({ listCallsPerMinute: 1000, answersPerMinute: 500 });
  await sandbox.admin('/faults', { [limit]: 2 });
  await call();
  await call();
  expect((await call()).status).toBe(429);
  await sandbox.admin('/clock', { advanceMilliseconds: 59_000 });
  expect((await call()).status).toBe(429);
  await sandbox.admin('/clock', { advanceMilliseconds: 61_000 });
  expect((await call()).status).not.toBe(429);
});

it('answers 404 for a path it does not have and 405 for a known path with another method', async () => {
  const id = await sandbox.ask();
  expect((await sandbox.call(`/${id}/answer`, { method: 'POST', body: { text: 'Merhaba, evet.' } })).status).toBe(404);
  expect((await sandbox.call(`/${id}/answers`)).status).toBe(405);
});
