import type { ConversationState, Outcome, Phase } from '../../domain/chatbot/conversation.ts';
import type { Chatbot, Language } from '../../domain/chatbot/flow.ts';
import type { Connection } from '../connect.ts';
import { runPrepared } from '../run-prepared.ts';

/** A talk under its lock, with what its next turn needs to know. Times are ISO. */
export interface Talk {
  id: string;
  version: number;
  visitorId: string;
  contactId: string | null;
  language: Language;
  phase: Phase;
  outcome: Outcome | null;
  /** Until the bot has begun: only what is known of the visitor. */
  state: ConversationState | Pick<ConversationState, 'attributes'>;
  ticketId: string | null;
  ticketCount: number;
  lineCount: number;
  /** Lines of the visitor up to here were taken up. */
  takenNumber: number;
  /** Lines up to here stand on the ticket. */
  toldNumber: number;
  visitorSeenAt: string;
  startedAt: string;
  wakeAt: string | null;
  /** Why it broke, or that its last turn failed. */
  errorCode: string | null;
  sourceId: string;
  /** The design as it was when the talk began; as it was stored, so it may be no chatbot at all. */
  definition: Partial<Chatbot>;
  /** The visitor's oldest line that was not taken up. */
  line: { number: number; text: string; option: string | null; at: string } | null;
  /** When anybody last said something. */
  lastLineAt: string | null;
  /** A representative said something that the visitor has not read. */
  hasUnread: boolean;
}

type TalkRow = Omit<Talk, 'line' | 'lastLineAt' | 'hasUnread' | 'visitorSeenAt' | 'startedAt' | 'wakeAt'> & {
  visitorSeenAt: Date;
  startedAt: Date;
  wakeAt: Date | null;
  readNumber: number;
};

interface LineRow {
  line: { number: number; text: string; option: string | null; at: string } | null;
  lastLineAt: Date | null;
  hasUnread: boolean;
}

/** Locks a talk for its next turn. @returns null when there is none */
export async function lockTalk(transaction: Connection, conversationId: string): Promise<Talk | null> {
  const [row] = await runPrepared<TalkRow>(
    transaction,
    `SELECT conversations.id, conversations.version, visitor_id AS "visitorId", contact_id AS "contactId", language, phase,
       outcome, state, ticket_id AS "ticketId", ticket_count AS "ticketCount", line_count AS "lineCount",
       taken_number AS "takenNumber", told_number AS "toldNumber", read_number AS "readNumber", visitor_seen_at AS "visitorSeenAt",
       started_at AS "startedAt", wake_at AS "wakeAt", error_code AS "errorCode", designs.source_id AS "sourceId", design_versions.definition
     FROM conversations
     JOIN designs ON designs.id = conversations.design_id
     JOIN design_versions ON design_versions.design_id = conversations.design_id
       AND design_versions.version = conversations.version
     WHERE conversations.id = :conversationId FOR UPDATE OF conversations`,
    { conversationId },
  );
  if (!row) return null;
  const { readNumber, ...talk } = row;
  // A statement of its own: whoever wrote a line while the lock was waited for is seen.
  const [lines] = await runPrepared<LineRow>(
    transaction,
    `SELECT
       (SELECT json_build_object('number', number, 'text', text, 'option', data ->> 'option', 'at', at)
        FROM conversation_lines WHERE conversation_id = :conversationId AND author = 'visitor' AND number > :takenNumber
        ORDER BY number LIMIT 1) AS line,
       (SELECT at FROM conversation_lines WHERE conversation_id = :conversationId
        ORDER BY number DESC LIMIT 1) AS "lastLineAt",
       EXISTS (SELECT 1 FROM conversation_lines WHERE conversation_id = :conversationId AND author = 'representative'
        AND number > :readNumber) AS "hasUnread"`,
    { conversationId, takenNumber: row.takenNumber, readNumber },
  );
  return {
    ...talk,
    visitorSeenAt: row.visitorSeenAt.toISOString(),
    startedAt: row.startedAt.toISOString(),
    wakeAt: row.wakeAt?.toISOString() ?? null,
    line: lines?.line ?? null,
    lastLineAt: lines?.lastLineAt?.toISOString() ?? null,
    hasUnread: lines?.hasUnread ?? false,
  };
}

/** The bot has said its first words, or was about to. */
export function isBegun(state: Talk['state']): state is ConversationState {
  return 'position' in state;
}
