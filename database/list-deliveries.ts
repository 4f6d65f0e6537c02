import type { Knex } from 'knex';
import { DeskError } from '../domain/errors.ts';
import type { DeliveryState } from '../domain/delivery.ts';
import type { DeliveryView } from '../domain/views.ts';
import type { Connection } from './connect.ts';
import { isId } from './named-row.ts';

/** A delivery `d` of ticket `t` by sender `s`, as JSON in the shape of a view. */
export const deliveryObject = `json_build_object('id', d.id, 'ticketNumber', t.number, 'kind', d.kind,
  'to', CASE WHEN d.recipient IS NOT NULL THEN json_build_array(d.recipient)
    ELSE coalesce((d.recipients -> 'to')::json, '[]') END,
  'state', d.state, 'key', d.key, 'mailMessageId', d.mail_message_id, 'attempts', d.attempt,
  'nextAttemptAt', CASE WHEN d.state = 'planned' THEN d.next_attempt_at END, 'heldReason', d.held_reason,
  'wasRepeated', d.was_repeated,
  'isRead', CASE WHEN d.kind = 'chat' THEN (SELECT l.number <= c.read_number FROM conversation_lines l
    JOIN conversations c ON c.id = l.conversation_id WHERE l.delivery_id = d.id) END,
  'receipt', d.receipt, 'plannedAt', d.planned_at, 'endedAt', d.ended_at, 'sender', s.name)`;

export interface DeliveryQuery {
  state?: DeliveryState;
  ticketId?: string;
  limit: number;
  /** The last delivery of the page before. */
  after?: { plannedAt: string; id: string };
}

/** Deliveries, newest first. */
export async function listDeliveries(connection: Connection, query: DeliveryQuery): Promise<DeliveryView[]> {
  const conditions = [
    ...(query.state ? [connection.raw('d.state = ?', [query.state])] : []),
    ...(query.ticketId ? [connection.raw('d.ticket_id = ?::uuid', [query.ticketId])] : []),
    ...(query.after
      ? [connection.raw('(d.planned_at, d.id) < (?::timestamptz, ?::uuid)', [query.after.plannedAt, query.after.id])]
      : []),
  ];
  return readDeliveries(connection, conditions, query.limit);
}

/** @throws DeskError NOT_FOUND */
export async function showDelivery(
  connection: Connection,
  deliveryId: string,
): Promise<DeliveryView & { ticketId: string }> {
  const [found] = isId(deliveryId)
    ? await readDeliveries(connection, [connection.raw('d.id = ?::uuid', [deliveryId])], 1)
    : [];
  if (!found) throw new DeskError('NOT_FOUND', `there is no delivery ${deliveryId}`);
  const ticket = await connection('deliveries').where({ id: deliveryId }).first<{ ticket_id: string }>('ticket_id');
  return { ...found, ticketId: ticket!.ticket_id };
}

async function readDeliveries(connection: Connection, conditions: Knex.Raw[], limit: number): Promise<DeliveryView[]> {
  const { rows } = await connection.raw<{ rows: { delivery: DeliveryView }[] }>(
    `SELECT ${deliveryObject} AS delivery
     FROM deliveries d JOIN tickets t ON t.id = d.ticket_id LEFT JOIN senders s ON s.id = d.sender_id
     WHERE true${conditions.map(() => ' AND ?').join('')} ORDER BY d.planned_at DESC, d.id DESC LIMIT ?`,
    [...conditions, Math.max(1, Math.min(limit, 500))],
  );
  return rows.map(({ delivery }) => deliveryInUtc(delivery));
}

/** Times from JSON carry an offset; everywhere else they are ISO in UTC. */
export function deliveryInUtc(delivery: DeliveryView): DeliveryView {
  return {
    ...delivery,
    nextAttemptAt: delivery.nextAttemptAt && utc(delivery.nextAttemptAt),
    plannedAt: utc(delivery.plannedAt),
    endedAt: delivery.endedAt && utc(delivery.endedAt),
  };
}

function utc(time: string): string {
  return new Date(time).toISOString();
}
