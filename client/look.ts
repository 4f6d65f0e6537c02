import type { Client } from '@temporalio/client';
import { rememberCall } from './calls-under-way.ts';
import { lookSignal, taskQueues, ticketWorkflowId, type TicketLife } from '../workflows/messages.ts';

const DEADLINE_MILLISECONDS = 2000;

/**
 * "Look at your rows": starts the ticket's workflow or wakes the one that lives. Carries nothing, is never awaited by
 * whoever accepts a request, and may fail: the row waits, and reconcile looks.
 */
export async function look(client: Client, life: TicketLife): Promise<void> {
  const call = client.withDeadline(Date.now() + DEADLINE_MILLISECONDS, () =>
    client.workflow.signalWithStart('ticket', {
      workflowId: ticketWorkflowId(life.ticketId),
      taskQueue: taskQueues.tickets,
      args: [life],
      signal: lookSignal,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    }),
  );
  await rememberCall(client, call);
}
