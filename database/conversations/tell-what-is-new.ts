import { addToTicketOf, untoldWords } from './tell-ticket.ts';
import type { TurnUnderWay } from './turn.ts';

/**
 * Puts what the visitor said since the ticket was last told on it, as one message: nothing said to a bot is lost with
 * the talk. A button that was picked is no word of the visitor: without `withPicks` it waits for words to stand beside.
 */
export async function tellWhatIsNew(turn: TurnUnderWay, { withPicks }: { withPicks: boolean }): Promise<void> {
  const { transaction, change } = turn;
  const { conversationId, ticketId, toldNumber: after, takenNumber: upTo, state } = change;
  if (ticketId === null || after >= upTo) return;
  const text = await untoldWords(transaction, { conversationId, after, upTo, withPicks });
  if (text === null) return;
  const told = await addToTicketOf(turn, { ticketId, state, text, lineNumber: upTo });
  turn.ticketIds.add(told.ticketId);
  change.ticketId = told.ticketId;
  change.toldNumber = upTo;
  change.state = { ...state, ticket: { number: told.number, draftReason: told.draftReason } };
}
