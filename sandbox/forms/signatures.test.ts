// Standard Webhooks 1.0.0 (spec and reference library), developers.typeform.com "Secure your webhooks",
// tally.so/help/webhooks (§5): how each vendor signs, and what it looks like when the signature is not right.
import { createHmac } from 'node:crypto';
import type { Received } from '../platform/receiver-in-test.ts';
import { SandboxInTest } from './sandbox-in-test.ts';
import { standardSignature } from './signatures.ts';

let sandbox: SandboxInTest;

beforeEach(async () => {
  sandbox = await SandboxInTest.start();
});
afterEach(() => sandbox.end());

const hmac = (key: string | Buffer, text: string): string => createHmac('sha256', key).update(text).digest('base64');

const standardOf = ({ headers, body }: Received, secret: string): string => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return `v1,${hmac(key, `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)}`;
};

const first = async (): Promise<Received> => (await sandbox.receiver.come(1))[0] as Received;

it('signs as the public example of Standard Webhooks does', () => {
  const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
  const message = { id: 'msg_demo1', timestamp: 1_795_168_530, body: '{"type":"form.submitted","data":{"n":1}}' };
  expect(standardSignature(message, secret)).toBe('v1,uVguDAG/dpRgUpYlDXDNhvQuoWgGNRJVgcYpeHEcxwg=');
});

it('signs the standard sender’s id, time and raw body with the decoded secret', async () => {
  await sandbox.respond('standard');
  const received = await first();
  expect(sandbox.secretOf('standard')).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(received.headers['webhook-id']).toMatch(/^msg_[0-9a-f]+$/);
  expect(Math.abs(Number(received.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(5);
  expect(received.headers['webhook-signature']).toBe(standardOf(received, sandbox.secretOf('standard')));
});

it('signs Typeform’s raw body, base64 behind sha256=', async () => {
  await sandbox.respond('typeform');
  const { headers, body } = await first();
  expect(headers['typeform-signature']).toBe(`sha256=${hmac(sandbox.secretOf('typeform'), body)}`);
});

it('signs Tally’s raw body in base64, and not at all when no secret is set', async () => {
  await sandbox.respond('tally');
  const { headers, body } = await first();
  expect(headers['tally-signature']).toBe(hmac(sandbox.secretOf('tally'), body));
  await sandbox.admin('/senders/tally', { secret: null });
  await sandbox.respond('tally');
  expect((await sandbox.receiver.come(2))[1]?.headers).not.toHaveProperty('tally-signature');
});

it.each(['standard', 'typeform', 'tally'] as const)(
  'sends a body of %s that parsing and writing again would change',
  async (kind) => {
    await sandbox.respond(kind);
    const { body } = await first();
    expect(JSON.stringify(JSON.parse(body))).not.toBe(body);
  },
);

it('signs with the new secret and the old one while the standard sender’s secret is replaced', async () => {
  const old = sandbox.secretOf('standard');
  const { secrets } = await sandbox.admin<{ secrets: string[] }>('/senders/standard/rotate', {});
  await sandbox.respond('standard');
  const both = await first();
  expect(both.headers['webhook-signature']).toBe(`${standardOf(both, secrets[0] as string)} ${standardOf(both, old)}`);
  await sandbox.admin('/senders/standard/end-rotation', {});
  await sandbox.respond('standard');
  const after = (await sandbox.receiver.come(2))[1] as Received;
  expect(after.headers['webhook-signature']).toBe(standardOf(after, secrets[0] as string));
});

it.each(['typeform', 'tally'] as const)('replaces the one secret of %s at once', async (kind) => {
  const { secrets } = await sandbox.admin<{ secrets: string[] }>(`/senders/${kind}/rotate`, {});
  expect(secrets).toHaveLength(1);
  await sandbox.respond(kind);
  const { headers, body } = await first();
  expect(headers[`${kind}-signature`]).toContain(hmac(secrets[0] as string, body));
});

it('puts a signature of an unknown version first when the switch says so', async () => {
  await sandbox.admin('/faults', { unknownVersionFirst: true });
  await sandbox.respond('standard');
  const received = await first();
  const [unknown, known] = (received.headers['webhook-signature'] as string).split(' ');
  expect(unknown).toMatch(/^v1a,[A-Za-z0-9+/]{86}==$/);
  expect(known).toBe(standardOf(received, sandbox.secretOf('standard')));
});

it.each([
  ['standard', 'webhook-signature'],
  ['typeform', 'typeform-signature'],
  ['tally', 'tally-signature'],
] as const)('signs an attempt of %s wrongly, or not at all, when the switch says so', async (kind, header) => {
  await sandbox.admin('/faults', { badSignature: 1 });
  sandbox.receiver.answers = [{ status: 401 }];
  await sandbox.respond(kind);
  const [bad, good] = (await sandbox.receiver.come(2)) as [Received, Received];
  const right = (received: Received): string =>
    kind === 'standard' ? standardOf(received, sandbox.secretOf(kind)) : hmac(sandbox.secretOf(kind), received.body);
  expect(bad.headers[header]).not.toContain(right(bad));
  expect(good.headers[header]).toContain(right(good));
  await sandbox.admin('/faults', { missingSignature: 1 });
  await sandbox.respond(kind);
  expect((await sandbox.receiver.come(3))[2]?.headers).not.toHaveProperty(header);
});

it('gives an attempt a stale time, rightly signed, when the switch says so', async () => {
  await sandbox.admin('/faults', { timestampShift: { seconds: -301, times: 1 } });
  await sandbox.respond('standard');
  const stale = await first();
  const age = Date.now() / 1000 - Number(stale.headers['webhook-timestamp']);
  expect(Math.abs(age - 301)).toBeLessThan(5);
  expect(stale.headers['webhook-signature']).toBe(standardOf(stale, sandbox.secretOf('standard')));
});

it.each([false, true])('sends an accepted delivery once more byte by byte (at once: %s)', async (atOnce) => {
  await sandbox.admin('/faults', { repeats: { atOnce, times: 1 } });
  const submissionId = await sandbox.respond('standard');
  const [one, other] = (await sandbox.receiver.come(2)) as [Received, Received];
  expect(other.body).toBe(one.body);
  for (const header of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
    expect(other.headers[header]).toBe(one.headers[header]);
  let accepted = await sandbox.accepted();
  while (accepted.length < 2) accepted = await sandbox.accepted();
  expect(accepted.map(({ target }) => target)).toEqual([submissionId, submissionId]);
});
