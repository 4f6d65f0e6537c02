import type { Channel } from '../domain/channel.ts';
import { fold } from '../domain/fold.ts';
import type { PlatformState } from '../domain/platform/platform-state.ts';
import type { Category, TicketState } from '../domain/ticket.ts';
import type { Connection } from './connect.ts';

export interface TicketRow {
  id: string;
  number: number;
  version: number;
  subject: string | null;
  contact_id: string | null;
  channel: string;
  source_id: string | null;
  status_id: string;
  category: string;
  priority_id: string;
  representative_id: string | null;
  team_id: string | null;
  tags: string[];
  created_at: Date;
  updated_at: Date;
  activity_at: Date;
  solved_at: Date | null;
  archived_at: Date | null;
  deleted_at: Date | null;
  purged_at: Date | null;
  snoozed_until: Date | null;
  draft_reason: string | null;
  design_version: number | null;
  platform: PlatformState | null;
  message_count: number;
  conflict_number: number;
}

const iso = (value: Date | null): string | null => (value ? value.toISOString() : null);

export function toTicket(row: TicketRow): TicketState {
  return {
    number: row.number,
    version: row.version,
    subject: row.subject,
    contactId: row.contact_id,
    channel: row.channel as Channel,
    sourceId: row.source_id,
    statusId: row.status_id,
    category: row.category as Category,
    priorityId: row.priority_id,
    representativeId: row.representative_id,
    teamId: row.team_id,
    tags: row.tags,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    activityAt: row.activity_at.toISOString(),
    solvedAt: iso(row.solved_at),
    archivedAt: iso(row.archived_at),
    deletedAt: iso(row.deleted_at),
    purgedAt: iso(row.purged_at),
    snoozedUntil: iso(row.snoozed_until),
    draftReason: row.draft_reason,
    designVersion: row.design_version,
    platform: row.platform,
    messageCount: row.message_count,
    conflictNumber: row.conflict_number,
  };
}

export function fromTicket(ticket: TicketState) {
  return {
    number: ticket.number,
    version: ticket.version,
    subject: ticket.subject,
    contact_id: ticket.contactId,
    channel: ticket.channel,
    source_id: ticket.sourceId,
    status_id: ticket.statusId,
    category: ticket.category,
    priority_id: ticket.priorityId,
    representative_id: ticket.representativeId,
    team_id: ticket.teamId,
    tags: ticket.tags,
    tags_folded: ticket.tags.map(fold),
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
    activity_at: ticket.activityAt,
    solved_at: ticket.solvedAt,
    archived_at: ticket.archivedAt,
    deleted_at: ticket.deletedAt,
    purged_at: ticket.purgedAt,
    snoozed_until: ticket.snoozedUntil,
    draft_reason: ticket.draftReason,
    design_version: ticket.designVersion,
    platform: ticket.platform,
    message_count: ticket.messageCount,
    conflict_number: ticket.conflictNumber,
  };
}

/** Locks the ticket for the rest of the transaction: every decision about it is taken under this lock. */
export async function lockTicket(transaction: Connection, ticketId: string): Promise<TicketState | null> {
  const row = await transaction('tickets').where('tickets.id', ticketId).forUpdate().first<TicketRow | undefined>();
  return row ? toTicket(row) : null;
}
