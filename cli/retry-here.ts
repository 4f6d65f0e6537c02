import { retryInbound } from '../activities/retry-inbound.ts';
import { closeMailThreads } from '../channels/email/parse-mail-safely.ts';
import { look } from '../client/look.ts';
import { DeskError } from '../domain/errors.ts';
import type { DeskContext } from './context.ts';
import { toolsHere } from './tools-here.ts';

/** Takes a parked item in, from here: it is one transaction and needs no engine. */
export async function retryHere(context: DeskContext, itemId: string): Promise<{ ticketId: string | null }> {
  const { client, lingerSeconds, continueAfterEvents } = await context.desk();
  if (!client) throw new DeskError('ENGINE_UNREACHABLE', 'nobody told where Temporal is');
  const tools = await toolsHere(context, client);
  try {
    const ticketId = await retryInbound(tools, itemId);
    // The program ends right after; the engine is told before.
    if (ticketId) await look(client, { ticketId, lingerSeconds, continueAfterEvents }).catch(() => {});
    return { ticketId };
  } finally {
    await Promise.all([closeMailThreads(), tools.transport.close({ force: true })]);
  }
}
