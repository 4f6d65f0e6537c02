import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { testServices } from '../test/test-services.ts';
import { readDiscovery } from './discovery.ts';
import { readPartStatuses } from './part-status.ts';
import { processIdentity } from './process-identity.ts';

/** Parts that do nothing but live: what is tested is who starts, restarts and stops them. */
const partsThatOnlyLive = `
  const part = process.argv[2];
  const bye = () => { console.log('bye'); process.exit(0); };
  process.on('SIGTERM', bye);
  if (part === 'sandbox') console.log(JSON.stringify({ name: process.argv[3] }));
  else process.send({ ready: true });
  setInterval(() => {}, 1000);
`;
let desk: ChildProcess;
let output = '';

afterAll(async () => {
  if (desk.exitCode === null && desk.kill('SIGTERM')) await once(desk, 'exit');
});

const root = new URL('..', import.meta.url).href;
const folder = temporaryFolder();
const home = join(folder, 'desk ş');
const program = join(folder, 'parts.mjs');
const driver = join(folder, 'up.mjs');

beforeAll(() => {
  writeFileSync(program, partsThatOnlyLive);
  writeFileSync(
    driver,
    `import { readConfig } from '${root}config.ts';
     import { up } from '${root}embedded/up.ts';
     await up({ config: readConfig(), program: ${JSON.stringify(program)}, sample: true, headless: true, actAs: null })
       .catch((error) => { console.error(error.line ?? error); process.exitCode = 1; });`,
  );
});

async function startDesk(environment: Record<string, string> = {}): Promise<void> {
  output = '';
  const { path: PATH, temporalCli: TEMPORAL_CLI } = testServices;
  desk = spawn(process.execPath, [driver], { env: { PATH, TEMPORAL_CLI, DESKHAND_HOME: home, ...environment } });
  for (const stream of [desk.stdout, desk.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await until(() => output.includes('desk is ready') || desk.exitCode !== null);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

/** A process that ended but that nobody has asked after still has its number. */
function lives(pid = 0): boolean {
  return pid > 0 && processIdentity(pid) !== undefined;
}

function pidOf(name: string): number {
  return readPartStatuses(home).find((part) => part.name === name && part.state === 'running')?.pid ?? 0;
}

test('each part is shown with its time, and the desk tells where it listens', async () => {
  await startDesk();
  for (const part of ['PostgreSQL', 'Temporal', 'Schema', 'Sample mail', 'Sample forms', 'Worker', 'Intake']) {
    expect(output).toMatch(new RegExp(`${part} +ready +[0-9.]+ s`));
  }
  expect(readDiscovery(home)).toMatchObject({
    pid: desk.pid,
    namespace: 'default',
    sandbox: { mail: { name: 'mail' }, trendyol: { name: 'trendyol' } },
  });
});

test('a second desk in the same folder is refused', async () => {
  const second = spawn(process.execPath, [driver], {
    env: { DESKHAND_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(second, 'close');
  expect(said).toContain('ALREADY_RUNNING');
});

test.each(['worker', 'postgres', 'temporal'])(
  'a killed %s comes back, and engines keep their addresses',
  async (name) => {
    const before = readDiscovery(home);
    const pid = pidOf(name);
    process.kill(pid, 'SIGKILL');
    await until(() => ![0, pid].includes(pidOf(name)));
    expect(readDiscovery(home)).toEqual(before);
    expect(output).toContain(`${name}: restarting (ended by SIGKILL)`);
  },
);

test('when the desk itself is killed, our parts end, and the next start clears the engines away and finds its folder free', async () => {
  const [worker, intake, postgres, temporal] = ['worker', 'intake', 'postgres', 'temporal'].map(pidOf);
  const key = readFileSync(join(home, 'secret.key'), 'utf8');
  desk.kill('SIGKILL');
  await until(() => ![worker, intake].some(lives));
  expect(readDiscovery(home)).toBeNull();
  await startDesk();
  expect([postgres, temporal].map(lives)).toEqual([false, false]);
  expect(readFileSync(join(home, 'secret.key'), 'utf8')).toBe(key);
});

test('SIGTERM stops the parts in order, each after those that use it, and nothing runs on', async () => {
  const pids = readPartStatuses(home).map(({ pid }) => pid ?? 0);
  desk.kill('SIGTERM');
  const [code] = (await once(desk, 'exit')) as [number];
  expect(code).toBe(0);
  expect([...output.matchAll(/stopping (\S+)/g)].map(([, name]) => name)).toEqual([
    'intake',
    'worker',
    ...['mail', 'instagram', 'facebook', 'trendyol', 'forms'].map((name) => `sandbox-${name}`),
    'temporal',
    'postgres',
  ]);
  expect(pids.filter(lives)).toEqual([]);
  expect(existsSync(join(home, 'desk.json')) || existsSync(join(home, 'desk.lock'))).toBe(false);
});

test('a part that cannot start says why and how to mend it, and takes the others down with it', async () => {
  await startDesk({ TEMPORAL_CLI: '/no/such/temporal' });
  await until(() => desk.exitCode !== null);
  expect(desk.exitCode).toBe(1);
  expect(output).toContain('ENGINE_BINARY_MISSING: TEMPORAL_CLI names /no/such/temporal');
  expect(output).toContain('stopping postgres');
});

test('DATABASE_URL and TEMPORAL_ADDRESS replace the embedded engines', async () => {
  const otherHome = join(folder, 'other');
  mkdirSync(otherHome);
  const databaseUrl = await makeDatabase('up_with_own_engines');
  const { temporalAddress } = testServices;
  await startDesk({ DESKHAND_HOME: otherHome, DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress });
  expect(readDiscovery(otherHome)).toMatchObject({ databaseUrl, temporalAddress });
  expect(readPartStatuses(otherHome).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['sandbox-mail', 'sandbox-trendyol', 'worker', 'intake']),
  );
  expect(existsSync(join(otherHome, 'postgres')) || existsSync(join(otherHome, 'temporal'))).toBe(false);
});

async function makeDatabase(name: string): Promise<string> {
  const client = new pg.Client(testServices.databaseUrl);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return testServices.databaseUrl.replace(/[^/]+$/, name);
}
