import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { taskQueues } from './messages.ts';

const { pollSource: poll } = proxyActivities<Activities>({
  taskQueue: taskQueues.sources,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10 seconds',
  // The schedule polls again soon; more tries here would only pile up.
  retry: { maximumAttempts: 1 },
});

/** One poll of one source, started by its schedule. Its cursor and what it found stand in the database. */
export async function pollSource(input: { sourceId: string }): Promise<void> {
  try {
    await poll(input);
  } catch {
    // Told on the source by the next poll that reaches the database.
  }
}
