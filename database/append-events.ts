import type { NewEvent, TicketEvent } from '../domain/events.ts';
import { foldTicket } from '../domain/fold-ticket.ts';
import type { TicketState } from '../domain/ticket.ts';
import type { Connection } from './connect.ts';
import { fromTicket } from './ticket-row.ts';

/**
 * Appends facts to a locked ticket, numbered from its version, and stores the row that its events fold to.
 * @param before null for a ticket that the first event opens
 */
export async function appendEvents(
  transaction: Connection,
  ticket: { id: string; before: TicketState | null },
  events: readonly NewEvent[],
): Promise<TicketState> {
  const first = (ticket.before?.version ?? 0) + 1;
  const numbered = events.map((event, index) => ({ ...event, number: first + index }) as TicketEvent);
  const after = numbered.reduce<TicketState | null>(foldTicket, ticket.before);
  if (after === null) throw new Error('a ticket needs an event to exist');
  if (numbered.length === 0) return after;
  if (ticket.before === null) {
    await transaction('tickets').insert({ id: ticket.id, ...fromTicket(after) });
  } else {
    await transaction('tickets').where('tickets.id', ticket.id).update(fromTicket(after));
  }
  await transaction('events').insert(
    numbered.map((event) => ({
      ticket_id: ticket.id,
      number: event.number,
      type: event.type,
      at: event.at,
      actor: JSON.stringify(event.actor),
      data: JSON.stringify(event.data),
    })),
  );
  return after;
}
