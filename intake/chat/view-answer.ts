import { createHash } from 'node:crypto';
import type { ConversationView } from '../../domain/conversation-views.ts';

/** A talk as its visitor gets it; the talk's id is known only inside. */
export interface ViewAnswer extends Omit<ConversationView, 'id'> {
  /** Changes when anything but the lines does: given back with the next question, it tells what the page has shown. */
  state: string;
}

export function viewAnswer({ id: _id, ...view }: ConversationView): ViewAnswer {
  const { phase, outcome, ticketNumber, isAnswering, isRepresentativeTyping, takenNumber } = view;
  const shown = JSON.stringify([phase, outcome, ticketNumber, isAnswering, isRepresentativeTyping, takenNumber]);
  return { ...view, state: createHash('sha256').update(shown).digest('base64url').slice(0, 12) };
}
