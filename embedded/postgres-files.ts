import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DeskError } from '../domain/errors.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { canEnter, findNobody } from './unprivileged-user.ts';
import type { ProcessUser } from './unprivileged-user.ts';

/** Where root's databases go when PostgreSQL's user may not enter the desk's own folder. */
const sharedFolder = '/var/lib/deskhand';
export const postgresRole = 'deskhand';

export interface PostgresFiles {
  dataDirectory: string;
  binaries: PostgresBinaries;
  /** The user PostgreSQL runs as; undefined means ours. */
  user: ProcessUser | undefined;
  password: string;
}

export interface PostgresFilesOptions {
  directory: string;
  durable: boolean;
  log: (line: string) => void;
  onProgress: (message: string) => void;
}

/** Finds or makes everything PostgreSQL needs on disk under `directory`: data, password, and as root another user. */
export async function preparePostgresFiles(options: PostgresFilesOptions): Promise<PostgresFiles> {
  const { directory, log } = options;
  const isRoot = process.getuid?.() === 0;
  mkdirSync(directory, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
  const base = isRoot ? rootDataFolder(directory, log) : directory;
  const dataDirectory = join(base, 'data');
  const user = isRoot ? ownerOf(dataDirectory) : undefined;
  const binaries = findPostgresBinaries(user, sharedFolder);
  const password = readOrMakePassword(directory, dataDirectory);
  if (!existsSync(dataDirectory)) {
    options.onProgress('creating the database files');
    await createCluster({ ...options, base, dataDirectory, user, binaries, password });
  } else assertOurs(dataDirectory);
  return { dataDirectory, binaries, user, password };
}

/** `directory` itself, or the folder its pointer file names because PostgreSQL's user cannot enter `directory`. */
function rootDataFolder(directory: string, log: (line: string) => void): string {
  const pointer = join(directory, 'data-folder');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  if (existsSync(join(directory, 'data')) || canEnter(findNobody(), directory)) return directory;
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  const elsewhere = mkdtempSync(join(sharedFolder, 'desk-'));
  chmodSync(elsewhere, 0o711);
  writeFileSync(pointer, `${elsewhere}\n`);
  log(`PostgreSQL does not run as root, and another user cannot enter ${directory}: its data is kept in ${elsewhere}`);
  return elsewhere;
}

function ownerOf(dataDirectory: string): ProcessUser {
  if (!existsSync(dataDirectory)) return findNobody();
  const { uid, gid } = statSync(dataDirectory);
  return uid === 0 ? findNobody() : { uid, gid };
}

function assertOurs(dataDirectory: string): void {
  const { uid } = statSync(dataDirectory);
  const ourUid = process.getuid?.();
  if (ourUid === undefined || ourUid === 0 || uid === ourUid) return;
  throw new DeskError(
    'DATABASE_START_FAILED',
    `${dataDirectory} belongs to user ${uid}, you are user ${ourUid}; start the desk as the user who made it (root, if in doubt), or set DESKHAND_HOME to another folder`,
  );
}

function readOrMakePassword(directory: string, dataDirectory: string): string {
  const file = join(directory, 'password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (existsSync(dataDirectory)) {
    throw new DeskError(
      'DATABASE_START_FAILED',
      `${file} is missing, and without it nobody can log in to ${dataDirectory}`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

interface NewCluster extends PostgresFilesOptions, PostgresFiles {
  base: string;
}

/** Made beside its final place and renamed, so that an interrupted start leaves no half database behind. */
async function createCluster(cluster: NewCluster): Promise<void> {
  const unfinished = join(cluster.base, 'data.new');
  const passwordFile = join(cluster.base, 'password.new');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  if (cluster.user) {
    for (const path of [unfinished, passwordFile]) chownSync(path, cluster.user.uid, cluster.user.gid);
  }
  try {
    await runInitdb(cluster, unfinished, passwordFile);
    renameSync(unfinished, cluster.dataDirectory);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Sorting is PostgreSQL's own C.UTF-8, the same on every machine. The character classes that pg_trgm and text search use
 * come from the C library, so its UTF-8 locale is taken where it has one: under plain C, "ş" would not be a letter.
 */
async function runInitdb(cluster: NewCluster, dataDirectory: string, passwordFile: string): Promise<void> {
  const failures: string[] = [];
  for (const characterClasses of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    try {
      const { stdout } = await promisify(execFile)(
        cluster.binaries.initdb,
        [
          `--pgdata=${dataDirectory}`,
          `--username=${postgresRole}`,
          `--pwfile=${passwordFile}`,
          '--auth=scram-sha-256',
          '--encoding=UTF8',
          '--locale-provider=builtin',
          '--builtin-locale=C.UTF-8',
          '--locale=C',
          `--lc-ctype=${characterClasses}`,
          ...(cluster.durable ? [] : ['--no-sync']),
        ],
        { ...cluster.user, cwd: cluster.base, env: { LC_ALL: 'C' } },
      );
      for (const line of stdout.split('\n')) cluster.log(line);
      return;
    } catch (error) {
      failures.push(String((error as { stderr?: string }).stderr || (error as Error).message).trim());
      if (!failures.at(-1)?.includes('invalid locale name')) break;
    }
  }
  throw new DeskError('DATABASE_START_FAILED', `initdb failed: ${failures.at(-1)}`);
}
