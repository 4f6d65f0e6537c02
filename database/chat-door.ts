import type { Phase } from '../domain/chatbot/conversation.ts';
import type { Chatbot } from '../domain/chatbot/flow.ts';
import { storableText } from '../domain/storable-text.ts';
import type { Connection } from './connect.ts';

/** What has to be known of a talk before a request for it is let in. */
export interface ChatDoor extends Pick<Chatbot, 'origins' | 'limits'> {
  phase: Phase;
}

/**
 * The rules of the chatbot as it is published now, so that what its owner changed counts at once; those of the talk's
 * own version when none is. A talk goes on though its chatbot was switched off meanwhile.
 */
export async function findChatDoor(connection: Connection, conversationId: string): Promise<ChatDoor | null> {
  const { rows } = await connection.raw<{ rows: ChatDoor[] }>(
    `SELECT conversations.phase, definition -> 'origins' AS origins, definition -> 'limits' AS limits
     FROM conversations
     JOIN designs ON designs.id = conversations.design_id
     JOIN design_versions ON design_versions.design_id = designs.id
       AND design_versions.version = coalesce(designs.published_version, conversations.version)
     WHERE conversations.id = :conversationId`,
    { conversationId },
  );
  return rows[0] ?? null;
}

/** What stands on a button that the bot showed in this talk. @returns null when it showed none with that id */
export async function findOptionLabel(
  connection: Connection,
  conversationId: string,
  option: string,
): Promise<string | null> {
  const { rows } = await connection.raw<{ rows: { label: string }[] }>(
    `SELECT shown ->> 'label' AS label
     FROM conversation_lines, jsonb_array_elements(data -> 'options') AS shown
     WHERE conversation_id = :conversationId AND author = 'bot' AND jsonb_typeof(data -> 'options') = 'array'
       AND shown ->> 'id' = :option
     ORDER BY number DESC LIMIT 1`,
    { conversationId, option: storableText(option) },
  );
  return rows[0]?.label ?? null;
}
