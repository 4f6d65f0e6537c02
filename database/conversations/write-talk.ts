import type { ConversationState, Outcome, Phase } from '../../domain/chatbot/conversation.ts';
import { TURN_FAILED } from '../../domain/chatbot/say-talk-trouble.ts';
import type { Connection } from '../connect.ts';
import { runPrepared } from '../run-prepared.ts';

/** What a turn leaves on the talk's row. */
export interface TalkChange {
  conversationId: string;
  state: ConversationState;
  phase: Phase;
  outcome: Outcome | null;
  contactId: string | null;
  ticketId: string | null;
  ticketCount: number;
  lineCount: number;
  takenNumber: number;
  toldNumber: number;
  /** Why a talk is broken. */
  error: { code: string; detail: string } | null;
  /** When it acts by itself, ISO. */
  wakeAt: string | null;
  now: string;
}

const hasBroken = `phase = 'ended' AND error_code <> :failed`;

/** Writes a turn; why a talk broke stays, that a turn failed does not. @returns whether a line of the visitor waits to be taken up */
export async function writeTalk(transaction: Connection, change: TalkChange): Promise<boolean> {
  const [row] = await runPrepared<{ isWaiting: boolean }>(
    transaction,
    `UPDATE conversations SET state = :state, phase = :phase, outcome = :outcome, contact_id = :contactId,
       ticket_id = :ticketId, ticket_count = :ticketCount, line_count = :lineCount, taken_number = :takenNumber,
       told_number = :toldNumber, wake_at = :wakeAt,
       error_code = CASE WHEN ${hasBroken} THEN error_code ELSE :errorCode END,
       error_detail = CASE WHEN ${hasBroken} THEN error_detail ELSE :errorDetail END,
       ended_at = CASE WHEN :phase::text = 'ended' THEN coalesce(ended_at, :now) END,
       waiting_since = (SELECT min(at) FROM conversation_lines
         WHERE conversation_id = :conversationId AND author = 'visitor' AND number > :takenNumber)
     WHERE id = :conversationId RETURNING waiting_since IS NOT NULL AS "isWaiting"`,
    {
      ...change,
      state: JSON.stringify(change.state),
      errorCode: change.error?.code ?? null,
      errorDetail: change.error?.detail ?? null,
      failed: TURN_FAILED,
    },
  );
  return row?.isWaiting ?? false;
}

/** Of a turn that found nothing to take up: when the talk acts by itself. */
export async function writeWake(transaction: Connection, conversationId: string, wakeAt: string | null): Promise<void> {
  await runPrepared(
    transaction,
    `UPDATE conversations SET wake_at = :wakeAt, error_code = nullif(error_code, :failed),
       error_detail = CASE WHEN error_code <> :failed THEN error_detail END
     WHERE id = :conversationId`,
    { conversationId, wakeAt, failed: TURN_FAILED },
  );
}
