import { advance, begin, breakOff } from '../../domain/chatbot/advance.ts';
import type { ConversationState, Stimulus, Turn } from '../../domain/chatbot/conversation.ts';
import type { Chatbot } from '../../domain/chatbot/flow.ts';
import { FlowError } from '../../domain/chatbot/flow-error.ts';
import { nextDue } from '../../domain/chatbot/next-due.ts';
import type { Connection } from '../connect.ts';
import { mailUnreadLines } from '../mail-unread-lines.ts';
import { addBotLines } from './add-bot-lines.ts';
import { doEffect } from './do-effect.ts';
import { openWorld } from './open-world.ts';
import { readableChatbot } from './readable-chatbot.ts';
import { isBegun, type Talk } from './talk.ts';
import { addToTicketOf } from './tell-ticket.ts';
import type { TurnTaken, TurnUnderWay } from './turn.ts';
import { writeTalk, writeWake, type TalkChange } from './write-talk.ts';

/** Effects in one turn: a design that makes more tickets without waiting for the visitor goes in a circle. */
const MOST_EFFECTS = 10;

/** A talk in the middle of a turn: what will be written, and the tickets that are to be looked at. */
export class TalkTurn implements TurnUnderWay {
  readonly transaction: Connection;
  readonly talk: Talk;
  readonly now: string;
  readonly ticketIds = new Set<string>();
  readonly change: TalkChange;

  constructor(transaction: Connection, talk: Talk, now: string) {
    this.transaction = transaction;
    this.talk = talk;
    this.now = now;
    const { phase, outcome, contactId, ticketId, ticketCount, lineCount, takenNumber, toldNumber } = talk;
    this.change = {
      conversationId: talk.id,
      phase,
      outcome,
      contactId,
      ticketId,
      ticketCount,
      lineCount,
      takenNumber,
      toldNumber,
      state: isBegun(talk.state) ? talk.state : { ...begin(this.chatbot), attributes: talk.state.attributes },
      error: null,
      wakeAt: talk.wakeAt,
      now,
    };
  }

  get chatbot(): Chatbot {
    return readableChatbot(this.talk);
  }

  async take(): Promise<TurnTaken> {
    const hadWork = await this.takeUp();
    const { transaction, talk, change, now } = this;
    const wakeAt = earlier(this.due(hadWork)?.at ?? null, await this.mailUnread());
    const isWaiting = hadWork && (await writeTalk(transaction, { ...change, wakeAt }));
    if (!hadWork && wakeAt !== talk.wakeAt) await writeWake(transaction, talk.id, wakeAt);
    return {
      hasMore: isWaiting || (wakeAt !== null && wakeAt <= now),
      isOver: change.phase === 'ended' && !isWaiting && wakeAt === null,
      wakeAt,
      ticketIds: [...this.ticketIds],
    };
  }

  /** @returns whether anything was there */
  private async takeUp(): Promise<boolean> {
    const { talk, change } = this;
    const { line } = talk;
    if (!isBegun(talk.state)) {
      await this.move({ kind: 'begun' });
    } else if (line) {
      // First: a ticket made in this turn has this line in it.
      change.takenNumber = line.number;
      if (change.phase === 'active') await this.move({ kind: 'line', text: line.text, option: line.option });
      else await this.tell(line);
    } else {
      const due = this.due();
      if (!due || due.at > this.now) return false;
      await this.move(due.stimulus);
    }
    return true;
  }

  /** What representatives said to a visitor who is gone goes by mail. @returns when to look again, ISO */
  private async mailUnread(): Promise<string | null> {
    const { transaction, talk, now } = this;
    if (!talk.hasUnread) return null;
    const { dueAt, ticketIds } = await mailUnreadLines(transaction, talk.id, now);
    for (const ticketId of ticketIds) this.ticketIds.add(ticketId);
    return dueAt;
  }

  /** What the talk waits for with its bot; null when it only waits for people. */
  private due(hasSpoken = false) {
    const { talk, change, now } = this;
    if (change.phase !== 'active') return null;
    const lastLineAt = hasSpoken ? now : (talk.lastLineAt ?? talk.startedAt);
    return nextDue(this.chatbot, { state: change.state, lastLineAt, visitorSeenAt: talk.visitorSeenAt });
  }

  /** Runs the design on what happened, and does what it wants until it wants nothing more. */
  private async move(stimulus: Stimulus): Promise<void> {
    let turn = await this.advance(this.change.state, stimulus);
    for (let count = 0; turn.effect; count += 1) {
      if (count > MOST_EFFECTS) throw new Error('a turn of a talk wanted too many tickets');
      await this.write(turn);
      const made = await doEffect(this, turn.effect);
      turn = await this.advance(turn.state, {
        kind: 'ticket-made',
        number: made.number,
        draftReason: made.draftReason,
      });
    }
    await this.write(turn);
    if (stimulus.kind !== 'begun' && stimulus.kind !== 'line') this.mustHaveMoved(stimulus);
  }

  private async advance(state: ConversationState, stimulus: Stimulus): Promise<Turn> {
    try {
      return advance(this.chatbot, state, stimulus, await openWorld(this.transaction, this.chatbot, this.now));
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      this.change.error = { code: error.code, detail: error.message };
      return breakOff(this.chatbot, error.state, error.message);
    }
  }

  private async write({ state, phase, outcome, says }: Turn): Promise<void> {
    const { transaction, talk, change, now } = this;
    const lineCount = await addBotLines(transaction, says, {
      conversationId: talk.id,
      lineCount: change.lineCount,
      now,
    });
    Object.assign(change, { state, phase, outcome, lineCount });
  }

  /** Handed over, or ended with a ticket while the visitor still wrote: the line is for people to read. */
  private async tell(line: NonNullable<Talk['line']>): Promise<void> {
    const { change } = this;
    const { ticketId, state } = change;
    if (ticketId === null) return;
    const told = await addToTicketOf(this, { ticketId, state, text: line.text, lineNumber: line.number });
    this.ticketIds.add(told.ticketId);
    change.toldNumber = line.number;
    change.ticketId = told.ticketId;
    change.state = { ...state, ticket: { number: told.number, draftReason: told.draftReason } };
  }

  /** Else the same moment would be due again and again. */
  private mustHaveMoved(stimulus: Stimulus): void {
    const due = this.due(true);
    if (due && due.at <= this.now && due.stimulus.kind === stimulus.kind)
      throw new Error(`a talk stands still though ${stimulus.kind} was taken up`);
  }
}

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
