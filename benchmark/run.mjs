#!/usr/bin/env node
// npm run benchmark [-- NAMES…] [--gates]: starts a durable PostgreSQL and a Temporal of its own, runs each benchmark in a
// process of its own and repeats their last lines at the end. With --gates only counts are taken, in seconds; a count
// over its budget makes the exit code 1, a time never does.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = join(root, 'benchmark');
const pinnedNode = join(root, 'node_modules', 'node', 'bin', 'node');

if (existsSync(pinnedNode) && realpathSync(process.execPath) !== realpathSync(pinnedNode)) {
  process.exit(
    spawnSync(pinnedNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1,
  );
}

/** Those that take counts; the others take times only. */
const gates = ['cost-per-life', 'mail-ingest', 'first-page', 'platform-items'];

const words = process.argv.slice(2);
const onlyGates = words.includes('--gates');
const all = readdirSync(here)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
const named = words.filter((word) => !word.startsWith('-'));
const unknown = named.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`there is no benchmark ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}
const names = (named.length > 0 ? named : all).filter((name) => !onlyGates || gates.includes(name));

const folder = mkdtempSync(join(tmpdir(), 'deskhand-benchmark-'));
// As root, PostgreSQL runs as another user, who has to get through to its data.
chmodSync(folder, 0o711);
const services = [];
let child;
let wasStopped = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    wasStopped = true;
    child?.kill('SIGTERM');
  });
}

let exitCode = 0;
const results = [];
try {
  const environment = await startServices();
  for (const name of names) {
    if (wasStopped) break;
    console.log(`\n== ${name}`);
    const code = await run(name, environment);
    if (code !== 0) exitCode = 1;
    if (code > 1) results.push(`${name}: failed`);
  }
} catch (error) {
  console.error(error.line ?? error);
  exitCode = 1;
} finally {
  await Promise.allSettled(services.map((service) => service.stop()));
  rmSync(folder, { recursive: true, force: true });
}
if (results.length > 0) console.log(`\n== Results\n${results.join('\n')}`);
process.exit(wasStopped ? 1 : exitCode);

/** Servers named in the environment are used as they are; else both are started, as durable as a desk's. */
async function startServices() {
  const { env } = process;
  if (env.TEST_DATABASE_URL && env.TEST_TEMPORAL_ADDRESS) return {};
  const { startPostgres } = await import('../embedded/postgres.ts');
  const { startTemporal } = await import('../embedded/temporal.ts');
  const { findTemporalBinary } = await import('../embedded/temporal-binary.ts');
  const log = () => {};
  const binary = await findTemporalBinary({
    temporalCli: env.TEMPORAL_CLI || null,
    cacheHome: env.XDG_CACHE_HOME || null,
    userHome: env.HOME || null,
    path: env.PATH ?? '',
    environment: env,
    fallbackCache: join(root, '.deskhand', 'cache'),
  });
  const [postgres, temporal] = await Promise.all([
    keep(startPostgres({ directory: join(folder, 'postgres'), log })),
    keep(startTemporal({ directory: join(folder, 'temporal'), binary, log })),
  ]);
  return { TEST_DATABASE_URL: postgres.url, TEST_TEMPORAL_ADDRESS: temporal.address };
}

async function keep(starting) {
  const service = await starting;
  services.push(service);
  return service;
}

async function run(name, environment) {
  child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(here, `${name}.ts`), ...(onlyGates ? ['--gates'] : [])],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    },
  );
  let output = '';
  child.stdout.on('data', (chunk) => {
    process.stdout.write(chunk);
    output += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', (status) => resolve(status ?? 2)));
  results.push(...output.split('\n').filter((line) => /^\S.*: (ratio|count) /.test(line)));
  return code;
}
