import type { Standing } from '../ticket.ts';

/** A ticket that a message may belong to: found by a Message-ID it refers to, or by the number in its subject. */
export interface Candidate {
  ticketId: string;
  standing: Standing;
  solvedAt: string | null;
  /** The sender is the requester, or an address that we or the requester copied. */
  isParticipant: boolean;
  foundBy: 'thread' | 'number';
}

export type TicketChoice =
  | { kind: 'add'; ticketId: string }
  | { kind: 'open'; continues: string | null; suggested: string | null };

/**
 * Which ticket a customer's message belongs to. The thread counts before the number, and only a known participant is
 * added: a stranger who quotes a number opens a ticket of his own, with the other suggested as a link.
 * @param candidates best first
 */
export function chooseTicket(candidates: readonly Candidate[], at: { now: string; reopenDays: number }): TicketChoice {
  const ordered = [...candidates].sort((a, b) => Number(a.foundBy === 'number') - Number(b.foundBy === 'number'));
  const own = ordered.find(({ isParticipant }) => isParticipant);
  if (!own) return { kind: 'open', continues: null, suggested: ordered[0]?.ticketId ?? null };
  return isClosedFor(own, at)
    ? { kind: 'open', continues: own.ticketId, suggested: null }
    : { kind: 'add', ticketId: own.ticketId };
}

function isClosedFor(ticket: Candidate, at: { now: string; reopenDays: number }): boolean {
  if (ticket.standing === 'deleted' || ticket.standing === 'purged') return true;
  if (ticket.standing !== 'solved' || !ticket.solvedAt) return false;
  return Date.parse(at.now) - Date.parse(ticket.solvedAt) > at.reopenDays * 86_400_000;
}
