import type { PartStatus } from './part-status.ts';
import { startNodePart } from './node-part.ts';
import { supervise } from './supervise.ts';
import type { PartPlan } from './supervise.ts';

const quick = { firstSeconds: 0.05, longestSeconds: 0.2, healthySeconds: 30 };
const readyThenWait = `process.on('SIGTERM', () => process.exit(0)); process.send({ ready: true }); setInterval(() => {}, 1000)`;

/** A part that runs `script` in a Node process of its own, and the states it went through. */
function partRunning(script: string): { plan: PartPlan; seen: PartStatus[] } {
  const seen: PartStatus[] = [];
  const start = (signal: AbortSignal) =>
    startNodePart({ words: ['-e', script], environment: {}, log: () => {}, signal });
  return { plan: { name: 'part', start, backOff: quick, onChange: (status) => seen.push(status) }, seen };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test('a part that is killed is started again', async () => {
  const { plan, seen } = partRunning(readyThenWait);
  const part = supervise(plan);
  await part.started;
  const { pid } = part.status();
  process.kill(pid ?? 0, 'SIGKILL');
  await until(() => part.status().state === 'running' && part.status().pid !== pid);
  expect(part.status()).toMatchObject({ restarts: 1, trouble: 'ended by SIGKILL' });
  await part.stop();
  expect(seen.map(({ state }) => state)).toEqual(['running', 'restarting', 'running', 'stopping', 'stopped']);
});

test('a part that crashes again and again is given longer pauses, up to the longest', async () => {
  const { plan, seen } = partRunning(`process.send({ ready: true }, () => process.exit(3))`);
  const part = supervise(plan);
  await part.started;
  await until(() => seen.filter(({ state }) => state === 'restarting').length >= 4);
  await part.stop();
  const times = seen.filter(({ state }) => state === 'restarting').map(({ since }) => Date.parse(since));
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(pauses[0]).toBeGreaterThanOrEqual(50);
  expect(pauses[1]).toBeGreaterThanOrEqual(100);
  expect(pauses[2]).toBeGreaterThanOrEqual(200);
});

test('a part that cannot start the first time says why, and is not tried again', async () => {
  const { plan } = partRunning(`console.error('no such mailbox'); process.exit(1)`);
  const part = supervise(plan);
  await expect(part.started).rejects.toThrow('no such mailbox');
  await part.stop();
  expect(part.status()).toMatchObject({ state: 'stopped', restarts: 0 });
});

test('a part that is stopped while it starts does not run on', async () => {
  const { plan } = partRunning(`setInterval(() => {}, 1000)`);
  const part = supervise(plan);
  await part.stop();
  await expect(part.started).rejects.toThrow('ended while starting');
});
