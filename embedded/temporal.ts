import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeskError } from '../domain/errors.ts';
import { endLeftover, killStragglers } from './end-leftover.ts';
import { findFreePort } from './free-port.ts';
import { onAbort } from './on-abort.ts';
import { processIdentity } from './process-identity.ts';
import type { RunningPart } from './running-part.ts';
import { prepareNamespace } from './temporal-namespace.ts';
import type { TemporalBinary } from './temporal-version.ts';
import { watchChild } from './watch-child.ts';
import type { StopStep, WatchedChild } from './watch-child.ts';

export interface RunningTemporal extends RunningPart {
  address: string;
}

export interface TemporalOptions {
  /** The engine's file lives in it. */
  directory: string;
  binary: TemporalBinary;
  log: (line: string) => void;
  onProgress?: (message: string) => void;
  /** A restarted server keeps the port its clients know; otherwise a free one is taken. */
  port?: number;
  namespace?: string;
  /** Ends a server that is still starting. */
  signal?: AbortSignal;
}

const engineFile = 'engine.db';
const portAttempts = 5;
const readyDeadlineSeconds = 60;
const stopSteps: StopStep[] = [{ signal: 'SIGTERM', seconds: 10 }];

/**
 * Starts Temporal's development server on 127.0.0.1 with its file in `directory`, ending one that an earlier desk left
 * there. Resolves when its namespace answers. Throws ENGINE_START_FAILED with the tail of its log.
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const { directory, log, onProgress = () => {}, namespace = 'default' } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  await endEarlierServer(directory, log);
  keepFileOfThisVersion(options);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort());
    onProgress(`starting on port ${port}`);
    const server = await spawnServer(options, port, namespace);
    const address = `127.0.0.1:${port}`;
    const letGo = onAbort(options.signal, () => void server.stop(stopSteps));
    const failure = await becomeReady(server, address, namespace);
    letGo();
    if (!failure) return { address, pid: server.pid, exited: server.exited, stop: () => server.stop(stopSteps) };
    const portWasTaken =
      options.port === undefined && /address already in use|can't set frontend port/i.test(server.tail());
    if (portWasTaken && attempt < portAttempts) continue;
    throw new DeskError(
      'ENGINE_START_FAILED',
      `${failure}; its last lines were:\n${server.tail()}\nShould its file ${join(directory, engineFile)} be damaged, move it away: the desk makes a new one from PostgreSQL`,
    );
  }
}

async function endEarlierServer(directory: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(directory, 'engine.pid');
  if (!existsSync(pidFile)) return;
  const [pid = '', identity] = readFileSync(pidFile, 'utf8').split('\n');
  if (identity && processIdentity(Number(pid)) === identity) {
    log(`ending Temporal ${pid}, left by an earlier desk`);
    await endLeftover(Number(pid), stopSteps);
  }
  await killStragglers(directory);
  rmSync(pidFile, { force: true });
}

/** The server does not migrate files of other versions. A fresh file is no loss: reconcile fills it from PostgreSQL. */
function keepFileOfThisVersion({ directory, binary, log }: TemporalOptions): void {
  const versionFile = join(directory, 'engine.version');
  const written = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : 'unknown';
  const files = readdirSync(directory).filter((name) => name.startsWith(engineFile));
  if (files.length > 0 && written !== binary.version) {
    log(
      `the engine's file was written by Temporal ${written}, this is ${binary.version}: it is moved aside and a new one begun`,
    );
    for (const name of files) renameSync(join(directory, name), join(directory, `of-${written}-${name}`));
  }
  writeFileSync(versionFile, `${binary.version}\n`);
}

async function spawnServer(options: TemporalOptions, port: number, namespace: string): Promise<WatchedChild> {
  const { directory, binary, log } = options;
  const words = [
    'server',
    'start-dev',
    '--headless',
    '--db-filename',
    engineFile,
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
  ];
  words.push('--http-port', String(await findFreePort()), '--metrics-port', String(await findFreePort()));
  words.push('--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL', '--log-level', 'warn');
  if (namespace !== 'default') words.push('--namespace', namespace);
  const child = spawn(binary.path, words, {
    // The file is named relative to its folder: a path with a question mark would be read as part of a connection string.
    cwd: directory,
    env: { HOME: directory, TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group: Ctrl+C in the terminal is for the supervisor.
    detached: true,
  });
  const server = await watchChild(child, log);
  writeFileSync(join(directory, 'engine.pid'), `${server.pid}\n${processIdentity(server.pid) ?? ''}\n`);
  return server;
}

async function becomeReady(server: WatchedChild, address: string, namespace: string): Promise<string | undefined> {
  try {
    await prepareNamespace({
      address,
      namespace,
      hasEnded: () => server.hasExited(),
      withinSeconds: readyDeadlineSeconds,
    });
    return undefined;
  } catch (error) {
    await server.stop(stopSteps);
    return `Temporal did not start: ${(error as Error).message}`;
  }
}
