import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { taskQueues } from './messages.ts';

const desk = proxyActivities<Activities>({
  taskQueue: taskQueues.sources,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10 seconds',
  // The next hour tries again.
  retry: { maximumAttempts: 1 },
});

/** Looks after accounts at platforms, such as their tokens, and at night compares what sources hold with what came in. Started by its schedule. */
export async function tendSources(): Promise<void> {
  await desk.tendAccounts().catch(() => {});
  for (const sourceId of await desk.sourcesToAudit().catch(() => [])) {
    // One source in trouble holds up no other.
    await desk.auditSource({ sourceId }).catch(() => {});
  }
}
