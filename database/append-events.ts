import type { NewEvent, TicketEvent } from '../domain/events.ts';
import { foldTicket } from '../domain/fold-ticket.ts';
import type { TicketState } from '../domain/ticket.ts';
import type { Connection } from './connect.ts';
import type { NewInput } from './inputs.ts';
import { fromTicket } from './ticket-row.ts';
import { rowsInto, toJson, writeTogether, type Part } from './write-together.ts';

export interface AppendTo {
  /** The ticket, locked by the caller; `before` is null for one that the first event opens. */
  id: string;
  before: TicketState | null;
  /** What the ticket is to take up because of these facts; its id must be new. */
  input?: NewInput;
  /** What else is written with them. */
  also?: readonly Part[];
}

/**
 * Appends facts to a locked ticket, numbered from its version, and stores the row that its events fold to, all in one
 * statement.
 */
export async function appendEvents(
  transaction: Connection,
  to: AppendTo,
  events: readonly NewEvent[],
): Promise<TicketState> {
  const first = (to.before?.version ?? 0) + 1;
  const numbered = events.map((event, index) => ({ ...event, number: first + index }) as TicketEvent);
  const after = numbered.reduce<TicketState | null>(foldTicket, to.before);
  if (after === null) throw new Error('a ticket needs an event to exist');
  if (numbered.length === 0 && !to.input) {
    await writeTogether(transaction, to.also ?? []);
    return after;
  }
  const parts = [to.before === null ? insertion(to, after) : update(to, after)];
  if (numbered.length > 0)
    parts.push(
      rowsInto(
        'events',
        numbered.map((event) => eventRow(to.id, event)),
      ),
    );
  if (to.input) parts.push(inputOf(to.input));
  await writeTogether(transaction, [...parts, ...(to.also ?? [])]);
  return after;
}

function insertion({ id, input }: AppendTo, after: TicketState): Part {
  return rowsInto('tickets', [{ id, ...fromTicket(after), input_count: input ? 1 : 0 }], 'RETURNING input_count');
}

function update({ id, input }: AppendTo, after: TicketState): Part {
  const row = fromTicket(after);
  const columns = Object.keys(row).join(', ');
  const count = input ? ', input_count = input_count + 1' : '';
  return {
    sql: `UPDATE tickets SET (${columns}) = (SELECT ${columns} FROM jsonb_populate_record(NULL::tickets, ?::jsonb))${count}
      WHERE tickets.id = ? RETURNING input_count`,
    bindings: [toJson(row), id],
  };
}

function eventRow(ticketId: string, { number, type, at, actor, data }: TicketEvent) {
  return { ticket_id: ticketId, number, type, at, actor, data };
}

/** Numbered by the ticket's row, which the first part writes. */
function inputOf(input: NewInput): Part {
  return {
    sql: `INSERT INTO inputs (id, ticket_id, number, kind, data, actor, created_at)
      SELECT ?, ?, input_count, ?, ?::jsonb, ?::jsonb, ? FROM part1`,
    bindings: [input.id, input.ticketId, input.kind, toJson(input.data), toJson(input.actor), input.now],
  };
}
