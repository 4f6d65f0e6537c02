import type { PlatformState } from '../../domain/platform/platform-state.ts';
import type { Connection } from '../connect.ts';
import { changeWake } from '../write-decision.ts';

/**
 * Sets, moves or takes away the wakes at which a ticket's ways to answer end. One that is past is only set for a
 * question that comes late: that nobody can answer it any more is said once.
 */
export async function setDeadlines(
  transaction: Connection,
  { ticketId, platform, now, isNew }: { ticketId: string; platform: PlatformState; now: string; isNew: boolean },
): Promise<void> {
  const { privateReply, answerBy, isRemoved, status } = platform;
  const until = privateReply && !privateReply.usedAt && !isRemoved ? privateReply.until : null;
  if (privateReply && (until === null || until > now))
    await changeWake(transaction, { ticketId }, { kind: 'private-reply-end', reference: null, due: until });
  const due = isRemoved ? null : answerBy;
  if (status !== null && (due === null || due > now || isNew))
    await changeWake(transaction, { ticketId }, { kind: 'answer-deadline', reference: null, due });
}
