import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { writeAtomically } from './write-atomically.ts';

/**
 * Below the range from which systems take ports for outgoing connections (32768 on Linux, 49152 elsewhere): otherwise a
 * client that knocks while its server restarts may be given that very port, connect to itself, and keep the server out.
 */
const lowestPort = 20_000;
const highestPort = 32_000;
const attempts = 200;

/** A TCP port of 127.0.0.1 that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(lowestPort, highestPort);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no free port found between ${lowestPort} and ${highestPort}`);
}

/**
 * The port that the file remembers from last time, else another, remembered from now on: addresses that were handed out
 * (of a form, of a customer's own page) go on working after a restart.
 */
export async function sameFreePort(file: string): Promise<number> {
  const before = rememberedPort(file);
  if (before !== null && (await isPortFree(before))) return before;
  const port = await findFreePort();
  writeAtomically(file, `${port}\n`);
  return port;
}

function rememberedPort(file: string): number | null {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port >= 1024 && port <= 65_535 ? port : null;
  } catch {
    return null;
  }
}

/** Whether `port` of 127.0.0.1 can be listened on now. */
export async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
