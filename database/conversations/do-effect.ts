import type { Effect } from '../../domain/chatbot/conversation.ts';
import { applyAttributes } from '../attributes.ts';
import { tellWhatIsNew } from './tell-what-is-new.ts';
import { askForTeam, openTicketOf } from './tell-ticket.ts';
import type { TurnUnderWay } from './turn.ts';

/**
 * Makes the ticket that a design wants. A talk that is handed over keeps the ticket it has: what the visitor said since
 * is added to it.
 */
export async function doEffect(
  turn: TurnUnderWay,
  { kind, ticket: wish }: Effect,
): Promise<{ number: number; draftReason: string | null }> {
  const { change } = turn;
  const { ticket } = change.state;
  if (kind === 'hand-over' && ticket && change.ticketId) {
    await tellWhatIsNew(turn, { withPicks: true });
    await askForTeam(turn, change.ticketId, wish.team);
    turn.ticketIds.add(change.ticketId);
    return change.state.ticket ?? ticket;
  }
  change.ticketCount += 1;
  const made = await openTicketOf(turn, wish, change.ticketCount);
  turn.ticketIds.add(made.ticketId);
  Object.assign(change, { ticketId: made.ticketId, contactId: made.contactId, toldNumber: change.takenNumber });
  if (made.contactId !== null) await applyAttributes(turn.transaction, made.contactId, change.state.attributes);
  return made;
}
