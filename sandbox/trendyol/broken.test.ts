// What a platform does when it is not well: answers late, unreadably or not at all (§9), and comes back as it was.
import { SandboxInTest } from './sandbox-in-test.ts';

let sandbox: SandboxInTest;

beforeEach(async () => {
  sandbox = await SandboxInTest.start();
});
afterEach(() => sandbox.end());

const afterWrite = (answer: string, accepted: boolean, delayMilliseconds = 0): Promise<unknown> =>
  sandbox.admin('/faults', { afterWrite: { answer, accepted, delayMilliseconds, times: 1 } });

it.each([
  ['late', true, 200],
  ['late', false, 500],
  ['twice', true, 200],
  ['twice', false, 500],
])('answers a write %s (taken: %s) with %d', async (answer, accepted, status) => {
  const id = await sandbox.ask();
  await afterWrite(answer, accepted, 40);
  const startedAt = performance.now();
  expect((await sandbox.answer(id)).status).toBe(status);
  if (answer === 'late') expect(performance.now() - startedAt).toBeGreaterThanOrEqual(35);
  expect(await sandbox.answersInLog()).toHaveLength(accepted ? 1 : 0);
  expect((await sandbox.question(id)).answer === null).toBe(!accepted);
});

it.each([true, false])('answers a write unreadably: half a JSON under HTTP 200 (taken: %s)', async (accepted) => {
  const id = await sandbox.ask();
  await afterWrite('unreadable', accepted);
  const answered = await sandbox.answer(id);
  expect(answered.status).toBe(200);
  expect(() => answered.json()).toThrow();
  expect(await sandbox.answersInLog()).toHaveLength(accepted ? 1 : 0);
});

it.each([
  ['cut', true],
  ['cut', false],
  ['reset', true],
  ['reset', false],
])('gives no answer to a write: %s (taken: %s), and answers the next one', async (answer, accepted) => {
  const id = await sandbox.ask();
  await afterWrite(answer, accepted);
  await expect(sandbox.answer(id)).rejects.toThrow('fetch failed');
  expect(await sandbox.answersInLog()).toHaveLength(accepted ? 1 : 0);
  expect((await sandbox.answer(id)).status).toBe(accepted ? 400 : 200);
});

it.each([true, false])('stays silent after a write (taken: %s)', async (accepted) => {
  const id = await sandbox.ask();
  await afterWrite('silent', accepted);
  const asked = fetch(`${sandbox.running.baseUrl}/integration/qna/sellers/214530/questions/${id}/answers`, {
    method: 'POST',
    headers: sandbox.headers(),
    body: JSON.stringify({ text: 'Merhaba, M beden uygundur.' }),
    signal: AbortSignal.timeout(150),
  });
  await expect(asked).rejects.toThrow('timeout');
  expect(await sandbox.answersInLog()).toHaveLength(accepted ? 1 : 0);
});

it('does not spend the fault on a write it refuses anyway', async () => {
  const id = await sandbox.ask();
  await afterWrite('unreadable', true);
  expect((await sandbox.answer(id, 'kısa')).status).toBe(400);
  expect(await sandbox.admin('/faults')).toMatchObject({ afterWrite: { times: 1 } });
});

it('breaks reads as told, and then no more', async () => {
  await sandbox.ask();
  const reads = (answer: string): Promise<unknown> =>
    sandbox.admin('/faults', { reads: { answer, delayMilliseconds: 40, times: 1 } });
  await reads('serverError');
  expect((await sandbox.list()).status).toBe(500);
  await reads('unreadable');
  const unreadable = await sandbox.list();
  expect(unreadable.status).toBe(200);
  expect(() => unreadable.json()).toThrow();
  await reads('cut');
  await expect(sandbox.list()).rejects.toThrow('fetch failed');
  await reads('late');
  const startedAt = performance.now();
  expect(await sandbox.listed()).toHaveLength(1);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(35);
  await reads('silent');
  const silent = fetch(`${sandbox.running.baseUrl}/integration/qna/sellers/214530/questions/filter?supplierId=214530`, {
    headers: sandbox.headers(),
    signal: AbortSignal.timeout(150),
  });
  await expect(silent).rejects.toThrow('timeout');
  expect(await sandbox.listed()).toHaveLength(1);
});

it('answers 503 to everything while it is down', async () => {
  const id = await sandbox.ask();
  await sandbox.admin('/faults', { down: true });
  expect([(await sandbox.list()).status, (await sandbox.answer(id)).status]).toEqual([503, 503]);
  await sandbox.admin('/faults', undefined, 'DELETE');
  expect((await sandbox.list()).status).toBe(200);
});

it('has its questions, answers, keys, log and ports again after a restart', async () => {
  const id = await sandbox.ask();
  await sandbox.answer(id);
  const before = await sandbox.question(id);
  const { baseUrl, sellers } = sandbox.running;
  await sandbox.running.stop();
  await expect(fetch(baseUrl)).rejects.toThrow('fetch failed');
  sandbox = await SandboxInTest.start(sandbox.directory);
  expect(sandbox.running).toMatchObject({ baseUrl, sellers });
  expect(await sandbox.question(id)).toEqual(before);
  expect(await sandbox.answersInLog()).toHaveLength(1);
});
