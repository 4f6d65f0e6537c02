import type { Client } from '@temporalio/client';

const DEADLINE_MILLISECONDS = 2000;

/** Whether Temporal answers. @throws what it or the way to it says */
export async function checkEngine(client: Client): Promise<void> {
  await client.withDeadline(Date.now() + DEADLINE_MILLISECONDS, () => client.workflowService.getSystemInfo({}));
}
