import { redirectResponses } from '../database/pushed/redirect-responses.ts';
import type { Actor } from '../domain/actor.ts';
import type { Desk } from './ask.ts';
import { look } from './look.ts';

/**
 * Makes tickets of a form's responses of a period that are none yet, and has them taken up.
 * @param of.from ISO; `to` is excluded
 * @returns how many became tickets, and how many wait until their source is on
 * @throws DeskError NOT_FOUND, INVALID_INPUT
 */
export async function redirectOldResponses(
  desk: Desk,
  of: { formId: string; from: string; to: string; actor: Actor },
): Promise<{ ticketCount: number; waitingCount: number }> {
  const now = new Date().toISOString();
  const { ticketIds, waitingCount } = await redirectResponses(desk.database, { ...of, now });
  const { client, lingerSeconds, continueAfterEvents } = desk;
  if (client)
    // A look that fails is left to reconcile.
    await Promise.allSettled(
      ticketIds.map((ticketId) => look(client, { ticketId, lingerSeconds, continueAfterEvents })),
    );
  return { ticketCount: ticketIds.length, waitingCount };
}
