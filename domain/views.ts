import type { Channel } from './channel.ts';
import type { Phase } from './chatbot/conversation.ts';
import type { DeliveryKind, DeliveryState } from './delivery.ts';
import type { PlatformState } from './platform/platform-state.ts';
import type { Category } from './ticket.ts';

/** What screens and typed commands show. Times are ISO in UTC. */

export interface TicketRow {
  id: string;
  number: number;
  subject: string | null;
  status: { id: string; name: string; category: Category; color: string };
  representative: { id: string; name: string } | null;
  team: { id: string; name: string } | null;
  channel: Channel;
  /** The source's name. */
  source: string | null;
  priority: { id: string; name: string; rank: number; color: string };
  tags: string[];
  contact: {
    id: string;
    name: string | null;
    email: string | null;
    phone: string | null;
    handle: string | null;
  } | null;
  createdAt: string;
  updatedAt: string;
  /** What lists are sorted by, newest first, then by id. */
  activityAt: string;
  version: number;
  archivedAt: string | null;
  deletedAt: string | null;
  snoozedUntil: string | null;
  draftReason: string | null;
  /** Of the form or chatbot that made it. */
  designVersion: number | null;
  /** Of the comment, question or response it came from. */
  platform: PlatformState | null;
  /** The talk with the visitor who asked; null for tickets that did not come from a chatbot. */
  conversation: TalkView | null;
  /** The next moment it acts by itself. */
  nextWakeAt: string | null;
  /** Something waits for a person: a parked input, a failed or unsure delivery. */
  hasTrouble: boolean;
  /** A command that was accepted but not yet taken up. */
  hasWaitingCommand: boolean;
}

/** The talk behind a ticket, as far as lists show it. */
export interface TalkView {
  id: string;
  phase: Phase;
  /** The visitor's page was heard of a moment ago, and the talk goes on. */
  isVisitorThere: boolean;
}

/** A place in a list, for the page after or before it: never an offset. */
export interface PageKey {
  activityAt: string;
  id: string;
}

export interface TicketPage {
  rows: TicketRow[];
  /** Where the next page begins; null at the end. */
  next: PageKey | null;
}

export interface MessageView {
  id: string;
  number: number;
  kind: 'contact' | 'reply' | 'note' | 'forward' | 'representative';
  author: { name: string | null; address: string | null };
  /** The whole text, and the new words alone. */
  text: string | null;
  reply: string | null;
  recipients: { to?: string[]; cc?: string[] };
  automatic: string | null;
  at: string;
  attachments: { id: string; name: string; contentType: string; size: number; droppedReason: string | null }[];
  /** The comment or question at its platform; null for other messages. */
  platformItemId: string | null;
  /** The delivery that carries it; null for what came in. */
  deliveryId: string | null;
}

export interface EventView {
  number: number;
  type: string;
  at: string;
  actor: { kind: string; name: string | null };
  data: Record<string, unknown>;
}

export interface DeliveryView {
  id: string;
  ticketNumber: number;
  kind: DeliveryKind;
  to: string[];
  state: DeliveryState;
  key: string;
  mailMessageId: string;
  attempts: number;
  nextAttemptAt: string | null;
  heldReason: string | null;
  wasRepeated: boolean;
  /** Whether the visitor has seen this line of the chat; null when it is none, or is not in the chat. */
  isRead: boolean | null;
  receipt: Record<string, unknown> | null;
  plannedAt: string;
  endedAt: string | null;
  sender: string | null;
}

export interface TraceView {
  ruleKind: string;
  ruleId: string;
  /** What people call the rule. */
  ruleNumber: number | null;
  ruleVersion: number;
  ruleTags: string[];
  ticketVersion: number;
  hasMatched: boolean;
  reason: Record<string, unknown>;
  at: string;
}

export interface WakeView {
  id: string;
  kind: string;
  due: string;
  firedAt: string | null;
}

export interface InputView {
  id: string;
  number: number;
  kind: string;
  state: string;
  /** The command's name; null for other kinds. */
  command: string | null;
  actor: { kind: string; name: string | null };
  errorCode: string | null;
  errorDetail: string | null;
  createdAt: string;
}

export interface TicketDetail extends TicketRow {
  /** What a reply names as seen: the newest message that matters to conflicts. */
  conflictNumber: number;
  messageCount: number;
  messages: MessageView[];
  events: EventView[];
  deliveries: DeliveryView[];
  traces: TraceView[];
  wakes: WakeView[];
  /** Waiting and parked ones. */
  inputs: InputView[];
  links: { kind: string; number: number; subject: string | null; direction: 'to' | 'from' }[];
}

export interface StatusCount {
  statusId: string;
  name: string;
  color: string;
  category: Category;
  /** Capped: more than 1,000 is said as 1,001. */
  count: number;
}
