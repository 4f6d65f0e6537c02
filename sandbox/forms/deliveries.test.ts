// Standard Webhooks 1.0.0, "Operational considerations", and what Typeform and Tally say of theirs (§5): sending,
// trying again, and giving up. Waits are cut to milliseconds; those of the vendors are minutes to days.
import type { Received } from '../platform/receiver-in-test.ts';
import { SandboxInTest } from './sandbox-in-test.ts';

let sandbox: SandboxInTest;

beforeEach(async () => {
  sandbox = await SandboxInTest.start();
});
afterEach(() => sandbox.end());

it.each([302, 400, 401, 404, 429, 500, 503])(
  'takes an answer of %d for a failure and sends the same event again until it is taken',
  async (status) => {
    sandbox.receiver.answers = [{ status, headers: { location: sandbox.callback } }, { status }, { status: 204 }];
    const submissionId = await sandbox.respond('standard');
    expect(await sandbox.statuses()).toEqual([[status, status, 204]]);
    const [one, , three] = sandbox.receiver.received as [Received, Received, Received];
    expect(three.headers['webhook-id']).toBe(one.headers['webhook-id']);
    expect(three.body).toBe(one.body);
    expect(await sandbox.accepted()).toMatchObject([
      { kind: 'response', target: submissionId, id: one.headers['webhook-id'] },
    ]);
  },
);

it('gives a delivery up after the last wait of the schedule, and sends it again when asked', async () => {
  sandbox.receiver.answers = Array.from({ length: 4 }, () => ({ status: 500 }));
  await sandbox.respond('tally');
  const [delivery] = await sandbox.settled();
  expect([delivery?.state, delivery?.attempts.length]).toEqual(['failed', 4]);
  expect(await sandbox.accepted()).toEqual([]);
  await sandbox.admin(`/deliveries/${delivery?.id}/again`, {});
  expect((await sandbox.settled())[0]?.state).toBe('delivered');
});

it('waits as long as retry-after asks', async () => {
  sandbox.receiver.answers = [{ status: 429, headers: { 'retry-after': '1' } }];
  await sandbox.respond('typeform');
  const [one, two] = (await sandbox.receiver.come(2)) as [Received, Received];
  expect(two.at - one.at).toBeGreaterThanOrEqual(950);
});

it('tries again when the callback does not answer in time or hangs up', async () => {
  const timeoutMilliseconds = { standard: 500, typeform: 500, tally: 500 };
  await sandbox.admin('/settings', { timeoutMilliseconds });
  sandbox.receiver.answers = [null];
  await sandbox.respond('standard');
  const [delivery] = await sandbox.settled();
  expect(delivery?.attempts).toMatchObject([
    { status: null, error: expect.stringContaining('timeout') },
    { status: 200 },
  ]);
});

it.each([
  ['standard', 410],
  ['typeform', 410],
  ['typeform', 404],
  ['tally', 410],
] as const)('stops sending from %s after %d until the callback is set anew', async (kind, status) => {
  sandbox.receiver.answers = [{ status }];
  await sandbox.respond(kind);
  expect(await sandbox.statuses()).toEqual([[status]]);
  await sandbox.respond(kind);
  expect(sandbox.receiver.received).toHaveLength(1);
  await sandbox.admin(`/senders/${kind}`, { callback: sandbox.callback });
  await sandbox.respond(kind);
  expect(await sandbox.receiver.come(2)).toHaveLength(2);
});

it('sends nothing to a callback that is not set, and keeps the response', async () => {
  await sandbox.admin('/senders/tally', { callback: null });
  await sandbox.respond('tally');
  expect(await sandbox.settled()).toEqual([]);
  expect(await sandbox.admin('/responses')).toHaveLength(1);
});

it('sends what came while the vendor was down when it is up again', async () => {
  await sandbox.admin('/faults', { down: true });
  await sandbox.respond('standard', { count: 3 });
  expect(sandbox.receiver.received).toEqual([]);
  await sandbox.admin('/faults', undefined, 'DELETE');
  expect(await sandbox.receiver.come(3)).toHaveLength(3);
});

it('sends a hundred responses, each once', async () => {
  await sandbox.respond('standard', { count: 100 });
  await sandbox.settled();
  expect(new Set((await sandbox.accepted()).map(({ target }) => target)).size).toBe(100);
  expect(sandbox.receiver.received).toHaveLength(100);
});

it('goes on with what was not taken after a restart, with the same secrets and port', async () => {
  sandbox.receiver.answers = [{ status: 503 }];
  await sandbox.admin('/settings', { retryMilliseconds: [200] });
  await sandbox.respond('standard');
  await sandbox.receiver.come(1);
  const { senders, baseUrl } = sandbox.running;
  await sandbox.running.stop();
  await expect(fetch(baseUrl)).rejects.toThrow('fetch failed');
  await sandbox.run({});
  expect(sandbox.running).toMatchObject({ senders, baseUrl });
  const [one, two] = (await sandbox.receiver.come(2)) as [Received, Received];
  expect(two.headers['webhook-id']).toBe(one.headers['webhook-id']);
});

it('has sample responses once, held for the first callback, and then people keep filling in forms', async () => {
  await sandbox.end();
  sandbox = await SandboxInTest.start(true);
  expect(sandbox.running.senders.map(({ kind, forms }) => [kind, forms.length])).toEqual([
    ['standard', 2],
    ['typeform', 2],
    ['tally', 2],
  ]);
  expect(await sandbox.admin('/responses')).toHaveLength(6);
  await sandbox.running.stop();
  await sandbox.run({
    samples: true,
    callbacks: { standard: sandbox.callback, tally: sandbox.callback },
    trickleSeconds: 0.02,
  });
  const received = await sandbox.receiver.come(4 + 8);
  expect(new Set(received.map(({ body }) => body)).size).toBe(12);
});
