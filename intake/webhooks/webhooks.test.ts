import { mkdtempSync, rmSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTo } from '../../database/connect.ts';
import { createSecrets } from '../../channels/secrets.ts';
import { listPushedForms } from '../../database/pushed/list-pushed-forms.ts';
import { savePushedForm } from '../../database/pushed/save-pushed-form.ts';
import { switchSource } from '../../database/sources.ts';
import { theDesk } from '../../domain/actor.ts';
import { runFormsSandbox, type FormsSandbox } from '../../sandbox/forms/main.ts';
import { CuttableProxy } from '../../test/support/cuttable-proxy.ts';
import { aSource } from '../../test/support/builders.ts';
import { startTestIntake, type TestIntake } from '../../test/support/test-intake.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';

type Scheme = 'standard' | 'typeform' | 'tally';

let desk: TestDatabase;
let intake: TestIntake;
let directory: string;
let vendors: FormsSandbox;
const secretKey = Buffer.alloc(32, 7);
const by = { actor: theDesk, now: new Date().toISOString() };

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(() => desk.drop());
beforeEach(async () => {
  await desk.database.raw('TRUNCATE sources, tickets, contacts CASCADE');
  intake = await startTestIntake(desk.database, { secretKey });
  directory = mkdtempSync(join(tmpdir(), 'forms-'));
  vendors = await runFormsSandbox({ directory });
});
afterEach(async () => {
  await vendors.stop();
  await intake.close();
  rmSync(directory, { recursive: true, force: true });
});

async function admin<Body>(path: string, body?: unknown): Promise<Body> {
  const response = await fetch(`${vendors.baseUrl}/sandbox${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Body;
}

/** A source that is on, with secrets sealed to it. */
async function aDoor(secrets: Record<string, string>, scheme: Scheme = 'standard'): Promise<string> {
  const { id } = await aSource(desk.database, { channel: 'supsis-form', name: `Forms ${Math.random()}` });
  const sealed = Object.entries(secrets).map(([name, secret]) => [
    name,
    { sealed: createSecrets(secretKey).seal(secret, `source:${id}:${name}`) },
  ]);
  const settings = JSON.stringify({ scheme, ...Object.fromEntries(sealed) });
  await desk.database('sources').where({ id }).update({ settings, is_on: true });
  return id;
}

const addressOf = (id: string) => `${intake.url}/webhooks/${id}`;
const senderOf = (scheme: Scheme) => vendors.senders.find(({ kind }) => kind === scheme)!;

/** A vendor that sends to a source of its own. */
async function connect(scheme: Scheme = 'standard'): Promise<string> {
  const id = await aDoor({ secret: senderOf(scheme).secret }, scheme);
  await admin(`/senders/${scheme}`, { callback: addressOf(id) });
  return id;
}

interface Delivery {
  id: string;
  state: string;
  attempts: { status: number | null }[];
}

/** Somebody fills in a form; waits for what became of its delivery. */
async function fillIn(scheme: Scheme = 'standard', attempts = 1): Promise<Delivery> {
  const { deliveryIds } = await admin<{ deliveryIds: string[] }>('/responses', { kind: scheme });
  return attemptsOf(deliveryIds[0]!, attempts);
}

async function attemptsOf(deliveryId: string, count: number): Promise<Delivery> {
  for (;;) {
    const found = (await admin<Delivery[]>('/deliveries')).find(({ id }) => id === deliveryId);
    if (found && found.attempts.length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const statuses = ({ attempts }: Delivery) => attempts.map(({ status }) => status);
const responses = () => desk.database('pushed_responses').select('submission_id', 'ticket_id', 'wants_ticket');
const refusals = async (sourceId: string) =>
  Object.fromEntries(
    (await desk.database('webhook_refusals').where({ source_id: sourceId })).map(({ reason, count }) => [
      reason,
      count,
    ]),
  );

async function redirect(): Promise<void> {
  const [form] = await listPushedForms(desk.database);
  await savePushedForm(desk.database, { id: form!.id, isRedirected: true, mapping: {}, tags: [], ...by });
}

/** A delivery of our own making, signed as Standard Webhooks says. */
function post(
  sourceId: string,
  of: { secret: string; body?: string; id?: string; headers?: Record<string, string>; url?: string },
) {
  const { secret, body = standardBody('s1'), id = 'msg_1', headers = {}, url = intake.url } = of;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  return fetch(`${url}/webhooks/${sourceId}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
      ...headers,
    },
    body,
  });
}

function standardBody(submissionId: string, text = 'Merhaba'): string {
  const answers = [{ key: 'q', label: 'Mesaj', type: 'long_text', value: text }];
  const data = { formId: 'f1', formName: 'Destek', submissionId, email: 'ada@demo.test', answers };
  return JSON.stringify({ type: 'form.submitted', timestamp: new Date().toISOString(), data });
}

const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

test.each(['standard', 'typeform', 'tally'] as const)(
  'a response pushed by %s is kept before it is answered, and becomes a ticket where its form is redirected',
  async (scheme) => {
    const sourceId = await connect(scheme);
    expect(statuses(await fillIn(scheme))).toEqual([200]);
    expect(await responses()).toMatchObject([{ ticket_id: null }]);
    await redirect();
    await fillIn(scheme);
    expect(await desk.database('tickets').pluck('channel')).toEqual(['supsis-form']);
    expect(await desk.database('sources').where({ id: sourceId }).first('last_item_at')).not.toMatchObject({
      last_item_at: null,
    });
  },
);

test.each(['standard', 'typeform', 'tally'] as const)(
  'of %s a forged or unsigned delivery is refused and counted, and nothing of it is kept',
  async (scheme) => {
    const sourceId = await connect(scheme);
    await admin('/faults', { badSignature: 1 });
    expect(statuses(await fillIn(scheme, 2))).toEqual([401, 200]);
    await admin('/faults', { missingSignature: 1 });
    expect(statuses(await fillIn(scheme, 2))).toEqual([401, 200]);
    expect(await refusals(sourceId)).toEqual({ 'bad-signature': 2 });
    expect(await responses()).toHaveLength(2);
  },
);

test('a delivery of another time is refused as stale and counted, whether it is old or ahead', async () => {
  const sourceId = await connect();
  for (const seconds of [-600, 600]) {
    await admin('/faults', { timestampShift: { seconds, times: 1 } });
    expect(statuses(await fillIn('standard', 2))).toEqual([400, 200]);
  }
  expect(await refusals(sourceId)).toEqual({ stale: 2 });
});

test.each(['standard', 'typeform', 'tally'] as const)(
  'what %s sends again byte by byte is answered as taken, counted, and makes nothing double',
  async (scheme) => {
    const sourceId = await connect(scheme);
    await admin('/faults', { repeats: { atOnce: false, times: 1 } });
    expect(statuses(await fillIn(scheme, 2))).toEqual([200, 200]);
    expect(await refusals(sourceId)).toEqual({ replayed: 1 });
    await admin('/faults', { repeats: { atOnce: true, times: 1 } });
    expect(statuses(await fillIn(scheme, 2))).toEqual([200, 200]);
    expect(await responses()).toHaveLength(2);
  },
);

test('while a secret is replaced both hold, and signatures of unknown versions are passed over', async () => {
  const sourceId = await connect();
  const { secrets } = await admin<{ secrets: string[] }>('/senders/standard/rotate', {});
  await admin('/faults', { unknownVersionFirst: true });
  // The desk still has the old secret alone; the sender signs with both.
  expect(statuses(await fillIn())).toEqual([200]);
  const renewed = await aDoor({ secret: secrets[0]!, previousSecret: secrets[1]! });
  expect((await post(renewed, { secret: secrets[1]! })).status).toBe(200);
  await admin('/senders/standard/end-rotation', {});
  await admin('/senders/standard', { callback: addressOf(renewed) });
  expect(statuses(await fillIn())).toEqual([200]);
  expect(await refusals(sourceId)).toEqual({});
});

test('a body that nobody can read is parked as it came, and other events tell nothing', async () => {
  await connect();
  await admin('/faults', { unreadableBody: 1, unknownShape: 0 });
  expect(statuses(await fillIn())).toEqual([200]);
  await admin('/faults', { unknownShape: 1 });
  expect(statuses(await fillIn())).toEqual([200]);
  await admin('/faults', { unknownEventType: 1 });
  expect(statuses(await fillIn())).toEqual([200]);
  expect(await responses()).toEqual([]);
  expect(await desk.database('inbound_items').select('state', 'error_code')).toEqual([
    { state: 'parked', error_code: 'PLATFORM_UNREADABLE' },
    { state: 'parked', error_code: 'PLATFORM_UNREADABLE' },
  ]);
});

test('responses to a source that is off are kept, and wait to become tickets', async () => {
  const sourceId = await connect();
  await fillIn();
  await redirect();
  await switchSource(desk.database, { sourceId, isOn: false, ...by });
  await fillIn();
  expect(await responses()).toMatchObject([{ wants_ticket: false }, { wants_ticket: true, ticket_id: null }]);
  expect(await desk.database('tickets')).toEqual([]);
});

test('an address that leads to no source, or to one that is not pushed to, is like any other that does not exist', async () => {
  const mailbox = await aSource(desk.database);
  const removed = await aDoor({ secret });
  await desk.database('sources').where({ id: removed }).update({ removed_at: new Date() });
  for (const id of ['nobody', '0192f7a0-0000-7000-8000-000000000000', mailbox.id, removed]) {
    expect((await post(id, { secret })).status).toBe(404);
    expect((await fetch(addressOf(id))).status).toBe(404);
  }
  // A form vendor asks nothing beforehand.
  expect((await fetch(addressOf(await aDoor({ secret })))).status).toBe(404);
});

test('a body is taken up to a megabyte, of any type, and nothing of a refusal repeats it', async () => {
  const sourceId = await aDoor({ secret });
  const large = await post(sourceId, { secret, body: standardBody('s1', 'ü'.repeat(450_000)) });
  expect(large.status).toBe(200);
  const tooLarge = await post(sourceId, { secret, id: 'msg_2', body: standardBody('s2', 'x'.repeat(1_100_000)) });
  expect(tooLarge.status).toBe(413);
  const plain = await post(sourceId, {
    secret,
    id: 'msg_3',
    body: standardBody('s3'),
    headers: { 'content-type': 'x/y' },
  });
  expect(plain.status).toBe(200);
  const forged = await post(sourceId, { secret: `whsec_${'A'.repeat(32)}`, body: standardBody('s4', 'geheim') });
  expect(await forged.text()).not.toContain('geheim');
  expect(await responses()).toHaveLength(2);
});

test('a secret that cannot be opened has the sender come again, and says so on the source until it is mended', async () => {
  const sourceId = await aDoor({ secret });
  const settings = JSON.stringify({ scheme: 'standard', secret: { env: 'FORM_SECRET' } });
  await desk.database('sources').where({ id: sourceId }).update({ settings });
  const refused = await post(sourceId, { secret });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
  const error = () =>
    desk.database('sources').where({ id: sourceId }).first<{ last_error_code: string }>('last_error_code');
  expect(await error()).toEqual({ last_error_code: 'SECRET_UNREADABLE' });
  intake.desk.environment = { FORM_SECRET: secret };
  expect((await post(sourceId, { secret })).status).toBe(200);
  expect(await error()).toEqual({ last_error_code: null });
});

test('while the database is away the sender is asked to come again, and what it then brings is taken in', async () => {
  const sourceId = await aDoor({ secret });
  const address = new URL(desk.url);
  const proxy = new CuttableProxy({ host: address.hostname, port: Number(address.port) });
  address.port = String(await proxy.mend());
  address.hostname = '127.0.0.1';
  const database = connectTo(address.href, { schema: desk.schema, maxConnections: 2 });
  const other = await startTestIntake(database, { secretKey });
  try {
    const there = () => post(sourceId, { secret, url: other.url });
    await proxy.cut();
    const away = await there();
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2']);
    await proxy.mend();
    expect((await there()).status).toBe(200);
    expect(await responses()).toHaveLength(1);
  } finally {
    await other.close();
    await database.destroy();
    await proxy.cut();
  }
});

test('one address that floods the doors is asked to wait', async () => {
  let status = 0;
  for (let tries = 0; tries < 60 && status !== 429; tries += 1) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(addressOf('nobody'))));
    status = answers.at(-1)!.status;
  }
  expect(status).toBe(429);
});
