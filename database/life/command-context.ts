import type { Command } from '../../domain/command.ts';
import { VISITOR_THERE_SECONDS } from '../../domain/chatbot/visitor-presence.ts';
import { platformKinds } from '../../domain/delivery.ts';
import type { AtPlatform, CommandContext } from '../../domain/life/command-context.ts';
import type { Connection } from '../connect.ts';
import { listOwnAddresses } from '../sources.ts';
import type { LockedTicket } from './step.ts';

const bare: Omit<CommandContext, 'commandId'> = {
  draft: null,
  contactEmail: null,
  copied: [],
  chat: null,
  ownAddresses: [],
  delivery: null,
  atPlatform: [],
  newerMessages: [],
};

/** Reads what a command needs beyond the ticket. */
export async function loadCommandContext(
  locked: LockedTicket,
  { commandId, command }: { commandId: string; command: Command },
): Promise<CommandContext> {
  switch (command.name) {
    case 'reply':
    case 'forward':
    case 'note':
      return {
        ...bare,
        commandId,
        ...(await loadWords(locked, command.draftId, 'seen' in command ? command.seen : 0)),
        atPlatform: command.name === 'reply' ? await listAtPlatform(locked) : [],
      };
    case 'retry-delivery':
    case 'discard-delivery': {
      const delivery = await locked
        .transaction('deliveries')
        .where({ id: command.deliveryId, ticket_id: locked.ticketId })
        .first<CommandContext['delivery'] | undefined>('id', 'kind', 'state', itemIdOf(locked.transaction));
      return { ...bare, commandId, delivery: delivery ?? null, atPlatform: await listAtPlatform(locked) };
    }
    case 'moderate':
      return { ...bare, commandId, atPlatform: await listAtPlatform(locked) };
    default:
      return { ...bare, commandId };
  }
}

function itemIdOf(connection: Connection) {
  return connection.raw<string>(`data ->> 'itemId' AS "itemId"`);
}

async function listAtPlatform({ transaction, ticketId, ticket }: LockedTicket): Promise<AtPlatform[]> {
  if (!ticket.platform) return [];
  return transaction('deliveries')
    .where({ ticket_id: ticketId })
    .whereIn('kind', platformKinds)
    .whereIn('state', ['planned', 'sending', 'sent', 'unsure'])
    .select<AtPlatform[]>('id', 'kind', 'state', itemIdOf(transaction));
}

async function loadWords(locked: LockedTicket, draftId: string, seen: number) {
  const { rows } = await locked.transaction.raw<{
    rows: Omit<CommandContext, 'commandId' | 'ownAddresses' | 'delivery' | 'atPlatform'>[];
  }>(
    `SELECT
       (SELECT json_build_object('id', id, 'text', text) FROM drafts
          WHERE id = :draftId AND ticket_id = :ticketId AND used_at IS NULL) AS draft,
       (SELECT email FROM contacts WHERE id = :contactId) AS "contactEmail",
       (SELECT coalesce(json_agg(address), '[]') FROM participants
          WHERE ticket_id = :ticketId AND role = 'copied') AS copied,
       (SELECT json_build_object('conversationId', id, 'phase', phase,
            'isVisitorThere', visitor_seen_at > :now::timestamptz - make_interval(secs => :thereSeconds)) FROM conversations
          WHERE ticket_id = :ticketId AND phase IN ('handed-over', 'active')
          ORDER BY started_at DESC, id DESC LIMIT 1) AS chat,
       (SELECT coalesce(json_agg(json_build_object('number', number, 'kind', kind) ORDER BY number), '[]') FROM messages
          WHERE ticket_id = :ticketId AND number > :seen AND kind IN ('contact', 'reply')) AS "newerMessages"`,
    {
      draftId,
      ticketId: locked.ticketId,
      contactId: locked.ticket.contactId,
      seen,
      now: locked.now,
      thereSeconds: VISITOR_THERE_SECONDS,
    },
  );
  return { ...rows[0]!, ownAddresses: await listOwnAddresses(locked.transaction) };
}
