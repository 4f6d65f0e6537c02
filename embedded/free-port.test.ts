import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { findFreePort, isPortFree, sameFreePort } from './free-port.ts';

const folder = temporaryFolder();

test('a port that somebody listens on is not taken', async () => {
  const port = await findFreePort();
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  expect(await isPortFree(port)).toBe(false);
  await new Promise((resolve) => holder.close(resolve));
  expect(await isPortFree(port)).toBe(true);
});

test('ports lie below those that the system gives to outgoing connections', async () => {
  expect(await findFreePort()).toBeLessThan(32_768);
});

test('a desk that starts again listens where it did, unless somebody else took the place', async () => {
  const file = join(folder, 'intake.port');
  const port = await sameFreePort(file);
  expect(await sameFreePort(file)).toBe(port);
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  const other = await sameFreePort(file);
  expect(other).not.toBe(port);
  await new Promise((resolve) => holder.close(resolve));
  expect(await sameFreePort(file)).toBe(other);
  writeFileSync(file, 'nonsense');
  expect(await sameFreePort(file)).toBeGreaterThan(1024);
});
