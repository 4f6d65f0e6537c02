import { defaultStatus } from '../desk.ts';
import { standingOf } from '../ticket.ts';
import { changeStatus, endSnooze } from './change-status.ts';
import type { Circumstances, Decision } from './decision.ts';
import { event, nothing } from './decision.ts';

/**
 * A customer's message has been added: what it does to the ticket. Row "customer's message" of the state table.
 * Automatic mail (an out-of-office reply, say) is kept but wakes nobody.
 */
export function takeMessage(at: Circumstances, message: { automatic: string | null }): Decision {
  const decision = nothing();
  if (message.automatic) return decision;
  switch (standingOf(at.ticket)) {
    case 'archived':
      decision.events.push(event(at, 'ticket.unarchived', { reason: 'customer' }));
      return open(at, decision);
    case 'solved':
      return open(at, decision);
    case 'live':
      endSnooze(at, decision, 'customer');
      return at.ticket.category === 'waiting' ? open(at, decision) : decision;
    default:
      // Spam stays spam. Arrival opens a new ticket for a deleted one, so only a race can bring a message here: it is kept.
      return decision;
  }
}

function open(at: Circumstances, decision: Decision): Decision {
  if (at.ticket.category === 'new' || at.ticket.category === 'open') return decision;
  return changeStatus(at, decision, { status: defaultStatus(at.desk, 'open'), reason: 'customer' });
}
