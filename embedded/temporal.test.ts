import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { testServices } from '../test/test-services.ts';
import { isAlive } from './process-identity.ts';
import { startTemporal } from './temporal.ts';
import type { RunningTemporal } from './temporal.ts';
import { askTemporalVersion } from './temporal-version.ts';

const lines: string[] = [];
const directory = join(temporaryFolder(), 'engine ş?');
let running: RunningTemporal;

async function start(port?: number): Promise<RunningTemporal> {
  const binary = await askTemporalVersion(testServices.temporalCli);
  return startTemporal({ directory, binary, port, log: (line) => lines.push(line) });
}

async function withClient<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: running.address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

afterEach(async () => running.stop());

test('closed histories are kept for 30 days, not for the one day of a development server', async () => {
  running = await start();
  const described = await withClient((client) => client.workflowService.describeNamespace({ namespace: 'default' }));
  expect(Number(described.config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 3600);
});

test('a workflow started before a SIGKILL is still there afterwards, at the same address', async () => {
  running = await start();
  const { address } = running;
  await withClient((client) => client.workflow.start('nobody', { workflowId: 'kept', taskQueue: 'nobody' }));
  process.kill(running.pid, 'SIGKILL');
  await running.exited;
  running = await start(Number(address.split(':')[1]));
  expect(running.address).toBe(address);
  const description = await withClient((client) => client.workflow.getHandle('kept').describe());
  expect(description.status.name).toBe('RUNNING');
});

test('a server left over by a killed desk is ended, because two cannot share one file', async () => {
  const leftover = await start();
  running = await start();
  expect(isAlive(leftover.pid)).toBe(false);
});

test('a file that another version wrote is moved aside and a fresh one begun', async () => {
  running = await start();
  await running.stop();
  writeFileSync(join(directory, 'engine.version'), '1.8.2\n');
  running = await start();
  expect(readdirSync(directory)).toContain('of-1.8.2-engine.db');
  expect(existsSync(join(directory, 'engine.db'))).toBe(true);
  await expect(withClient((client) => client.workflow.getHandle('kept').describe())).rejects.toThrow('not found');
  expect(lines.join('\n')).toContain('written by Temporal 1.8.2');
});
