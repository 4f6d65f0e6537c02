import type { Connection } from '../../database/connect.ts';
import { loadDesignVersion, lookUpDesign, type Design } from '../../database/designs.ts';
import type { Chatbot } from '../../domain/chatbot/flow.ts';
import { Refusal } from './refusal.ts';

export interface PublishedChatbot {
  design: Design;
  version: number;
  chatbot: Chatbot;
}

const LONGEST_NAME = 200;

/**
 * The chatbot that visitors get under a name.
 * @throws Refusal 404 when there is none, 410 when it is switched off or has never been published
 */
export async function findChatbot(connection: Connection, name: string): Promise<PublishedChatbot> {
  const design = name.length > LONGEST_NAME ? null : await lookUpDesign(connection, 'chatbot', name);
  if (!design) throw new Refusal({ status: 404, code: 'NOT_FOUND', message: 'there is no chat at this address' });
  if (!design.isOn || design.publishedVersion === null) {
    throw new Refusal({ status: 410, code: 'REFUSED', message: 'this chat is not available now' });
  }
  const { definition } = await loadDesignVersion(connection, design.id, design.publishedVersion);
  return { design, version: design.publishedVersion, chatbot: definition as unknown as Chatbot };
}
