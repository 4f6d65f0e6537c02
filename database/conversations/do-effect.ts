import type { Effect } from '../../domain/chatbot/conversation.ts';
import { applyAttributes } from '../attributes.ts';
import { addToTicketOf, askForTeam, openTicketOf, untoldWords } from './tell-ticket.ts';
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
    await tellWhatIsNew(turn, change.ticketId);
    await askForTeam(turn, change.ticketId, wish.team);
    turn.ticketIds.add(change.ticketId);
    return change.state.ticket ?? ticket;
  }
  change.ticketCount += 1;
  const made = await openTicketOf(turn, wish, change.ticketCount);
  turn.ticketIds.add(made.ticketId);
  Object.assign(change, { ticketId: made.ticketId, contactId: made.contactId, toldNumber: change.lineCount });
  if (made.contactId !== null) await applyAttributes(turn.transaction, made.contactId, change.state.attributes);
  return made;
}

async function tellWhatIsNew(turn: TurnUnderWay, ticketId: string): Promise<void> {
  const { transaction, change } = turn;
  const { conversationId, toldNumber: after, takenNumber: upTo } = change;
  const text = await untoldWords(transaction, { conversationId, after, upTo });
  if (text === null) return;
  const told = await addToTicketOf(turn, { ticketId, state: change.state, text, lineNumber: upTo });
  change.ticketId = told.ticketId;
  change.toldNumber = upTo;
  change.state = { ...change.state, ticket: { number: told.number, draftReason: told.draftReason } };
}
