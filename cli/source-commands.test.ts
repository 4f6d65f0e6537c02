import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTrendyolSandbox, type TrendyolSandbox } from '../sandbox/trendyol/main.ts';
import { aRepresentative, aSource } from '../test/support/builders.ts';
import { deskhandOf, type Ran, type RunWith } from '../test/support/deskhand.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';

const DAY = 86_400_000;
const key = Buffer.alloc(32, 7).toString('base64');
let desk: TestDatabase;
let folder: string;
let sandbox: TrendyolSandbox;
let deskhand: (words: string[], given?: RunWith) => Promise<Ran>;

beforeAll(async () => {
  desk = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'source-commands-'));
  sandbox = await runTrendyolSandbox({ directory: join(folder, 'trendyol') });
  await aRepresentative(desk.database, 'Ada Ak');
  const typed = deskhandOf(desk, folder);
  deskhand = (words, { input = '', env = {} } = {}) =>
    typed(words, { input, env: { DESKHAND_SECRET_KEY: key, ...env } });
});
afterAll(async () => {
  await sandbox.stop();
  await desk.drop();
  rmSync(folder, { recursive: true, force: true });
});

const seller = () => sandbox.sellers[0]!;

async function admin(path: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${sandbox.baseUrl}/sandbox${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Record<string, unknown>;
}

/** A command that must be done, with its one JSON answer. */
async function told(words: string[], given?: RunWith): Promise<Record<string, unknown>> {
  const { out, errors } = await deskhand([...words, '--json'], given);
  expect(errors).toBe('');
  return JSON.parse(out) as Record<string, unknown>;
}

function addStore(name: string, secrets: { apiKey: string; apiSecret: string } = seller()): Promise<Ran> {
  const settings = ['--set', `sellerId=${seller().sellerId}`, '--set', `baseUrl=${sandbox.baseUrl}`];
  const words = ['source', 'add', '--channel', 'trendyol', '--name', name, ...settings, '--tag', 'Trendyol'];
  return deskhand([...words, '--secret-stdin', 'apiKey', '--secret-stdin', 'apiSecret'], {
    input: `${secrets.apiKey}\n${secrets.apiSecret}\n`,
  });
}

describe('an account on a platform', () => {
  test('is added off, with its secrets from standard input and sealed, and is switched on once a call has proven it', async () => {
    const added = await addStore('Ege Pamuk');
    expect(added).toMatchObject({ exit: 0, errors: '', out: expect.stringContaining('is added, and off.') });
    const row = await desk.database('sources').where({ name: 'Ege Pamuk' }).first();
    expect(row).toMatchObject({
      is_on: false,
      tags: ['Trendyol'],
      settings: { apiKey: { sealed: expect.any(String) } },
    });
    expect(JSON.stringify(row)).not.toContain(seller().apiSecret);

    const on = await told(['source', 'on', 'Ege Pamuk']);
    expect(on).toMatchObject({ isOn: true, account: { id: String(seller().sellerId) } });
    expect(await told(['source', 'check', 'Ege Pamuk'])).toMatchObject({ account: { id: String(seller().sellerId) } });
  });

  test('is listed and shown with how it is, and never with what its secrets hold', async () => {
    const [first] = (await deskhand(['source', 'list', '--json'])).out.trim().split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({
      name: 'Ege Pamuk',
      settings: { sellerId: String(seller().sellerId), apiKey: 'sealed' },
      health: { state: 'on', account: { id: String(seller().sellerId) }, waitingCount: 0, error: null },
    });
    const shown = await deskhand(['source', 'show', 'Ege Pamuk']);
    expect(shown.out).toMatch(/^State: +on: its requests become tickets$/m);
    expect(shown.out).toMatch(/^Last poll: +never, every 60 s$/m);
    expect(shown.out).toMatch(/^Budget: +list: \d+ of 50 in 10 s$/m);
    expect(shown.out).toMatch(/^apiKey: +sealed$/m);
    expect(shown.out).not.toContain('v1.');
  });

  test('that does not work is not switched on, and the refusal says why and how to mend it', async () => {
    await addStore('Wrong keys', { apiKey: 'wrong', apiSecret: 'wrong' });
    expect(await deskhand(['source', 'on', 'Wrong keys'])).toMatchObject({
      exit: 1,
      out: '',
      errors: expect.stringMatching(/^PLATFORM_LOGIN_REJECTED: .*deskhand source set/),
    });
    expect(await told(['source', 'show', 'Wrong keys'])).toMatchObject({ health: { state: 'off' } });
    expect(await deskhand(['source', 'check', 'Wrong keys'])).toMatchObject({ exit: 1 });
    expect(await deskhand(['source', 'remove', 'Wrong keys'])).toMatchObject({ exit: 0 });
  });

  test('that is on takes no setting that does not work', async () => {
    const refused = await deskhand(['source', 'set', 'Ege Pamuk', '--secret-env', 'apiKey=OTHER_KEY'], {
      env: { OTHER_KEY: 'wrong' },
    });
    expect(refused).toMatchObject({ exit: 1, errors: expect.stringMatching(/^PLATFORM_LOGIN_REJECTED/) });
    const kept = await told(['source', 'set', 'Ege Pamuk', '--secret-env', 'apiKey=RIGHT_KEY'], {
      env: { RIGHT_KEY: seller().apiKey },
    });
    expect(kept).toMatchObject({ isOn: true, account: expect.any(String) });
    expect((await told(['source', 'show', 'Ege Pamuk']))['settings']).toMatchObject({ apiKey: { env: 'RIGHT_KEY' } });
    await told(['source', 'set', 'Ege Pamuk', '--secret-stdin', 'apiKey'], { input: seller().apiKey });
  });

  test.each([
    ['a secret as an argument', ['--set', 'apiKey=abc'], 2, 'never as an argument'],
    ['a setting that there is not', ['--set', 'colour=red'], 2, 'there are sellerId, apiKey'],
    ['a flag of mailboxes', ['--host', 'imap.shop.example'], 2, '--host is for mailboxes'],
    ['no word for a secret', ['--secret-stdin', 'apiKey'], 4, 'holds no apiKey on line 1'],
    ['a seller number with letters', ['--set', 'sellerId=12a'], 4, 'sellerId'],
  ])('%s is refused', async (_what, flags, exit, words) => {
    const refused = await deskhand(['source', 'set', 'Ege Pamuk', ...flags]);
    expect(refused).toMatchObject({ exit, errors: expect.stringContaining(words) });
  });

  test('what is missing is named at once, with where it is found', async () => {
    const refused = await deskhand(['source', 'add', '--channel', 'trendyol', '--name', 'Empty']);
    expect(refused.exit).toBe(4);
    for (const name of ['sellerId', 'apiKey', 'apiSecret']) expect(refused.errors).toContain(`(${name}) is missing`);
    const help = await deskhand(['source', 'add', '--help']);
    expect(help.out).toMatch(/Settings of trendyol:\n +sellerId +In the seller panel.*\(required\)/);
  });
});

describe('source gaps', () => {
  test('names what the platform holds and the desk does not, with exit code 1, and brings it in on request', async () => {
    const { ids } = await admin('/questions', {
      sellerId: seller().sellerId,
      text: 'Bu ürün pamuklu mu?',
      creationDate: Date.now() - 3 * DAY,
    });
    const [id] = (ids as number[]).map(String);
    const missing = await deskhand(['source', 'gaps', 'Ege Pamuk']);
    expect(missing).toMatchObject({ exit: 1, errors: '' });
    expect(missing.out).toMatch(/^Ege Pamuk: 1 missing of 1 from .*--bring takes them in\n/);
    expect(missing.out).toContain(`  ${id}  `);

    const brought = await deskhand(['source', 'gaps', '--bring', '--json']);
    expect(JSON.parse(brought.out)).toMatchObject({ source: 'Ege Pamuk', heldCount: 1, broughtCount: 1 });
    expect(brought.exit).toBe(0);
    expect(await desk.database('tickets').where({ channel: 'trendyol' })).toHaveLength(1);

    const whole = await deskhand(['source', 'gaps', '--since', '7d']);
    expect(whole).toMatchObject({ exit: 0, out: expect.stringMatching(/^Ege Pamuk: nothing is missing of 1/) });
  });

  test('of a period without it says that nothing is missing', async () => {
    const quiet = await deskhand(['source', 'gaps', 'Ege Pamuk', '--since', '2d', '--until', '1h']);
    expect(quiet).toMatchObject({ exit: 0, out: expect.stringContaining('nothing is missing of 0') });
  });

  test('a platform that cannot be asked is trouble that is told, with exit code 1', async () => {
    await admin('/faults', { down: true });
    const down = await deskhand(['source', 'gaps']);
    await admin('/faults', { down: false });
    expect(down).toMatchObject({ exit: 1, out: expect.stringContaining('PLATFORM_UNREACHABLE') });
  });

  test.each([
    ['a time that is none', ['--since', 'yesterday'], 2],
    ['a day that is none', ['--since', '2026-02-31'], 2],
    ['an end before the beginning', ['--since', '1d', '--until', '2d'], 4],
  ])('%s is refused', async (_what, flags, exit) => {
    expect(await deskhand(['source', 'gaps', 'Ege Pamuk', ...flags])).toMatchObject({ exit, out: '' });
  });
});

test('what is only pushed is neither polled nor asked to push, and a channel without an account has none to check', async () => {
  const words = ['source', 'add', '--channel', 'supsis-form', '--name', 'Supsis', '--secret-stdin', 'secret'];
  const added = await told(words, {
    input: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    env: { DESKHAND_PUBLIC_URL: 'https://help.shop.example' },
  });
  const { id } = added as { id: string };
  expect(added['webhookAddress']).toBe(`https://help.shop.example/webhooks/${id}`);
  expect(await told(['source', 'on', 'Supsis'])).toMatchObject({ isOn: true });
  expect(await deskhand(['source', 'poll', 'Supsis'])).toMatchObject({
    exit: 4,
    errors: expect.stringContaining('is not polled'),
  });
  const env = { DESKHAND_PUBLIC_URL: 'https://help.shop.example' };
  expect(await deskhand(['source', 'subscribe', 'Supsis'], { env })).toMatchObject({
    exit: 4,
    errors: expect.stringContaining(
      `told by hand, where its webhooks are set up: ${env.DESKHAND_PUBLIC_URL}/webhooks/`,
    ),
  });
  expect(await deskhand(['source', 'subscribe', 'Ege Pamuk'], { env })).toMatchObject({ exit: 4 });
  await aSource(desk.database, { channel: 'manual', name: 'Typed in' });
  expect(await deskhand(['source', 'check', 'Typed in'])).toMatchObject({ exit: 4 });
});

test('a source that was stopped is polled again once it is switched on', async () => {
  await desk.database('sources').where({ name: 'Ege Pamuk' }).update({
    stopped_at: new Date(),
    last_error_code: 'PLATFORM_LOGIN_REJECTED',
    last_error: 'the key was withdrawn',
  });
  const listed = await deskhand(['source', 'list']);
  expect(listed.out).toMatch(/^Ege Pamuk +trendyol +STOPPED .*PLATFORM_LOGIN_REJECTED: the key was withdrawn$/m);
  expect(await deskhand(['source', 'poll', 'Ege Pamuk'])).toMatchObject({ exit: 4 });
  expect((await deskhand(['source', 'show', 'Ege Pamuk'])).out).toMatch(/^Mend: +Log in there again/m);
  expect(await deskhand(['source', 'gaps'])).toMatchObject({ exit: 1, out: expect.stringContaining('is stopped') });
  expect((await deskhand(['doctor'])).out).toMatch(
    /^problem +source Ege Pamuk +PLATFORM_LOGIN_REJECTED: .*Log in there again/m,
  );
  await told(['source', 'on', 'Ege Pamuk']);
  expect(await told(['source', 'show', 'Ege Pamuk'])).toMatchObject({ health: { state: 'on', error: null } });
  expect((await deskhand(['doctor'])).out).toMatch(/^ok +source Ege Pamuk +settings hold, secrets open, no trouble$/m);
  expect(await told(['source', 'off', 'Ege Pamuk'])).toMatchObject({ isOn: false });
});
