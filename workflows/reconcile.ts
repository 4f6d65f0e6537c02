import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { taskQueues } from './messages.ts';

const desk = proxyActivities<Activities>({
  taskQueue: taskQueues.sources,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { maximumAttempts: 1 },
});

/** Makes good what a look, a crash or an emptied engine left behind, and archives closed runs. Started by its schedule. */
export async function reconcile(): Promise<void> {
  for (const part of [desk.lookAtWaiting, desk.matchSchedules, desk.archiveClosedRuns]) {
    try {
      await part();
    } catch {
      // The next round does what this one could not.
    }
  }
}
