import { ask } from '../../../client/ask.ts';
import type { Desk } from '../../../client/ask.ts';
import { saveDraft } from '../../../database/drafts.ts';
import { newId } from '../../../database/new-id.ts';
import type { Command } from '../../../domain/command.ts';
import { steady } from './steady.ts';

const actor = { kind: 'representative' as const, id: newId(), name: 'Zeynep' };

/** An operator who works on through every crash, and presses each key twice. What was asked is kept for the comparison. */
export class Operator {
  readonly commandIds: string[] = [];
  readonly #desk: Desk;
  readonly #random: () => number;

  constructor(desk: Desk, random: () => number) {
    this.#desk = desk;
    this.#random = random;
  }

  /** Replies to a ticket and tags it, if there is one. */
  async work(): Promise<void> {
    const ticket = await this.someTicket();
    if (!ticket) return;
    const draft = {
      id: newId(),
      ticketId: ticket.id,
      kind: 'reply' as const,
      representativeId: null,
      text: 'Yola çıktı.',
      now: new Date().toISOString(),
    };
    const draftId = await steady(() => saveDraft(this.#desk.database, draft));
    await this.#press(ticket.id, { name: 'reply', draftId, seen: ticket.conflict_number });
    await this.#press(ticket.id, { name: 'tag', add: ['kargo'], remove: [] });
  }

  async someTicket(): Promise<{ id: string; conflict_number: number } | undefined> {
    const tickets = await steady(() =>
      this.#desk.database('tickets').orderBy('number').select('id', 'conflict_number'),
    );
    return tickets[Math.floor(this.#random() * tickets.length)] as { id: string; conflict_number: number } | undefined;
  }

  async #press(ticketId: string, command: Command): Promise<void> {
    const commandId = newId();
    this.commandIds.push(commandId);
    for (let press = 0; press < 2; press += 1) {
      await steady(() => ask(this.#desk, { ticketId, command, actor, commandId, patienceMilliseconds: 0 }));
    }
  }
}
