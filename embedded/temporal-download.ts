import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { pinnedTemporalVersion } from './temporal-version.ts';

const service = 'https://temporal.download/cli';
const answerMilliseconds = 3_000;
const archiveMilliseconds = 120_000;
const tarBlock = 512;

export interface DownloadOptions {
  /** Where the binary shall be. */
  target: string;
  service?: string;
  signal?: AbortSignal;
}

/** Fetches the Temporal binary as Temporal's own SDK does: the service names an archive and the file in it. */
export async function downloadTemporal(options: DownloadOptions): Promise<void> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const query = new URLSearchParams({ platform: process.platform, arch, format: 'tar.gz' });
  const address = `${options.service ?? service}/v${pinnedTemporalVersion}?${query.toString()}`;
  const answer = await get(address, limit(answerMilliseconds, options.signal));
  const { archiveUrl, fileToExtract } = (await answer.json()) as { archiveUrl: string; fileToExtract: string };
  const archive = await get(archiveUrl, limit(archiveMilliseconds, options.signal));
  const tar = await promisify(gunzip)(Buffer.from(await archive.arrayBuffer()));
  writeFileSync(options.target, fileInTar(tar, fileToExtract), { mode: 0o755 });
}

function limit(milliseconds: number, signal: AbortSignal | undefined): AbortSignal {
  const late = AbortSignal.timeout(milliseconds);
  return signal ? AbortSignal.any([late, signal]) : late;
}

async function get(address: string, signal: AbortSignal): Promise<Response> {
  const { host } = new URL(address);
  let answer: Response;
  try {
    answer = await fetch(address, { signal });
  } catch (error) {
    const { message, cause } = error as Error & { cause?: Error };
    throw new Error(`${host}: ${cause?.message ?? message}`, { cause: error });
  }
  if (!answer.ok) throw new Error(`${host} answered ${answer.status}`);
  return answer;
}

function fileInTar(tar: Buffer, wanted: string): Buffer {
  for (let offset = 0; offset + tarBlock <= tar.length;) {
    const name = textAt(tar, offset, 100).replace(/^\.\//, '');
    const bytes = Number.parseInt(textAt(tar, offset + 124, 12), 8) || 0;
    const start = offset + tarBlock;
    if (name === wanted) return tar.subarray(start, start + bytes);
    offset = start + Math.ceil(bytes / tarBlock) * tarBlock;
  }
  throw new Error(`the archive holds no ${wanted}`);
}

function textAt(tar: Buffer, offset: number, bytes: number): string {
  return tar
    .toString('utf8', offset, offset + bytes)
    .replace(/\0.*$/s, '')
    .trim();
}
