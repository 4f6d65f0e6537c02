import { defaultStatus } from '../desk.ts';
import { standingOf } from '../ticket.ts';
import { changeStatus, endSnooze } from './change-status.ts';
import type { Circumstances, Decision } from './decision.ts';
import { event, nothing } from './decision.ts';

/** The platform refused an answer after its review: the question waits again, so its ticket is open again. */
export function takeRefusedAnswer(at: Circumstances): Decision {
  const decision = nothing();
  const standing = standingOf(at.ticket);
  if (standing !== 'live' && standing !== 'solved' && standing !== 'archived') return decision;
  const answerBy = at.ticket.platform?.answerBy;
  if (answerBy && answerBy > at.now) decision.wakes.push({ kind: 'answer-deadline', reference: null, due: answerBy });
  if (standing === 'archived') decision.events.push(event(at, 'ticket.unarchived', { reason: 'answer-refused' }));
  endSnooze(at, decision, 'answer-refused');
  if (at.ticket.category === 'new' || at.ticket.category === 'open') return decision;
  return changeStatus(at, decision, { status: defaultStatus(at.desk, 'open'), reason: 'answer-refused' });
}
