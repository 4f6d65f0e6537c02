import { TURN_FAILED } from '../../domain/chatbot/say-talk-trouble.ts';
import type { Database } from '../connect.ts';

const TRY_AGAIN_AFTER_MILLISECONDS = 60_000;
const LONGEST_DETAIL = 1000;

/**
 * Notes on a talk that its turn failed. Its lines wait on, and are tried again in a minute, or when the visitor writes.
 * @returns when, ISO
 */
export async function parkTalk(
  database: Database,
  parked: { conversationId: string; detail: string; now: string },
): Promise<string> {
  const wakeAt = new Date(Date.parse(parked.now) + TRY_AGAIN_AFTER_MILLISECONDS).toISOString();
  await database('conversations')
    .where({ id: parked.conversationId })
    .update({ error_code: TURN_FAILED, error_detail: parked.detail.slice(0, LONGEST_DETAIL), wake_at: wakeAt });
  return wakeAt;
}
