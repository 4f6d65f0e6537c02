import { theDesk, type Actor } from '../../domain/actor.ts';
import type { Desk } from '../../domain/desk.ts';
import type { Circumstances, Decision } from '../../domain/life/decision.ts';
import { startable } from '../../domain/life/startable.ts';
import type { StepInput, StepName, Work } from '../../domain/life/work.ts';
import type { TicketState } from '../../domain/ticket.ts';
import type { Connection, Database } from '../connect.ts';
import { loadWork, settleAndLoadWork, type OpenWork, type PendingWake, type SettledInput } from '../load-work.ts';
import { lockTicket } from '../ticket-row.ts';
import { writeDecision } from '../write-decision.ts';
import type { Part } from '../write-together.ts';

export const noWork: Work = { next: null, deliveries: [], wakeAt: null };

/** Wakes nearer than this are armed: the workflow sleeps until them instead of completing. */
export const NEAR_MILLISECONDS = 120_000;

/** What a step is run with. */
export interface StepRun extends StepInput {
  /** Called in the transaction when all is written: where the crash test holds it. */
  beforeCommit?: () => Promise<void>;
}

/** A step failed while this input or wake was in hand: who catches it can park it. */
export class StepError extends Error {
  readonly inHand: { inputId: string } | { wake: PendingWake };

  constructor(inHand: StepError['inHand'], cause: unknown) {
    super('a step failed', { cause });
    this.inHand = inHand;
  }
}

/** The ticket under its lock, in one transaction, while a step decides and writes. */
export class LockedTicket {
  readonly transaction: Connection;
  readonly ticketId: string;
  readonly now: string;
  readonly desk: Desk;
  ticket: TicketState;
  work: OpenWork;
  settled: SettledInput | null = null;

  constructor(state: { transaction: Connection; input: StepInput; desk: Desk; ticket: TicketState; work: OpenWork }) {
    this.transaction = state.transaction;
    this.ticketId = state.input.ticketId;
    this.now = state.input.now;
    this.desk = state.desk;
    this.ticket = state.ticket;
    this.work = state.work;
  }

  circumstances(actor: Actor = theDesk): Circumstances {
    const { ticketId, ticket, now, desk } = this;
    return { ticketId, ticket, now, desk, openDeliveries: this.work.deliveries, actor };
  }

  /** Writes a decision, and `parts` with it. */
  async write(
    decision: Decision,
    { actor = theDesk, parts = [] }: { actor?: Actor; parts?: readonly Part[] } = {},
  ): Promise<void> {
    this.ticket = await writeDecision(this.transaction, this.circumstances(actor), { decision, parts });
  }

  /** Ends the input in hand, when the step is over. */
  end(inputId: string, state: 'done' | 'refused', answer: object | null): void {
    this.settled = { id: inputId, state, step: null, answer, endedAt: this.now };
  }

  /** Leaves the input in hand to its next step, when this one is over. */
  moveOn(inputId: string, step: StepName): void {
    this.settled = { id: inputId, state: 'waiting', step, answer: null, endedAt: null };
  }
}

/** Runs one step: locks the ticket, reads its work, lets `act` decide and write, arms near wakes, tells the next work. */
export async function runStep(
  database: Database,
  input: StepRun,
  act: (locked: LockedTicket) => Promise<void>,
): Promise<Work> {
  return database.transaction(async (transaction) => {
    const ticket = await lockTicket(transaction, input.ticketId);
    if (!ticket) return noWork;
    const { work, desk } = await loadWork(transaction, input.ticketId);
    const locked = new LockedTicket({ transaction, input, desk, ticket, work });
    await act(locked);
    const after = locked.settled
      ? await settleAndLoadWork(transaction, input.ticketId, locked.settled)
      : (await loadWork(transaction, input.ticketId)).work;
    const wakeAt = await armNearWakes(transaction, after, input.now);
    await input.beforeCommit?.();
    return { ...nextWork(after, input.now), wakeAt };
  });
}

function nextWork(work: OpenWork, now: string): Omit<Work, 'wakeAt'> {
  return {
    next: work.input ? { inputId: work.input.id, step: work.input.step as StepName } : null,
    deliveries: startable(work.deliveries, now).map(({ id }) => id),
  };
}

async function armNearWakes(transaction: Connection, work: OpenWork, now: string): Promise<string | null> {
  const horizon = new Date(Date.parse(now) + NEAR_MILLISECONDS).toISOString();
  const near = work.wakes.filter(({ due }) => due <= horizon);
  const unarmed = near.filter(({ due, armedFor }) => due !== armedFor);
  if (unarmed.length > 0) {
    await transaction('wakes')
      .whereIn(
        'wakes.id',
        unarmed.map(({ id }) => id),
      )
      .update({ armed_for: transaction.ref('wakes.due') });
  }
  return near[0]?.due ?? null;
}
