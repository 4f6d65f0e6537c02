import type { Command, CommandAnswer, ReplyWay } from '../../domain/command.ts';
import type { DeliveryKind } from '../../domain/delivery.ts';
import { takeCommand } from '../../domain/life/take-command.ts';
import { nothing, type Decision, type NewDelivery } from '../../domain/life/decision.ts';
import { runAutomations } from '../../domain/life/run-automations.ts';
import { settleOverdue } from '../../domain/life/settle-overdue.ts';
import { takeMessage } from '../../domain/life/take-message.ts';
import { takeRefusedAnswer } from '../../domain/life/take-refused-answer.ts';
import { takeWake } from '../../domain/life/take-wake.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Database } from '../connect.ts';
import { addInput, parkInput } from '../inputs.ts';
import { loadWork, type PendingWake, type WaitingInput } from '../load-work.ts';
import { newId } from '../new-id.ts';
import { loadCommandContext } from './command-context.ts';
import { planAcknowledgement } from './plan-acknowledgement.ts';
import { runStep, StepError, type LockedTicket, type StepRun } from './step.ts';
import type { Work } from '../../domain/life/work.ts';

/**
 * Takes up what a ticket has waiting: settles attempts past their end, fires wakes that are due, applies the oldest
 * input and runs automations on what happened. All in one transaction, all under the ticket's lock.
 * An opening is only begun here: its later steps have transactions of their own.
 * @throws StepError naming the wake or the input in hand
 */
export async function takeUp(database: Database, input: StepRun): Promise<Work> {
  return runStep(database, input, async (locked) => {
    await settle(locked);
    for (const wake of locked.work.wakes.filter(({ due }) => due <= locked.now)) {
      try {
        await fire(locked, wake);
      } catch (error) {
        throw new StepError({ wake }, error);
      }
    }
    const waiting = locked.work.input;
    if (!waiting || waiting.step !== 'takeUp') return;
    try {
      await apply(locked, waiting);
    } catch (error) {
      throw new StepError({ inputId: waiting.id }, error);
    }
  });
}

async function settle(locked: LockedTicket): Promise<void> {
  const decision = settleOverdue(locked.circumstances());
  if (decision.events.length === 0) return;
  await locked.write(decision);
  // What is decided next must see them as they stand now.
  locked.work = (await loadWork(locked.transaction, locked.ticketId)).work;
}

/** A wake becomes an input that is done at once: what the ticket took up stands in one list. */
async function fire(locked: LockedTicket, wake: PendingWake): Promise<void> {
  await locked.transaction('wakes').where('wakes.id', wake.id).update({ fired_at: locked.now });
  await addInput(locked.transaction, {
    id: newId(),
    ticketId: locked.ticketId,
    kind: 'wake',
    data: dataOf(wake),
    actor: theDesk,
    now: locked.now,
    state: 'done',
  });
  const decision = takeWake(locked.circumstances(), wake);
  await locked.write(runAutomations(locked.circumstances(), decision));
}

function dataOf({ id, kind, due }: PendingWake) {
  return { wakeId: id, kind, due };
}

/** Sets aside a wake whose firing fails, as a parked input that may be tried again: it must not hold up the ticket. */
export async function parkWake(
  database: Database,
  parked: { ticketId: string; wake: PendingWake; errorCode: string; detail: string; now: string },
): Promise<void> {
  const { ticketId, wake, now } = parked;
  await database.transaction(async (transaction) => {
    const count = await transaction('wakes')
      .where({ id: wake.id, due: wake.due, fired_at: null })
      .update({ fired_at: now });
    if (count === 0) return;
    const id = newId();
    await addInput(transaction, { id, ticketId, kind: 'wake', data: dataOf(wake), actor: theDesk, now });
    await parkInput(transaction, { inputId: id, ...parked });
  });
}

/** A parked wake that is tried again: only while it was not set anew since. */
async function fireAgain(locked: LockedTicket, input: WaitingInput): Promise<void> {
  const wake = await locked
    .transaction('wakes')
    .where({ id: input.data['wakeId'] ?? null, due: input.data['due'] ?? null })
    .first<Pick<PendingWake, 'kind'> | undefined>('kind');
  const decision = wake ? takeWake(locked.circumstances(), wake) : nothing();
  await locked.write(runAutomations(locked.circumstances(), decision));
  locked.end(input.id, 'done', null);
}

async function apply(locked: LockedTicket, input: WaitingInput): Promise<void> {
  switch (input.kind) {
    case 'opening':
      await locked.write(runAutomations(locked.circumstances(), await planAcknowledgement(locked, input)));
      locked.moveOn(input.id, 'assignRepresentative');
      return;
    case 'message': {
      const automatic = (input.data['automatic'] as string | null) ?? null;
      await locked.write(
        runAutomations(
          locked.circumstances(input.actor),
          takeMessage(locked.circumstances(input.actor), { automatic }),
        ),
        { actor: input.actor },
      );
      locked.end(input.id, 'done', null);
      return;
    }
    case 'command':
      return applyCommand(locked, input);
    case 'wake':
      return fireAgain(locked, input);
    default:
      await locked.write(runAutomations(locked.circumstances(), receiptDecision(locked, input)));
      locked.end(input.id, 'done', null);
  }
}

/** A receipt was recorded with its event where it arrived. Only an answer that a platform refused changes the ticket. */
function receiptDecision(locked: LockedTicket, { data }: WaitingInput): Decision {
  return data['outcome'] === 'answer-refused' ? takeRefusedAnswer(locked.circumstances()) : nothing();
}

async function applyCommand(locked: LockedTicket, input: WaitingInput): Promise<void> {
  const command = input.data as unknown as Command;
  const at = locked.circumstances(input.actor);
  const decision = takeCommand(at, command, await loadCommandContext(locked, { commandId: input.id, command }));
  if (!decision.refusal) await locked.write(runAutomations(at, decision), { actor: input.actor });
  const answer = answerTo(locked, decision);
  locked.end(input.id, answer.outcome, answer);
}

function answerTo(locked: LockedTicket, decision: Decision): CommandAnswer {
  const version = locked.ticket.version;
  if (decision.refusal) return { outcome: 'refused', version, ...decision.refusal };
  const [delivery] = decision.deliveries;
  if (!delivery) return { outcome: 'done', version };
  return { outcome: 'done', version, deliveryId: delivery.id, ...wayOf(delivery) };
}

function wayOf({ kind }: NewDelivery): Pick<CommandAnswer, 'by'> {
  const ways: Partial<Record<DeliveryKind, ReplyWay>> = {
    reply: 'mail',
    chat: 'chat',
    'public-reply': 'public',
    'private-reply': 'private',
  };
  const by = ways[kind];
  return by ? { by } : {};
}
