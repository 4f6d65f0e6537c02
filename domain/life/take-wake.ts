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
  const passed = passedDeadline(at, wake.kind);
  if (passed) decision.events.push(event(at, 'deadline.passed', { kind: passed }));
  // A delivery-retry needs no deciding: its delivery is planned for now and is started with the rest.
  return decision;
}

/** Which deadline of the platform has passed without what it was for; an answer under review was in time. */
function passedDeadline(
  { ticket: { platform }, now }: Circumstances,
  kind: WakeKind,
): 'answer' | 'private-reply' | null {
  if (!platform || platform.isRemoved) return null;
  const { answer, answerBy, privateReply } = platform;
  const isUnanswered = answer === 'none' || answer === 'refused';
  if (kind === 'answer-deadline' && answerBy && answerBy <= now && isUnanswered) return 'answer';
  const isUnused = privateReply !== null && !privateReply.usedAt && privateReply.until <= now;
  return kind === 'private-reply-end' && isUnused ? 'private-reply' : null;
}
