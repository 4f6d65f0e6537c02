import { defaultStatus } from '../desk.ts';
import { standingOf } from '../ticket.ts';
import { changeStatus } from './change-status.ts';
import type { Circumstances, Decision } from './decision.ts';
import { event, nothing } from './decision.ts';

/** A wake came due. Whether it still means anything is decided here, under the ticket's lock. */
export function takeWake(at: Circumstances, wake: { kind: 'snooze' | 'delivery-retry' | 'purge' }): Decision {
  const decision = nothing();
  const standing = standingOf(at.ticket);
  if (wake.kind === 'snooze' && standing === 'live' && at.ticket.snoozedUntil) {
    decision.events.push(event(at, 'ticket.snooze_ended', { reason: 'due' }));
    if (at.ticket.category !== 'waiting') return decision;
    return changeStatus(at, decision, { status: defaultStatus(at.desk, 'open'), reason: 'snooze' });
  }
  if (wake.kind === 'purge' && standing === 'deleted') {
    decision.events.push(event(at, 'ticket.purged', {}));
    decision.purge = true;
  }
  // A delivery-retry needs no deciding: its delivery is planned for now and is started with the rest.
  return decision;
}
