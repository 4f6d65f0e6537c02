import { createServer } from 'node:net';
import { findFreePort, isPortFree } from './free-port.ts';

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
