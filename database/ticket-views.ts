import type { Channel } from '../domain/channel.ts';
import { VISITOR_THERE_SECONDS } from '../domain/chatbot/visitor-presence.ts';
import type { Phase } from '../domain/chatbot/conversation.ts';
import type { PlatformState } from '../domain/platform/platform-state.ts';
import type { Category } from '../domain/ticket.ts';
import type { TicketRow } from '../domain/views.ts';

/** A row as the statement of `ticketViews` gives it. */
export interface ViewedTicket {
  id: string;
  number: number;
  subject: string | null;
  version: number;
  channel: Channel;
  tags: string[];
  created_at: Date;
  updated_at: Date;
  activity_at: Date;
  archived_at: Date | null;
  deleted_at: Date | null;
  snoozed_until: Date | null;
  draft_reason: string | null;
  design_version: number | null;
  platform: PlatformState | null;
  contact_card: TicketRow['contact'];
  message_count: number;
  conflict_number: number;
  status_id: string;
  category: Category;
  status_name: string;
  status_color: string;
  priority_id: string;
  priority_name: string;
  priority_rank: number;
  priority_color: string;
  representative_id: string | null;
  representative_name: string | null;
  team_id: string | null;
  team_name: string | null;
  source_name: string | null;
  next_wake_at: Date | null;
  has_trouble: boolean;
  has_waiting_command: boolean;
  talk_id: string | null;
  talk_phase: Phase | null;
  is_visitor_there: boolean | null;
}

/**
 * One statement that completes the tickets of `page` (SQL giving whole rows of tickets, already cut to a page). Sets of
 * the page's ids, not look-ups per row, keep it within a few buffers beside the page itself; wakes are looked for only
 * where one can be: of snoozed and deleted tickets, and of those with mail still to go out. So are talks: of tickets that
 * came from a chatbot.
 */
export function ticketViews(page: string, order: 'ASC' | 'DESC'): string {
  return `WITH page AS MATERIALIZED (${page}), ids AS MATERIALIZED (SELECT array_agg(id) AS ids FROM page),
      waking AS MATERIALIZED (SELECT array_agg(id) AS ids FROM page
        WHERE snoozed_until IS NOT NULL OR deleted_at IS NOT NULL OR id IN (SELECT ticket_id FROM deliveries
          WHERE state IN ('planned', 'sending') AND ticket_id = ANY ((SELECT ids FROM ids)::uuid[]))),
      pending AS MATERIALIZED (SELECT ticket_id, min(due) AS due FROM wakes
        WHERE fired_at IS NULL AND ticket_id = ANY ((SELECT ids FROM waking)::uuid[]) GROUP BY ticket_id),
      talking AS MATERIALIZED (SELECT array_agg(id) AS ids FROM page WHERE channel = 'chatbot'),
      talks AS MATERIALIZED (SELECT DISTINCT ON (ticket_id) ticket_id, id, phase,
          phase <> 'ended' AND visitor_seen_at > now() - interval '${VISITOR_THERE_SECONDS} seconds' AS is_visitor_there
        FROM conversations WHERE ticket_id = ANY ((SELECT ids FROM talking)::uuid[]) ORDER BY ticket_id, started_at DESC)
    SELECT page.id, page.number, page.subject, page.version, page.channel, page.tags, page.created_at, page.updated_at,
      page.activity_at, page.archived_at, page.deleted_at, page.snoozed_until, page.draft_reason, page.design_version, page.platform, page.contact_card,
      page.message_count, page.conflict_number,
      page.status_id, page.category, statuses.name AS status_name, statuses.color AS status_color,
      page.priority_id, priorities.name AS priority_name, priorities.rank AS priority_rank, priorities.color AS priority_color,
      page.representative_id, representatives.name AS representative_name, page.team_id, teams.name AS team_name,
      sources.name AS source_name, pending.due AS next_wake_at,
      page.id IN (SELECT ticket_id FROM deliveries
          WHERE state IN ('failed', 'unsure') AND ticket_id = ANY ((SELECT ids FROM ids)::uuid[])
        UNION ALL SELECT ticket_id FROM inputs
          WHERE state = 'parked' AND ticket_id = ANY ((SELECT ids FROM ids)::uuid[])) AS has_trouble,
      page.id IN (SELECT ticket_id FROM inputs
          WHERE state = 'waiting' AND kind = 'command' AND ticket_id = ANY ((SELECT ids FROM ids)::uuid[])) AS has_waiting_command,
      talks.id AS talk_id, talks.phase AS talk_phase, talks.is_visitor_there
    FROM page
      JOIN statuses ON statuses.id = page.status_id
      JOIN priorities ON priorities.id = page.priority_id
      LEFT JOIN representatives ON representatives.id = page.representative_id
      LEFT JOIN teams ON teams.id = page.team_id
      LEFT JOIN sources ON sources.id = page.source_id
      LEFT JOIN pending ON pending.ticket_id = page.id
      LEFT JOIN talks ON talks.ticket_id = page.id
    ORDER BY page.activity_at ${order}, page.id ${order}`;
}

export function toTicketRow(row: ViewedTicket): TicketRow {
  return {
    id: row.id,
    number: row.number,
    subject: row.subject,
    status: { id: row.status_id, name: row.status_name, category: row.category, color: row.status_color },
    representative: named(row.representative_id, row.representative_name),
    team: named(row.team_id, row.team_name),
    channel: row.channel,
    source: row.source_name,
    priority: { id: row.priority_id, name: row.priority_name, rank: row.priority_rank, color: row.priority_color },
    tags: row.tags,
    contact: row.contact_card,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    activityAt: row.activity_at.toISOString(),
    version: row.version,
    archivedAt: iso(row.archived_at),
    deletedAt: iso(row.deleted_at),
    snoozedUntil: iso(row.snoozed_until),
    draftReason: row.draft_reason,
    designVersion: row.design_version,
    platform: row.platform,
    conversation:
      row.talk_id === null
        ? null
        : {
            id: row.talk_id,
            phase: row.talk_phase ?? 'active',
            isVisitorThere: row.is_visitor_there ?? false,
          },
    nextWakeAt: iso(row.next_wake_at),
    hasTrouble: row.has_trouble,
    hasWaitingCommand: row.has_waiting_command,
  };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id !== null && name !== null ? { id, name } : null;
}

const iso = (value: Date | null): string | null => value?.toISOString() ?? null;
