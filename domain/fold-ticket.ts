import type { TicketEvent } from './events.ts';
import type { PlatformState } from './platform/platform-state.ts';
import type { TicketState } from './ticket.ts';
import { fold } from './fold.ts';

type Change = Partial<TicketState>;

/**
 * The ticket after one more event. The row in the table is nothing but this fold, so a ticket can be shown as it was.
 * @param before null for the first event, which must be `ticket.opened`
 */
export function foldTicket(before: TicketState | null, event: TicketEvent): TicketState {
  if (before === null) return opened(event);
  return { ...before, ...changeOf(before, event), version: event.number, updatedAt: event.at };
}

/** The whole life so far. */
export function foldTickets(events: readonly TicketEvent[]): TicketState | null {
  return events.reduce<TicketState | null>(foldTicket, null);
}

function opened(event: TicketEvent): TicketState {
  if (event.type !== 'ticket.opened') throw new Error(`a ticket's first event is ticket.opened, not ${event.type}`);
  const { continues: _continues, ...data } = event.data;
  return {
    ...data,
    designVersion: data.designVersion ?? null,
    platform: data.platform ?? null,
    version: event.number,
    representativeId: null,
    teamId: null,
    createdAt: event.at,
    updatedAt: event.at,
    activityAt: event.at,
    solvedAt: null,
    archivedAt: null,
    deletedAt: null,
    purgedAt: null,
    snoozedUntil: null,
    messageCount: 0,
    conflictNumber: 0,
  };
}

function changeOf(before: TicketState, event: TicketEvent): Change {
  switch (event.type) {
    case 'message.received':
      return {
        messageCount: event.data.messageNumber,
        conflictNumber: event.data.messageNumber,
        activityAt: event.at,
        ...withPlatform(before, event.data.platform ?? {}),
      };
    case 'delivery.sent':
      return event.data.kind === 'private-reply' ? privatelyReplied(before, event) : sentForReview(before, event.data);
    case 'comment.hidden':
    case 'comment.shown':
      return ofItem(before, event.data.itemId, { isHidden: event.type === 'comment.hidden' });
    case 'comment.removed':
    case 'comment.restored':
      return ofItem(before, event.data.itemId, { isRemoved: event.type === 'comment.removed' });
    case 'comment.placed':
      return withPlatform(before, { place: event.data.place });
    case 'question.status_changed':
      return withPlatform(before, { status: event.data.status });
    case 'answer.published':
      return withPlatform(before, { answer: 'published', answerBy: null });
    case 'answer.refused':
      return withPlatform(before, { answer: 'refused' });
    case 'reply.written':
      return { messageCount: event.data.messageNumber, conflictNumber: event.data.messageNumber, activityAt: event.at };
    case 'note.added':
    case 'ticket.forwarded':
      return { messageCount: event.data.messageNumber };
    case 'ticket.status_changed':
      return {
        statusId: event.data.statusId,
        category: event.data.category,
        solvedAt: event.data.category === 'solved' ? event.at : null,
      };
    case 'ticket.priority_changed':
      return { priorityId: event.data.priorityId };
    case 'ticket.assigned':
      return { representativeId: event.data.representativeId, teamId: event.data.teamId };
    case 'ticket.tags_changed':
      return { tags: changedTags(before.tags, event.data) };
    case 'ticket.subject_changed':
      return { subject: event.data.subject };
    case 'ticket.contact_changed':
      return { contactId: event.data.contactId };
    case 'ticket.draft_completed':
      return { draftReason: null };
    case 'ticket.snoozed':
      return { snoozedUntil: event.data.until };
    case 'ticket.snooze_ended':
      return { snoozedUntil: null };
    case 'ticket.archived':
      return { archivedAt: event.at };
    case 'ticket.unarchived':
      return { archivedAt: null };
    case 'ticket.deleted':
      return { deletedAt: event.at };
    case 'ticket.restored':
      return { deletedAt: null };
    case 'ticket.purged':
      return { purgedAt: event.at, ...wordless };
    case 'ticket.erased':
      return { purgedAt: event.at, archivedAt: before.archivedAt ?? event.at, snoozedUntil: null, ...wordless };
    default:
      return {};
  }
}

/** Without anything that somebody wrote or is known by. */
const wordless = { subject: null, contactId: null, tags: [], draftReason: null };

function withPlatform({ platform }: TicketState, change: Partial<PlatformState>): Change {
  return platform ? { platform: { ...platform, ...change } } : {};
}

/** Only the newest item is what the ticket shows; an older one of the same thread changes nothing. */
function ofItem(before: TicketState, itemId: string, change: Partial<PlatformState>): Change {
  return before.platform?.itemId === itemId ? withPlatform(before, change) : {};
}

/** Each item has one of its own: a reply to an older one leaves that of the newest unused. */
function privatelyReplied(before: TicketState, { data, at }: Extract<TicketEvent, { type: 'delivery.sent' }>): Change {
  const reply = before.platform?.privateReply;
  const isToNewest = data.itemId === undefined || data.itemId === before.platform?.itemId;
  return reply && isToNewest ? withPlatform(before, { privateReply: { ...reply, usedAt: at } }) : {};
}

/** Questions are answered for review; comments are answered at once. A poll may see it published before its receipt. */
function sentForReview(before: TicketState, { kind }: { kind: string }): Change {
  if (kind !== 'public-reply' || !before.platform?.status || before.platform.answer === 'published') return {};
  return withPlatform(before, { answer: 'in-review' });
}

function changedTags(tags: string[], change: { added: string[]; removed: string[] }): string[] {
  const removed = new Set(change.removed.map(fold));
  const kept = tags.filter((tag) => !removed.has(fold(tag)));
  const known = new Set(kept.map(fold));
  return [...kept, ...change.added.filter((tag) => !known.has(fold(tag)))];
}
