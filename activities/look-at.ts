import { look } from '../client/look.ts';
import type { Tools } from './tools.ts';

/** Tells a ticket's workflow to look at its rows. What fails here is left to reconcile. */
export async function lookAt(tools: Tools, ticketId: string): Promise<void> {
  try {
    await look(tools.client, {
      ticketId,
      lingerSeconds: tools.lingerSeconds,
      continueAfterEvents: tools.continueAfterEvents,
    });
  } catch (error) {
    tools.log.warn({ ticketId, error }, 'a look was not heard; reconcile will look');
  }
}
