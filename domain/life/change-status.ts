import type { Status } from '../desk.ts';
import type { EventData } from '../events.ts';
import type { Circumstances, Decision } from './decision.ts';
import { event } from './decision.ts';
import { discardPlanned } from './discard-planned.ts';

/** Moves the ticket to a status with all that follows: solved and spam end a snooze, spam discards what is planned. */
export function changeStatus(
  at: Circumstances,
  decision: Decision,
  change: { status: Status; reason: EventData['ticket.status_changed']['reason'] },
): Decision {
  const { status, reason } = change;
  if (status.id === at.ticket.statusId) return decision;
  decision.events.push(
    event(at, 'ticket.status_changed', {
      statusId: status.id,
      category: status.category,
      from: at.ticket.statusId,
      reason,
    }),
  );
  const isQuiet = status.category === 'solved' || status.category === 'spam';
  if (isQuiet) endSnooze(at, decision, 'command');
  return status.category === 'spam' ? discardPlanned(at, decision, 'spam') : decision;
}

export function endSnooze(
  at: Circumstances,
  decision: Decision,
  reason: EventData['ticket.snooze_ended']['reason'],
): Decision {
  if (!at.ticket.snoozedUntil) return decision;
  decision.events.push(event(at, 'ticket.snooze_ended', { reason }));
  decision.wakes.push({ kind: 'snooze', reference: null, due: null });
  return decision;
}
