import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { DeskError } from '../domain/errors.ts';
import { endLeftover, killStragglers } from './end-leftover.ts';
import { findFreePort } from './free-port.ts';
import { onAbort } from './on-abort.ts';
import { postgresRole, preparePostgresFiles } from './postgres-files.ts';
import type { PostgresFiles } from './postgres-files.ts';
import { processBelongsTo, processIdentity } from './process-identity.ts';
import type { RunningPart } from './running-part.ts';
import { watchChild } from './watch-child.ts';
import type { StopStep, WatchedChild } from './watch-child.ts';

export interface RunningPostgres extends RunningPart {
  url: string;
  port: number;
}

export interface PostgresOptions {
  /** Data, password and pointer file live below it. */
  directory: string;
  log: (line: string) => void;
  onProgress?: (message: string) => void;
  /** A restarted server keeps the port its clients know; otherwise a free one is taken. */
  port?: number;
  /** Tests need not survive a power cut, only a killed process: they do without fsync. */
  durable?: boolean;
  /** Ends a server that is still starting. */
  signal?: AbortSignal;
}

const database = 'deskhand';
const portAttempts = 5;
const readyDeadlineSeconds = 120;
/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one, after which the next start recovers from the log. */
const stopSteps: StopStep[] = [
  { signal: 'SIGINT', seconds: 10 },
  { signal: 'SIGQUIT', seconds: 3 },
];

/**
 * Starts the embedded PostgreSQL on 127.0.0.1, making its files and the database `deskhand` the first time, and ending
 * a server that an earlier desk left on the same files. Throws DATABASE_START_FAILED with the tail of its log.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { directory, log, onProgress = () => {}, durable = true } = options;
  const files = await preparePostgresFiles({ directory, durable, log, onProgress });
  await endEarlierServer(files.dataDirectory, log);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort());
    onProgress(`starting on port ${port}`);
    const server = await spawnServer({ files, port, durable, log });
    const letGo = onAbort(options.signal, () => void server.stop(stopSteps));
    const failure = await becomeReady(server, serverUrl(files, port, 'postgres'));
    letGo();
    if (!failure) return running(server, files, port);
    const portWasTaken = options.port === undefined && /could not bind|Address already in use/.test(server.tail());
    if (portWasTaken && attempt < portAttempts) continue;
    throw new DeskError('DATABASE_START_FAILED', `${failure}; its last lines were:\n${server.tail()}\n`);
  }
}

/** What runs on our files and is not ours to wait for: a server whose desk was killed, or the children of a killed server. */
async function endEarlierServer(dataDirectory: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (pid > 0 && processIdentity(pid) && processBelongsTo(pid, dataDirectory)) {
    log(`ending PostgreSQL ${pid}, left by an earlier desk`);
    await endLeftover(pid, stopSteps);
  }
  await killStragglers(dataDirectory);
  // PostgreSQL would take a stranger that was given the dead server's number for that server, and refuse to start.
  rmSync(pidFile, { force: true });
}

interface ServerPlan {
  files: PostgresFiles;
  port: number;
  durable: boolean;
  log: (line: string) => void;
}

async function spawnServer({ files, port, durable, log }: ServerPlan): Promise<WatchedChild> {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_preload_libraries: 'pg_stat_statements',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    logging_collector: 'off',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(files.binaries.postgres, ['-D', files.dataDirectory, ...words], {
    ...files.user,
    cwd: files.dataDirectory,
    env: { LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own process group: Ctrl+C in the terminal is for the supervisor, which stops PostgreSQL last.
    detached: true,
  });
  return watchChild(child, log);
}

/** Waits until the server answers and holds the database `deskhand`; returns what went wrong otherwise. */
async function becomeReady(server: WatchedChild, url: string): Promise<string | undefined> {
  try {
    await server.says(/ready to accept connections/, readyDeadlineSeconds);
    await createDatabaseOnce(url);
    return undefined;
  } catch (error) {
    if (server.hasExited()) return 'PostgreSQL ended while starting';
    await server.stop(stopSteps);
    return `PostgreSQL did not become ready (${(error as Error).message})`;
  }
}

async function createDatabaseOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}

function serverUrl(files: PostgresFiles, port: number, name: string): string {
  return `postgres://${postgresRole}:${files.password}@127.0.0.1:${port}/${name}`;
}

function running(server: WatchedChild, files: PostgresFiles, port: number): RunningPostgres {
  return {
    pid: server.pid,
    port,
    url: serverUrl(files, port, database),
    exited: server.exited,
    stop: () => server.stop(stopSteps),
  };
}
