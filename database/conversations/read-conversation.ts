import type { Outcome, Phase } from '../../domain/chatbot/conversation.ts';
import type { Language } from '../../domain/chatbot/flow.ts';
import type { ConversationView, LineView } from '../../domain/conversation-views.ts';
import type { Connection } from '../connect.ts';
import { typingSince } from './typing-since.ts';

/** A visitor who is looked after is noted no more often than this. */
const NOTE_EVERY_MILLISECONDS = 5000;
const MOST_LINES = 500;

export interface ConversationRead {
  conversationId: string;
  /** Number of the last line that the reader has: lines after it are given. */
  after: number;
  /** ISO. */
  now: string;
  /** The reader is the visitor: he is there, and has every line up to `after`. */
  hasSeen?: boolean;
}

interface ViewRow {
  id: string;
  phase: Phase;
  outcome: Outcome | null;
  title: string | null;
  language: Language;
  ticket_number: number | null;
  is_answering: boolean;
  is_typing: boolean;
  taken_number: number;
  read_number: number;
  visitor_seen_at: Date;
  lines: LineView[];
}

/** A talk as it is shown. At most 500 lines at a time. @returns null when there is no such talk */
export async function readConversation(
  connection: Connection,
  read: ConversationRead,
): Promise<ConversationView | null> {
  const row = await readRow(connection, read);
  if (!row) return null;
  if (read.hasSeen) await noteVisitor(connection, row, read);
  return {
    id: row.id,
    phase: row.phase,
    outcome: row.outcome,
    title: row.title ?? '',
    language: row.language,
    ticketNumber: row.ticket_number,
    isAnswering: row.is_answering,
    isRepresentativeTyping: row.is_typing,
    takenNumber: row.taken_number,
    lines: row.lines.map((line) => ({ ...line, at: new Date(line.at).toISOString() })),
  };
}

/** In one statement, which sees one moment: no line stands there before the ticket or the end that it tells of. */
async function readRow(
  connection: Connection,
  { conversationId, after, now }: ConversationRead,
): Promise<ViewRow | null> {
  const { rows } = await connection.raw<{ rows: ViewRow[] }>(
    `SELECT conversations.id, conversations.phase, conversations.outcome, conversations.language,
       conversations.taken_number, conversations.read_number, conversations.visitor_seen_at,
       design_versions.definition ->> 'title' AS title, tickets.number AS ticket_number,
       conversations.phase = 'active' AND waiting_since IS NOT NULL AND error_code IS NULL AS is_answering,
       conversations.phase = 'handed-over' AND EXISTS (
         SELECT 1 FROM drafts WHERE drafts.ticket_id = conversations.ticket_id AND kind = 'reply' AND used_at IS NULL
           AND saved_at > :typingSince) AS is_typing,
       (SELECT coalesce(json_agg(line ORDER BY line.number), '[]') FROM (
          SELECT number, author, author_name AS "authorName", text, data -> 'options' AS options, at
          FROM conversation_lines WHERE conversation_id = conversations.id AND number > :after
          ORDER BY number LIMIT ${MOST_LINES}) AS line) AS lines
     FROM conversations
     JOIN design_versions USING (design_id, version)
     LEFT JOIN tickets ON tickets.id = conversations.ticket_id
     WHERE conversations.id = :conversationId`,
    { conversationId, after, typingSince: typingSince(Date.parse(now)) },
  );
  return rows[0] ?? null;
}

/** Read by many pages all the time: written only when it says something new. */
async function noteVisitor(connection: Connection, row: ViewRow, { after, now }: ConversationRead): Promise<void> {
  const isLate = Date.parse(now) - row.visitor_seen_at.getTime() > NOTE_EVERY_MILLISECONDS;
  if (!isLate && after <= row.read_number) return;
  await connection.raw(
    `UPDATE conversations SET visitor_seen_at = greatest(visitor_seen_at, :now),
       read_number = greatest(read_number, least(:after::integer, line_count)) WHERE id = :id AND phase <> 'ended'`,
    { id: row.id, now, after },
  );
}
