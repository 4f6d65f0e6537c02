import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const pauseMilliseconds = 20;

export interface WaitOptions {
  withinSeconds: number;
  /** Becomes true when waiting is pointless. */
  hasEnded?: () => boolean;
}

/** Waits until something listens at `host:port`; throws when nothing does in time. */
export async function waitForAddress(address: string, { withinSeconds, hasEnded }: WaitOptions): Promise<void> {
  const deadline = Date.now() + withinSeconds * 1000;
  for (;;) {
    const failure = await knock(address);
    if (!failure) return;
    if (hasEnded?.()) throw new Error('it ended while starting');
    if (Date.now() > deadline)
      throw new Error(`${address} did not answer within ${withinSeconds} seconds (${failure})`);
    await sleep(pauseMilliseconds);
  }
}

/** Why nobody answers there, or undefined when somebody does. */
async function knock(address: string): Promise<string | undefined> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2_000 });
    const settle = (failure?: string) => {
      socket.destroy();
      resolve(failure);
    };
    socket.once('connect', () => settle());
    socket.once('error', (error) => settle(error.message || 'refused'));
    socket.once('timeout', () => settle('timed out'));
  });
}
