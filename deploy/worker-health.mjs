// Health of one worker: exits 0 when Temporal heard from a worker of this very host within two minutes.
// node deploy/worker-health.mjs [ADDRESS] [NAMESPACE]
import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';

const [address = 'temporal:7233', namespace = 'default'] = process.argv.slice(2);
const taskQueue = 'tickets';
const heardWithinSeconds = 120;
const callMilliseconds = 5_000;
const workflowQueue = 1;

const connection = Connection.lazy({ address });
try {
  const { pollers } = await connection.withDeadline(Date.now() + callMilliseconds, () =>
    connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: workflowQueue,
    }),
  );
  // A worker calls itself PROCESS@HOST, and the host of a container is the container.
  const ours = (pollers ?? []).filter(({ identity }) => identity?.split('@').at(-1) === hostname());
  const lastHeard = Math.max(0, ...ours.map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0)));
  const silentSeconds = Date.now() / 1000 - lastHeard;
  if (silentSeconds > heardWithinSeconds) {
    console.error(`Temporal has not heard from a worker on ${hostname()} for two minutes`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(`Temporal at ${address} does not answer: ${error.message}`);
  process.exitCode = 1;
} finally {
  await connection.close();
}
