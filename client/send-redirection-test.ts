import { DeskError } from '../domain/errors.ts';
import { newId } from '../database/new-id.ts';
import { taskQueues } from '../workflows/messages.ts';
import type { Desk } from './ask.ts';

export interface TestResult {
  address: string;
  outcome: string;
  /** The mail server's words. */
  words: string;
}

/**
 * Tries a redirection rule out: everybody it names gets a mail marked as a test.
 * @throws DeskError ENGINE_UNREACHABLE when nobody could be asked to send it
 */
export async function sendRedirectionTest(
  desk: Desk,
  { ruleId }: { ruleId: string },
): Promise<{ results: TestResult[]; skipped: { reason: string }[] }> {
  if (!desk.client) throw new DeskError('ENGINE_UNREACHABLE', 'the test needs Temporal');
  const testId = newId();
  try {
    await desk.client.workflow.execute('testRedirection', {
      workflowId: `test-redirection/${testId}`,
      taskQueue: taskQueues.tickets,
      args: [{ ruleId, testId }],
    });
  } catch (error) {
    throw new DeskError('ENGINE_UNREACHABLE', 'the test could not be sent', { cause: error });
  }
  const row = await desk
    .database('audit')
    .where({ action: 'redirection.tested', subject: testId })
    .first<{ data: { results: TestResult[]; skipped: { reason: string }[] } } | undefined>('data');
  return row?.data ?? { results: [], skipped: [] };
}
