import type { TakenInput } from '../domain/lost-runs.ts';
import type { Connection } from './connect.ts';

/** What a ticket's rows tell of its life, without a word of a customer: what happened when, and what went out. */
export interface LifeOutline {
  ticketId: string;
  /** Talks whose words stand on the ticket. */
  conversationIds: string[];
  inputs: TakenInput[];
  events: { number: number; type: string; at: string }[];
  deliveries: { id: string; kind: string; state: string; attempts: number }[];
}

/** Reads the outline of a ticket's life; also of a purged one. @returns null when there is no such ticket */
export async function loadLife(connection: Connection, number: number): Promise<LifeOutline | null> {
  const ticket = await connection('tickets').where({ number }).first<{ id: string } | undefined>('id');
  if (!ticket) return null;
  const [conversationIds, inputs, events, deliveries] = await Promise.all([
    talksOf(connection, ticket.id),
    takenInputs(connection, ticket.id),
    connection('events')
      .where({ ticket_id: ticket.id })
      .orderBy('number')
      .select<{ number: number; type: string; at: Date }[]>('number', 'type', 'at'),
    connection('deliveries')
      .where({ ticket_id: ticket.id })
      .orderBy(['planned_at', 'id'])
      .select<LifeOutline['deliveries']>('id', 'kind', 'state', { attempts: 'attempt' }),
  ]);
  return {
    ticketId: ticket.id,
    conversationIds,
    inputs,
    events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
    deliveries,
  };
}

/** By the names under which their words arrived: those stay with the ticket, whatever becomes of the talk. */
async function talksOf(connection: Connection, ticketId: string): Promise<string[]> {
  const { rows } = await connection.raw<{ rows: { id: string }[] }>(
    `SELECT DISTINCT split_part(external_id, '/', 2) AS id FROM inbound_items
       WHERE ticket_id = ? AND external_id LIKE 'conversation/%' ORDER BY id`,
    [ticketId],
  );
  return rows.map(({ id }) => id);
}

/** Inputs that a run ended: by its clock, in `ended_at`. One that was taken back never came to a run. */
async function takenInputs(connection: Connection, ticketId: string): Promise<TakenInput[]> {
  const rows = await connection('inputs')
    .where({ ticket_id: ticketId })
    .whereIn('state', ['done', 'refused', 'parked'])
    .whereNotNull('ended_at')
    .orderBy('number')
    .select<{ number: number; ended_at: Date }[]>('number', 'ended_at');
  return rows.map(({ number, ended_at }) => ({ number, takenAt: ended_at.toISOString() }));
}
