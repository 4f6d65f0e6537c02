#!/usr/bin/env node
// npm test: starts one PostgreSQL and one Temporal for all tests, runs jest, and says in one line what passed.
// Arguments go to jest: `npm test -- embedded`, `npm test -- -t 'keeps its data'`.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const pinnedNode = join(root, 'node_modules', 'node', 'bin', 'node');

if (Number(process.versions.node.split('.')[0]) < 24 && existsSync(pinnedNode)) {
  process.exit(
    spawnSync(pinnedNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1,
  );
}

/** What a tier needs that npm cannot bring. A test that needs it reads the variable and is skipped without it. */
const optionalTools = [
  {
    variable: 'TEST_DOVECOT',
    programs: ['dovecot'],
    without: 'Dovecot is not installed (apt-get install dovecot-imapd): tests against a real IMAP server',
  },
  {
    variable: 'TEST_CHROMIUM',
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    without: 'Chromium is not installed (apt-get install chromium): tests of forms and chats in a real browser',
  },
];

const folder = mkdtempSync(join(tmpdir(), 'deskhand-test-'));
// As root, PostgreSQL runs as another user, who has to get through to its data.
chmodSync(folder, 0o711);
const services = [];
let jest;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (jest) jest.kill(signal);
    else void stopAll().then(() => process.exit(1));
  });
}

let exitCode = 1;
try {
  const environment = await startServices();
  exitCode = report(await runJest(environment), environment);
} catch (error) {
  console.error(error.line ?? error);
  console.log('0 passed, 1 failed, 0 skipped');
} finally {
  await stopAll();
}
process.exit(exitCode);

async function startServices() {
  const { startPostgres } = await import('../embedded/postgres.ts');
  const { startTemporal } = await import('../embedded/temporal.ts');
  const { findTemporalBinary } = await import('../embedded/temporal-binary.ts');
  const quiet = () => {};
  const { env } = process;
  const findBinary = findTemporalBinary({
    temporalCli: env.TEMPORAL_CLI || null,
    cacheHome: env.XDG_CACHE_HOME || null,
    userHome: env.HOME || null,
    path: env.PATH ?? '',
    environment: env,
    fallbackCache: join(root, '.deskhand', 'cache'),
  });
  const [postgres, temporal, binary] = await allOrThrow([
    keep(startPostgres({ directory: join(folder, 'postgres'), durable: false, log: quiet })),
    findBinary.then((found) => keep(startTemporal({ directory: join(folder, 'temporal'), binary: found, log: quiet }))),
    findBinary,
  ]);
  return {
    TEST_DATABASE_URL: postgres.url,
    TEST_TEMPORAL_ADDRESS: temporal.address,
    TEST_TEMPORAL_CLI: binary.path,
    TEST_WORKFLOW_BUNDLE: join(root, 'dist', 'workflows.bundle.cjs'),
    ...Object.fromEntries(optionalTools.map(({ variable, programs }) => [variable, env[variable] ?? onPath(programs)])),
  };
}

async function keep(starting) {
  const service = await starting;
  services.push(service);
  return service;
}

/** Waits for all before it throws, so that what did start is known and can be stopped. */
async function allOrThrow(promises) {
  const results = await Promise.allSettled(promises);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return results.map(({ value }) => value);
}

function onPath(programs) {
  // Servers live in sbin, which an ordinary user's PATH may lack.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'].filter(Boolean);
  return programs.flatMap((program) => folders.map((dir) => join(dir, program))).find((path) => existsSync(path)) ?? '';
}

async function runJest(environment) {
  const outputFile = join(folder, 'results.json');
  jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--json',
      `--outputFile=${outputFile}`,
      ...process.argv.slice(2),
    ],
    // With --json jest prints the results to stdout, which we have in the file.
    { cwd: root, stdio: ['inherit', 'ignore', 'inherit'], env: { ...process.env, ...environment } },
  );
  const exited = new Promise((resolve) => jest.once('exit', resolve));
  await endOnceReported(exited, outputFile);
  await exited;
  return existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : undefined;
}

/** A test that leaves something running keeps jest alive after its last result: it is ended, and that is told. */
async function endOnceReported(exited, outputFile) {
  const tick = () => new Promise((resolve) => setTimeout(resolve, 1000, 'waiting'));
  for (let patience = 15; patience > 0;) {
    if ((await Promise.race([exited, tick()])) !== 'waiting') return;
    if (existsSync(outputFile)) patience -= 1;
  }
  console.log('jest does not end by itself: a test left a process, server or timer behind');
  jest.kill('SIGKILL');
}

function report(results, environment) {
  if (!results) {
    console.log('jest ended before it wrote its results\n0 passed, 1 failed, 0 skipped');
    return 1;
  }
  const passed = results.numPassedTests;
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .map((test) => `  ${relative(root, file.name)}: ${test.fullName}`),
  );
  if (skipped.length > 0) {
    console.log('\nSkipped:');
    for (const line of skipped) console.log(line);
  }
  for (const { variable, without } of optionalTools) {
    if (!environment[variable]) console.log(`Not here: ${without} are skipped.`);
  }
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return failed > 0 || (passed === 0 && !results.success) ? 1 : 0;
}

async function stopAll() {
  await Promise.allSettled(services.map((service) => service.stop()));
  rmSync(folder, { recursive: true, force: true });
}
