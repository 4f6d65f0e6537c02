import type { Status } from '../desk.ts';
import type { Category, TicketState } from '../ticket.ts';
import type { CommandContext } from './command-context.ts';

const at = '2026-11-23T09:00:00.000Z';

/** A status of each category, called by it. */
export const aStatusEach: Status[] = (['new', 'open', 'waiting', 'solved', 'spam'] as Category[]).map(
  (category, position) => ({ id: category, name: category, category, color: 'blue', position, isDefault: true }),
);

/** A ticket that came by mail and was read, unless told. */
export function aTicketState(more: Partial<TicketState> = {}): TicketState {
  const category = more.category ?? 'open';
  return {
    number: 1,
    version: 5,
    subject: 'Late order',
    contactId: 'c1',
    channel: 'email',
    sourceId: 's1',
    statusId: category,
    category,
    priorityId: 'normal',
    representativeId: null,
    teamId: null,
    tags: [],
    createdAt: at,
    updatedAt: at,
    activityAt: at,
    solvedAt: null,
    archivedAt: null,
    deletedAt: null,
    purgedAt: null,
    snoozedUntil: null,
    draftReason: null,
    designVersion: null,
    platform: null,
    messageCount: 2,
    conflictNumber: 2,
    ...more,
  };
}

/** What a command finds besides its ticket: a draft of a reply, and nothing that stands in its way. */
export function aCommandContext(more: Partial<CommandContext> = {}): CommandContext {
  return {
    commandId: '01890000-0000-7000-8000-00000000abcd',
    draft: { id: 'd1', text: 'Hello' },
    contactEmail: null,
    copied: [],
    chat: null,
    ownAddresses: [],
    delivery: null,
    atPlatform: [],
    newerMessages: [],
    ...more,
  };
}
