import { isOpen } from '../../domain/calendar/is-open.ts';
import type { ConversationWorld } from '../../domain/chatbot/conversation.ts';
import type { Chatbot } from '../../domain/chatbot/flow.ts';
import { fold } from '../../domain/fold.ts';
import { listCalendars } from '../calendars.ts';
import type { Connection } from '../connect.ts';

/** What a design may ask of the desk; calendars are read only for designs that ask for one. */
export async function openWorld(connection: Connection, chatbot: Chatbot, now: string): Promise<ConversationWorld> {
  const asksHours = Object.values(chatbot.flows).some((blocks) => blocks.some(({ kind }) => kind === 'hours'));
  const calendars = asksHours ? await listCalendars(connection) : [];
  return {
    now,
    isOpen(name) {
      const calendar = calendars.find((candidate) => fold(candidate.name) === fold(name));
      return calendar ? isOpen(calendar, now) : null;
    },
  };
}
