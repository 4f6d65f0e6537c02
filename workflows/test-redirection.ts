import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { taskQueues } from './messages.ts';

const { sendTestMails } = proxyActivities<Activities>({
  taskQueue: taskQueues.deliveries,
  startToCloseTimeout: '2 minutes',
  scheduleToCloseTimeout: '5 minutes',
  retry: { maximumAttempts: 1 },
});

/** Tries a redirection rule out. To whom it went stands in the audit row of `testId`, not here. */
export async function testRedirection(test: { ruleId: string; testId: string }): Promise<void> {
  await sendTestMails(test);
}
