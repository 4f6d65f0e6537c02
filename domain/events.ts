import type { Actor } from './actor.ts';
import type { Channel } from './channel.ts';
import type { Place } from './platform/platform-item.ts';
import type { PlatformState } from './platform/platform-state.ts';
import type { Category } from './ticket.ts';

/** Data of each kind of event: ids and classes. Words of customers stand only in `subject`, which a purge or an erase blanks. */
export interface EventData {
  'ticket.opened': {
    number: number;
    subject: string | null;
    contactId: string | null;
    channel: Channel;
    sourceId: string | null;
    statusId: string;
    category: Category;
    priorityId: string;
    tags: string[];
    draftReason: string | null;
    /** Version of the form or chatbot that made it; null for other channels. */
    designVersion?: number | null;
    /** Of a comment, a question or a form's response. */
    platform?: PlatformState | null;
    /** The ticket this one continues: deleted, or solved too long ago. */
    continues: string | null;
  };
  'message.received': {
    messageId: string;
    messageNumber: number;
    automatic: string | null;
    /** The message whose words these are now: a comment that its writer changed. */
    edits?: string;
    /** What became known with it of the comment or question; only what is different from before. */
    platform?: Partial<PlatformState>;
  };
  'message.linked': { messageId: string; sourceId: string };
  'note.added': { messageId: string; messageNumber: number; byMail: boolean };
  'reply.written': { messageId: string; messageNumber: number; deliveryId: string };
  'ticket.forwarded': { messageId: string; messageNumber: number; deliveryId: string };
  'mail.redirected': { deliveryId: string; ruleId: string; ruleVersion: number };
  'mail.acknowledged': { deliveryId: string };
  /** `itemId`: what it was done to at a platform. */
  'delivery.sent': { deliveryId: string; kind: string; attempt: number; itemId?: string };
  'delivery.deferred': { deliveryId: string; kind: string; attempt: number; nextAttemptAt: string };
  'delivery.held': { deliveryId: string; kind: string; until: string };
  'delivery.failed': { deliveryId: string; kind: string; attempt: number; bounced: boolean };
  'delivery.unsure': { deliveryId: string; kind: string; attempt: number };
  'delivery.repeated': { deliveryId: string; kind: string };
  'delivery.retried': { deliveryId: string; kind: string };
  'delivery.discarded': { deliveryId: string; kind: string; reason: string };
  'comment.hidden': { itemId: string };
  'comment.shown': { itemId: string };
  'comment.removed': { itemId: string };
  /** It was gone, and stands there again. */
  'comment.restored': { itemId: string };
  /** A push names only where something stands; what that is called was read since. */
  'comment.placed': { itemId: string; place: Place };
  'question.status_changed': { itemId: string; status: string; from: string | null };
  /** The platform shows the answer to a question: ours, or one that was given elsewhere. */
  'answer.published': { itemId: string; deliveryId: string | null };
  /** It went to review there, and was refused; why stands on the delivery. */
  'answer.refused': { itemId: string; deliveryId: string | null };
  /** Nobody answered in the time that the platform gives. */
  'deadline.passed': { kind: 'answer' | 'private-reply' };
  'ticket.status_changed': {
    statusId: string;
    category: Category;
    from: string;
    reason: 'command' | 'customer' | 'reply' | 'snooze' | 'answer-refused';
  };
  'ticket.priority_changed': { priorityId: string; from: string };
  'ticket.assigned': { representativeId: string | null; teamId: string | null };
  'ticket.tags_changed': { added: string[]; removed: string[] };
  'ticket.subject_changed': { subject: string | null };
  'ticket.contact_changed': { contactId: string };
  'ticket.draft_completed': Record<string, never>;
  'ticket.snoozed': { until: string };
  'ticket.snooze_ended': { reason: 'due' | 'customer' | 'command' | 'answer-refused' };
  'ticket.archived': Record<string, never>;
  'ticket.unarchived': { reason: 'command' | 'customer' | 'answer-refused' };
  'ticket.deleted': { purgeAt: string };
  'ticket.restored': Record<string, never>;
  'ticket.purged': Record<string, never>;
  /** Its contact was erased: what a purge takes is gone, and the ticket leaves every list but keeps its numbers. */
  'ticket.erased': Record<string, never>;
}

export type EventType = keyof EventData;

/** A fact to be appended; its number is given under the ticket's lock. */
export type NewEvent = {
  [Type in EventType]: { type: Type; data: EventData[Type]; actor: Actor; at: string };
}[EventType];

export type TicketEvent = NewEvent & { number: number };
