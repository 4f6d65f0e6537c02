import type { Desk } from '../../../client/ask.ts';
import { sayInConversation, startConversation } from '../../../client/conversation.ts';
import type { Database } from '../../../database/connect.ts';
import { newId } from '../../../database/new-id.ts';
import { DeskError } from '../../../domain/errors.ts';
import type { Block } from '../../../domain/chatbot/flow.ts';
import { chatbotOf, publishChatbot } from '../talk-story.ts';
import { steady } from './steady.ts';

/** What a visitor said, by his own account. */
interface Account {
  conversationId: string;
  isReachable: boolean;
  /** He said all that he had come to say. */
  isComplete: boolean;
  /** Lines that the desk took, oldest first. */
  accepted: string[];
}

/** Whoever says nothing for so long is gone. */
const TIMEOUT_SECONDS = 15;
const ask = { kind: 'ask', retry: null, tries: 1 } as const;
const blocks: Block[] = [
  { ...ask, what: 'text', question: 'What is it?', into: 'request' },
  { ...ask, what: 'email', question: 'Where may we write to you?', into: 'email' },
  { kind: 'create-ticket', subject: 'Chat', email: null, phone: null, tag: 'Chat', request: null, whenDraft: null },
  { ...ask, what: 'text', question: 'Anything else?', into: 'more' },
];

/**
 * Visitors of a chatbot, who send every line twice: one in three is reachable, one gives no address, one falls silent.
 * What they said is kept for the comparison.
 */
export class ChatStorm {
  readonly #desk: Desk;
  readonly #accounts: Account[] = [];
  #bot: { designId: string; version: number } | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** So many visitors come one after the other, and type without waiting for answers. */
  async come(count: number): Promise<void> {
    for (let come = 0; come < count; come += 1) await this.#talk(this.#accounts.length);
  }

  async #talk(index: number): Promise<void> {
    this.#bot ??= await steady(() =>
      publishChatbot(this.#desk, chatbotOf(blocks, { name: 'storm', timeoutSeconds: TIMEOUT_SECONDS })),
    );
    const account: Account = {
      conversationId: newId(),
      isReachable: index % 3 === 0,
      isComplete: false,
      accepted: [],
    };
    this.#accounts.push(account);
    const start = { ...this.#bot, visitorId: newId(), user: null, language: 'en' as const, pageUrl: null };
    await twice(() => startConversation(this.#desk, { ...start, conversationId: account.conversationId }));
    const request = `Request ${index}`;
    const address = account.isReachable ? `visitor${index}@customers.test` : 'none';
    const lines = index % 3 === 2 ? [request] : [request, address, `More of ${index}`];
    account.isComplete = await this.#say(account, lines);
  }

  /** @returns whether all was taken; a talk may be over before, when somebody was dead for long */
  async #say({ conversationId, accepted }: Account, lines: string[]): Promise<boolean> {
    for (const text of lines) {
      try {
        const line = { conversationId, key: newId(), text, option: null };
        await twice(() => sayInConversation(this.#desk, line));
        accepted.push(text);
      } catch (error) {
        if (error instanceof DeskError && error.code === 'STATE_FORBIDS') return false;
        throw error;
      }
    }
    return true;
  }

  /** Every talk is over and is exactly one ticket or draft, which has every line once. @returns what is not so */
  async compare(database: Database): Promise<string[]> {
    const { rows } = await database.raw<{ rows: Found[] }>(
      `SELECT conversations.id, phase, waiting_since IS NOT NULL AS "isWaiting", ticket_count AS "ticketCount",
         (SELECT count(DISTINCT ticket_id)::int FROM inbound_items
            WHERE external_id LIKE 'conversation/' || conversations.id || '/%') AS tickets,
         (SELECT string_agg(reply, E'\\n' ORDER BY number) FROM messages
            WHERE ticket_id = conversations.ticket_id AND kind = 'contact') AS told,
         tickets.draft_reason IS NOT NULL AS "isDraft"
       FROM conversations LEFT JOIN tickets ON tickets.id = ticket_id`,
    );
    const found = new Map(rows.map((row) => [row.id, row]));
    const problems = this.#accounts.flatMap((account) => {
      const row = found.get(account.conversationId);
      return row ? faultsOf(account, row) : [`lost: talk ${account.conversationId}`];
    });
    if (rows.length !== this.#accounts.length)
      problems.push(`${rows.length} talks for ${this.#accounts.length} visitors`);
    return problems;
  }
}

interface Found {
  id: string;
  phase: string;
  isWaiting: boolean;
  ticketCount: number;
  tickets: number;
  told: string | null;
  isDraft: boolean;
}

function faultsOf({ conversationId, isReachable, isComplete, accepted }: Account, row: Found): string[] {
  const name = `talk ${conversationId}`;
  const problems: string[] = [];
  if (row.phase !== 'ended' || row.isWaiting) problems.push(`${name} is ${row.phase}, waiting: ${row.isWaiting}`);
  if (row.tickets !== 1 || row.ticketCount !== 1)
    problems.push(`${name} made ${row.ticketCount} tickets and stands on ${row.tickets}`);
  if (row.told !== accepted.join('\n')) problems.push(`${name} said ${accepted.join(' / ')}, told ${row.told}`);
  if (isComplete && row.isDraft === isReachable) problems.push(`${name}: draft ${row.isDraft}`);
  return problems;
}

/** As a page does that did not hear the answer. */
async function twice(send: () => Promise<unknown>): Promise<void> {
  await steady(send);
  await steady(send);
}
