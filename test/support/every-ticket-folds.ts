import type { Database } from '../../database/connect.ts';
import { fromTicket, toTicket, type TicketRow } from '../../database/ticket-row.ts';
import type { TicketEvent } from '../../domain/events.ts';
import { foldTickets } from '../../domain/fold-ticket.ts';

/** Folds every ticket's events and expects its row, but for what a purge took out of both. */
export async function expectEveryTicketFolds(database: Database): Promise<number> {
  const rows = await database('tickets').select<TicketRow[]>('*');
  const events = await database('events')
    .orderBy(['ticket_id', 'number'])
    .select<(Omit<TicketEvent, 'at'> & { ticket_id: string; at: Date })[]>('*');
  const byTicket = Map.groupBy(events, ({ ticket_id }) => ticket_id);
  for (const row of rows) {
    const own = (byTicket.get(row.id) ?? []).map(
      (event) => ({ ...event, at: event.at.toISOString() }) as unknown as TicketEvent,
    );
    const folded = foldTickets(own);
    expect(folded && fromTicket(folded)).toEqual(fromTicket(toTicket(row)));
  }
  return rows.length;
}
