import type { Actor } from '../domain/actor.ts';
import type { OpenDelivery } from '../domain/delivery.ts';
import type { WakeChange } from '../domain/life/decision.ts';
import type { Connection } from './connect.ts';
import type { InputKind } from './inputs.ts';

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
  waitingCount: number;
  wakes: PendingWake[];
}

/** Everything a ticket may have to do, in one statement. */
export async function loadWork(transaction: Connection, ticketId: string): Promise<OpenWork> {
  const { rows } = await transaction.raw<{ rows: OpenWork[] }>(
    `SELECT
       (SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'state', state, 'attempt', attempt,
           'attemptEndsAt', attempt_ends_at, 'nextAttemptAt', next_attempt_at, 'wasRepeated', was_repeated,
           'plannedAt', planned_at)), '[]')
          FROM deliveries WHERE ticket_id = :ticketId AND state IN ('planned', 'sending')) AS deliveries,
       (SELECT json_build_object('id', id, 'kind', kind, 'step', step, 'data', data, 'actor', actor)
          FROM inputs WHERE ticket_id = :ticketId AND state = 'waiting' ORDER BY number LIMIT 1) AS input,
       (SELECT count(*)::int FROM inputs WHERE ticket_id = :ticketId AND state = 'waiting') AS "waitingCount",
       (SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'reference', reference, 'due', due,
           'armedFor', armed_for) ORDER BY due), '[]')
          FROM wakes WHERE ticket_id = :ticketId AND fired_at IS NULL) AS wakes`,
    { ticketId },
  );
  const work = rows[0]!;
  return {
    ...work,
    deliveries: work.deliveries.map((delivery) => ({
      ...delivery,
      attemptEndsAt: utc(delivery.attemptEndsAt),
      nextAttemptAt: utc(delivery.nextAttemptAt)!,
      plannedAt: utc(delivery.plannedAt)!,
    })),
    wakes: work.wakes.map((wake) => ({ ...wake, due: utc(wake.due)!, armedFor: utc(wake.armedFor) })),
  };
}

/** JSON from PostgreSQL tells times with an offset; everywhere else they are ISO in UTC. */
function utc(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
