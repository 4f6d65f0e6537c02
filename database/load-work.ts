import type { Actor } from '../domain/actor.ts';
import type { OpenDelivery } from '../domain/delivery.ts';
import type { Desk } from '../domain/desk.ts';
import type { WakeChange } from '../domain/life/decision.ts';
import type { Connection } from './connect.ts';
import type { InputKind } from './inputs.ts';
import { deskColumns, toDesk, type DeskRow } from './load-desk.ts';
import { runPrepared } from './run-prepared.ts';
import { toJson } from './write-together.ts';

export interface WaitingInput {
  id: string;
  kind: InputKind;
  step: string;
  data: Record<string, unknown>;
  actor: Actor;
}

export interface PendingWake {
  id: string;
  kind: WakeChange['kind'];
  reference: string | null;
  due: string;
  armedFor: string | null;
}

export interface OpenWork {
  deliveries: OpenDelivery[];
  input: WaitingInput | null;
  wakes: PendingWake[];
}

/** Deliveries and wakes that are open, and the oldest input that waits after the step `settled`. */
const workColumns = `
  (SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'state', state, 'attempt', attempt,
      'attemptEndsAt', attempt_ends_at, 'nextAttemptAt', next_attempt_at, 'wasRepeated', was_repeated,
      'plannedAt', planned_at)), '[]')
     FROM deliveries WHERE ticket_id = :ticketId AND state IN ('planned', 'sending')) AS deliveries,
  (SELECT json_build_object('id', id, 'kind', kind, 'step', coalesce(settled.step, inputs.step), 'data', data, 'actor', actor)
     FROM inputs LEFT JOIN settled USING (id)
     WHERE ticket_id = :ticketId AND inputs.state = 'waiting' AND coalesce(settled.state, 'waiting') = 'waiting'
     ORDER BY number LIMIT 1) AS input,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'reference', reference, 'due', due,
      'armedFor', armed_for) ORDER BY due), '[]')
     FROM wakes WHERE ticket_id = :ticketId AND fired_at IS NULL) AS wakes`;

/** Everything a ticket may have to do, and what a decision about it may know of the desk, in one statement. */
export async function loadWork(transaction: Connection, ticketId: string): Promise<{ work: OpenWork; desk: Desk }> {
  const rows = await runPrepared<OpenWork & DeskRow>(
    transaction,
    `WITH settled AS (SELECT NULL::uuid AS id, NULL AS state, NULL AS step WHERE false) SELECT ${workColumns}, ${deskColumns}`,
    { ticketId },
  );
  return { work: toWork(rows[0]!), desk: toDesk(rows[0]!) };
}

/** How an input leaves the step that had it in hand. */
export interface SettledInput {
  id: string;
  state: 'waiting' | 'done' | 'refused';
  /** Its next step, while it waits. */
  step: string | null;
  answer: object | null;
  endedAt: string | null;
}

/** Settles the input in hand and tells what there is to do after it, in one statement. */
export async function settleAndLoadWork(
  transaction: Connection,
  ticketId: string,
  input: SettledInput,
): Promise<OpenWork> {
  const rows = await runPrepared<OpenWork>(
    transaction,
    `WITH settled AS (
       UPDATE inputs SET state = :state, step = coalesce(:step, step), answer = :answer::jsonb, ended_at = :endedAt
       WHERE id = :id AND state = 'waiting' RETURNING id, state, step)
     SELECT ${workColumns}`,
    { ...input, answer: input.answer && toJson(input.answer), ticketId },
  );
  return toWork(rows[0]!);
}

function toWork({ deliveries, input, wakes }: OpenWork): OpenWork {
  return {
    input,
    deliveries: deliveries.map((delivery) => ({
      ...delivery,
      attemptEndsAt: utc(delivery.attemptEndsAt),
      nextAttemptAt: utc(delivery.nextAttemptAt)!,
      plannedAt: utc(delivery.plannedAt)!,
    })),
    wakes: wakes.map((wake) => ({ ...wake, due: utc(wake.due)!, armedFor: utc(wake.armedFor) })),
  };
}

/** JSON from PostgreSQL tells times with an offset; everywhere else they are ISO in UTC. */
function utc(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
