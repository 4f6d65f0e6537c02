import { defaultStatus } from '../desk.ts';
import { standingOf } from '../ticket.ts';
import { changeStatus } from './change-status.ts';
import type { Circumstances, Decision, WakeKind } from './decision.ts';
import { event, nothing } from './decision.ts';

/** A wake came due. Whether it still means anything is decided here, under the ticket's lock. */
export function takeWake(at: Circumstances, wake: { kind: WakeKind }): Decision {
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
  const { platform } = at.ticket;
  if (wake.kind === 'answer-deadline' && platform?.answerBy && platform.answerBy <= at.now)
    decision.events.push(event(at, 'deadline.passed', { kind: 'answer' }));
  if (wake.kind === 'private-reply-end' && platform?.privateReply && !platform.privateReply.usedAt)
    decision.events.push(event(at, 'deadline.passed', { kind: 'private-reply' }));
  // A delivery-retry needs no deciding: its delivery is planned for now and is started with the rest.
  return decision;
}
