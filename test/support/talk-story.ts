import type { Desk } from '../../client/ask.ts';
import { sayInConversation, startConversation } from '../../client/conversation.ts';
import { readConversation, type ConversationUser } from '../../database/conversations.ts';
import { saveDesign } from '../../database/designs.ts';
import { newId } from '../../database/new-id.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Block, Chatbot } from '../../domain/chatbot/flow.ts';
import type { ConversationView } from '../../domain/conversation-views.ts';
import { eventually } from './story-desk.ts';

/** A chatbot with one flow, or with those given. */
export function chatbotOf(blocks: Block[], parts: Partial<Chatbot> = {}): Chatbot {
  return {
    name: 'helper',
    title: 'Helper',
    language: 'en',
    timeoutSeconds: 600,
    goneSeconds: 600,
    tags: ['Chat'],
    origins: [],
    limits: { startsPerHour: 1000, linesPerMinute: 1000 },
    start: 'main',
    flows: { main: blocks },
    ...parts,
  };
}

/** What the after-hours bot asks before it makes a ticket. */
export const afterHoursBlocks: Block[] = [
  { kind: 'say', text: 'We are closed.' },
  { kind: 'ask', what: 'text', question: 'What can we do for you?', into: 'request', retry: null, tries: 3 },
  { kind: 'ask', what: 'email', question: 'Where may we write to you?', into: 'email', retry: null, tries: 2 },
  {
    kind: 'create-ticket',
    subject: 'After Hours Ticket: {{request}}',
    email: '{{email}}',
    phone: null,
    tag: 'After Hours Ticket',
    request: '{{request}}',
    whenDraft: null,
  },
  { kind: 'say', text: 'We Received Your Request: {{ticket}}' },
  { kind: 'end' },
];

/** Saves and publishes a chatbot as its next version. */
export async function publishChatbot(
  { database }: Pick<Desk, 'database'>,
  chatbot: Chatbot,
): Promise<{ designId: string; version: number }> {
  return saveDesign(database, {
    kind: 'chatbot',
    name: chatbot.name,
    title: chatbot.title,
    tags: chatbot.tags,
    text: JSON.stringify(chatbot),
    definition: chatbot,
    isPublished: true,
    actor: theDesk,
    now: new Date().toISOString(),
  });
}

/** A visitor in a story: reads the talk as a page does, and says what people say. */
export class Visitor {
  readonly desk: Desk;
  readonly conversationId: string;

  private constructor(desk: Desk, conversationId: string) {
    this.desk = desk;
    this.conversationId = conversationId;
  }

  static async comes(
    desk: Desk,
    to: { designId: string; version: number },
    who: { user?: ConversationUser; visitorId?: string } = {},
  ): Promise<Visitor> {
    const { conversationId } = await startConversation(desk, {
      ...to,
      visitorId: who.visitorId ?? newId(),
      user: who.user ?? null,
      language: 'en',
      pageUrl: 'https://shop.test/lamps',
    });
    return new Visitor(desk, conversationId);
  }

  async says(text: string, { key = newId(), option = null as string | null } = {}): Promise<number> {
    const { number } = await sayInConversation(this.desk, {
      conversationId: this.conversationId,
      key,
      text,
      option,
    });
    return number;
  }

  /** Looks at the whole talk, without being noticed unless asked. */
  async view({ hasSeen = false, after = 0 } = {}): Promise<ConversationView> {
    const { conversationId } = this;
    const read = { conversationId, after, now: new Date().toISOString(), hasSeen };
    return (await readConversation(this.desk.database, read))!;
  }

  /** What the bot and people said, oldest first. */
  async heard(): Promise<string[]> {
    return (await this.view()).lines.filter(({ author }) => author !== 'visitor').map(({ text }) => text);
  }

  /** Waits until something is said to the visitor. */
  async hears(words: string | RegExp): Promise<ConversationView> {
    return eventually(async () => {
      const view = await this.view();
      const heard = view.lines.filter(({ author }) => author !== 'visitor').map(({ text }) => text);
      if (!heard.some((text) => (typeof words === 'string' ? text.includes(words) : words.test(text))))
        throw new Error(`not heard yet: ${String(words)}; heard: ${heard.join(' | ')}`);
      return view;
    });
  }

  async untilOver(): Promise<ConversationView> {
    return eventually(async () => {
      const view = await this.view();
      if (view.phase !== 'ended') throw new Error(`the talk is ${view.phase}`);
      return view;
    });
  }
}
