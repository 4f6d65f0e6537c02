import type { Actor } from '../domain/actor.ts';
import { appendEvents } from './append-events.ts';
import type { Connection } from './connect.ts';
import { lockTicket } from './ticket-row.ts';

export interface TicketMove {
  ticketIds: readonly string[];
  /** Whose they are to be still, once each is locked. */
  from: string;
  to: string;
  actor: Actor;
  now: string;
}

/** Gives tickets another contact: an event each, under its lock, in two statements. @returns those that were moved */
export async function moveTickets(transaction: Connection, move: TicketMove): Promise<string[]> {
  const moved: string[] = [];
  for (const id of move.ticketIds.toSorted()) {
    const before = await lockTicket(transaction, id);
    if (before?.contactId !== move.from) continue;
    await appendEvents(transaction, { id, before }, [
      { type: 'ticket.contact_changed', data: { contactId: move.to }, actor: move.actor, at: move.now },
    ]);
    moved.push(id);
  }
  return moved;
}

export async function ticketsOf(transaction: Connection, contactId: string): Promise<string[]> {
  return transaction('tickets').where({ contact_id: contactId }).orderBy('id').pluck<string[]>('id');
}
