import type { Channel } from './channel.ts';
import type { PlatformState } from './platform/platform-state.ts';

export const categories = ['new', 'open', 'waiting', 'solved', 'spam'] as const;
/** What a status means to the desk; its name and colour are the owner's own. */
export type Category = (typeof categories)[number];

/** What a ticket's events fold to. Times are ISO 8601 in UTC. */
export interface TicketState {
  number: number;
  /** Number of the last event. */
  version: number;
  subject: string | null;
  contactId: string | null;
  channel: Channel;
  sourceId: string | null;
  statusId: string;
  category: Category;
  priorityId: string;
  representativeId: string | null;
  teamId: string | null;
  tags: string[];
  createdAt: string;
  updatedAt: string;
  /** Last message of the contact or a person, or the opening: what lists are sorted by. */
  activityAt: string;
  solvedAt: string | null;
  archivedAt: string | null;
  deletedAt: string | null;
  purgedAt: string | null;
  snoozedUntil: string | null;
  draftReason: string | null;
  /** Version of the form or chatbot that made it. */
  designVersion: number | null;
  /** What it knows of the comment or question it came from; null for requests that came another way. */
  platform: PlatformState | null;
  messageCount: number;
  /** Number of the newest message that makes an older answer out of date: the contact's, or a person's reply. */
  conflictNumber: number;
}

/** The one word for where a ticket stands; rows of the state table. */
export type Standing = 'live' | 'solved' | 'archived' | 'spam' | 'deleted' | 'purged';

export function standingOf(ticket: Pick<TicketState, 'purgedAt' | 'deletedAt' | 'archivedAt' | 'category'>): Standing {
  if (ticket.purgedAt) return 'purged';
  if (ticket.deletedAt) return 'deleted';
  if (ticket.category === 'spam') return 'spam';
  if (ticket.archivedAt) return 'archived';
  return ticket.category === 'solved' ? 'solved' : 'live';
}

/** In these standings nothing more goes out: what is planned is discarded, visibly. */
export function stopsDeliveries(standing: Standing): boolean {
  return standing === 'spam' || standing === 'deleted' || standing === 'purged';
}
