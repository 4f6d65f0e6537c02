import type { Client } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../domain/actor.ts';
import type { Command, CommandAnswer } from '../domain/command.ts';
import { DeskError, type ErrorCode } from '../domain/errors.ts';
import type { HoldAt } from '../domain/fail-points.ts';
import type { Database } from '../database/connect.ts';
import { addInput, readInput, type InputAnswer } from '../database/inputs.ts';
import { newId } from '../database/new-id.ts';
import { look } from './look.ts';

/** What is needed to speak to the desk. */
export interface Desk {
  database: Database;
  /** Null while Temporal cannot be reached: commands are accepted all the same and wait. */
  client: Client | null;
  lingerSeconds: number;
  continueAfterEvents: number;
  /** Where a crash test ends the asking process. */
  failPoint?: HoldAt;
}

export interface Asking {
  ticketId: string;
  command: Command;
  actor: Actor;
  /** Made when the composer or picker opened: a second press finds the first. */
  commandId?: string;
  /** How long an answer is waited for. Default 3000. */
  patienceMilliseconds?: number;
}

export type Answer = { outcome: 'waiting'; commandId: string } | (CommandAnswer & { commandId: string });

/**
 * Gives a command to a ticket and waits a moment for its answer. Accepting is one row; taking it up is the workflow's.
 * @returns outcome 'waiting' when the answer takes longer: the command stands on the ticket and can be cancelled
 * @throws DeskError NOT_FOUND when there is no such ticket
 */
export async function ask(desk: Desk, asking: Asking): Promise<Answer> {
  const commandId = asking.commandId ?? newId();
  await accept(desk, asking, commandId);
  await desk.failPoint?.('command:accepted', { inputId: commandId });
  tell(desk, asking.ticketId);
  const answer = await awaitAnswer(desk.database, commandId, asking.patienceMilliseconds ?? 3000);
  if (!answer) return { outcome: 'waiting', commandId };
  if (answer.state === 'parked') {
    throw new DeskError('UNEXPECTED', 'the command could not be taken up and stands parked on the ticket');
  }
  if (answer.state === 'cancelled')
    return { outcome: 'refused', commandId, version: 0, code: 'REFUSED', message: 'the command was cancelled' };
  return { ...answer.answer!, commandId };
}

/** Like `ask`, for callers that want a refusal thrown. @throws DeskError with the refusal's code */
export async function askOrThrow(desk: Desk, asking: Asking): Promise<Answer> {
  const answer = await ask(desk, asking);
  if (answer.outcome !== 'refused') return answer;
  throw new DeskError((answer.code ?? 'REFUSED') as ErrorCode, answer.message ?? 'refused', {
    details: answer.details ?? {},
  });
}

async function accept(desk: Desk, asking: Asking, commandId: string): Promise<void> {
  const { ticketId, command, actor } = asking;
  const now = new Date().toISOString();
  const isNew = await addInput(desk.database, {
    id: commandId,
    ticketId,
    kind: 'command',
    data: command as unknown as Record<string, unknown>,
    actor,
    now,
  });
  if (isNew || (await readInput(desk.database, commandId))) return;
  throw new DeskError('NOT_FOUND', `there is no ticket ${ticketId}`);
}

/** Wakes the ticket's workflow without waiting for it. */
export function tell(desk: Desk, ticketId: string): void {
  const { client, lingerSeconds, continueAfterEvents } = desk;
  if (!client) return;
  look(client, { ticketId, lingerSeconds, continueAfterEvents }).catch(() => {
    // Temporal is away: the row waits, and reconcile looks.
  });
}

async function awaitAnswer(
  database: Database,
  commandId: string,
  patienceMilliseconds: number,
): Promise<InputAnswer | null> {
  const until = Date.now() + patienceMilliseconds;
  for (let pause = 5; Date.now() < until; pause = Math.min(pause + 5, 50)) {
    const answer = await readInput(database, commandId);
    if (answer && answer.state !== 'waiting') return answer;
    await sleep(pause);
  }
  return null;
}
