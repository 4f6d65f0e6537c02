import type { Client } from '@temporalio/client';
import {
  addVisitorLine,
  startConversation as addConversation,
  type ConversationStart,
} from '../database/conversations.ts';
import { conversationWorkflowId, lookSignal, taskQueues, type ConversationLife } from '../workflows/messages.ts';
import type { Desk } from './ask.ts';
import { rememberCall } from './calls-under-way.ts';
import { oneAtATime } from './one-at-a-time.ts';

const DEADLINE_MILLISECONDS = 2000;

export type Start = Omit<ConversationStart, 'now'>;

/** Begins a talk: a row that the bot has yet to begin, then a look. The bot's first words are read from the talk. */
export async function startConversation(desk: Desk, start: Start): Promise<{ conversationId: string }> {
  const now = new Date().toISOString();
  const conversationId = await addConversation(desk.database, { ...start, now });
  tellConversation(desk, conversationId);
  return { conversationId };
}

/**
 * Writes a line of the visitor and tells the bot of it. The same key is the same line.
 * @throws DeskError NOT_FOUND, INVALID_INPUT for an empty line, STATE_FORBIDS when the talk has ended
 */
export async function sayInConversation(
  desk: Desk,
  line: { conversationId: string; key: string; text: string; option: string | null },
): Promise<{ number: number }> {
  const said = await addVisitorLine(desk.database, { ...line, now: new Date().toISOString() });
  tellConversation(desk, line.conversationId);
  return said;
}

const oneLookAtATime = oneAtATime<string>();

/** Wakes the talk's workflow without waiting for it. While Temporal is away the rows wait, and reconcile looks. */
export function tellConversation(desk: Desk, conversationId: string): void {
  const { client, lingerSeconds, continueAfterEvents } = desk;
  if (!client) return;
  oneLookAtATime(conversationId, () =>
    lookAtConversation(client, { conversationId, lingerSeconds, continueAfterEvents }),
  );
}

/** "Look at your rows", for a talk: starts its workflow or wakes the one that lives. Carries nothing, and may fail. */
export async function lookAtConversation(client: Client, life: ConversationLife): Promise<void> {
  const call = client.withDeadline(Date.now() + DEADLINE_MILLISECONDS, () =>
    client.workflow.signalWithStart('conversation', {
      workflowId: conversationWorkflowId(life.conversationId),
      taskQueue: taskQueues.tickets,
      args: [life],
      signal: lookSignal,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    }),
  );
  await rememberCall(client, call);
}
