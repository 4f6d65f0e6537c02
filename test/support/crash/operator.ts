import { ask } from '../../../client/ask.ts';
import type { Desk } from '../../../client/ask.ts';
import { saveDraft } from '../../../database/drafts.ts';
import { newId } from '../../../database/new-id.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { Command, ReplyWay } from '../../../domain/command.ts';
import { steady } from './steady.ts';

interface SomeTicket {
  id: string;
  conflict_number: number;
  channel: Channel;
}

const actor = { kind: 'representative' as const, id: newId(), name: 'Zeynep' };

/** An operator who works on through every crash, and presses each key twice. What was asked is kept for the comparison. */
export class Operator {
  readonly commandIds: string[] = [];
  readonly #desk: Desk;
  readonly #random: () => number;
  readonly #answered = new Set<string>();
  #replies = 0;

  constructor(desk: Desk, random: () => number) {
    this.#desk = desk;
    this.#random = random;
  }

  /** Replies to a ticket and tags it, if there is one. */
  async work(): Promise<void> {
    await this.#answer(await this.someTicket());
  }

  /** Answers a comment or a question that was not answered yet, some comments privately. */
  async answerAtPlatform(): Promise<void> {
    const ticket = await steady(() =>
      this.#desk
        .database('tickets')
        .whereNotNull('platform')
        .whereNotIn('id', [...this.#answered])
        .orderByRaw('channel = ? DESC, number', [this.#random() < 0.5 ? 'trendyol' : 'instagram'])
        .first<SomeTicket | undefined>('id', 'conflict_number', 'channel'),
    );
    const isPrivate = ticket?.channel === 'instagram' && this.#random() < 0.3;
    await this.#answer(ticket, isPrivate ? { by: 'private' } : {});
  }

  async #answer(ticket: SomeTicket | undefined, way: { by?: ReplyWay } = {}): Promise<void> {
    if (!ticket) return;
    this.#answered.add(ticket.id);
    this.#replies += 1;
    const draft = {
      id: newId(),
      ticketId: ticket.id,
      kind: 'reply' as const,
      representativeId: null,
      text: `Yola çıktı (${this.#replies}).`,
      now: new Date().toISOString(),
    };
    const draftId = await steady(() => saveDraft(this.#desk.database, draft));
    await this.#press(ticket.id, { name: 'reply', draftId, seen: ticket.conflict_number, ...way });
    await this.#press(ticket.id, { name: 'tag', add: ['kargo'], remove: [] });
  }

  async someTicket(): Promise<SomeTicket | undefined> {
    const tickets = await steady(() =>
      this.#desk.database('tickets').orderBy('number').select<SomeTicket[]>('id', 'conflict_number', 'channel'),
    );
    return tickets[Math.floor(this.#random() * tickets.length)];
  }

  async #press(ticketId: string, command: Command): Promise<void> {
    const commandId = newId();
    this.commandIds.push(commandId);
    for (let press = 0; press < 2; press += 1) {
      await steady(() => ask(this.#desk, { ticketId, command, actor, commandId, patienceMilliseconds: 0 }));
    }
  }
}
