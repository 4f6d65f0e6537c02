import { advance, begin, breakOff } from '../../domain/chatbot/advance.ts';
import type { ConversationState, Stimulus, Turn } from '../../domain/chatbot/conversation.ts';
import type { Chatbot } from '../../domain/chatbot/flow.ts';
import { FlowError } from '../../domain/chatbot/flow-error.ts';
import { nextDue } from '../../domain/chatbot/next-due.ts';
import { TURN_FAILED } from '../../domain/chatbot/say-talk-trouble.ts';
import type { Connection } from '../connect.ts';
import { mailUnreadLines } from '../mail-unread-lines.ts';
import { addBotLines } from './add-bot-lines.ts';
import { doEffect } from './do-effect.ts';
import { openWorld } from './open-world.ts';
import { readableChatbot } from './readable-chatbot.ts';
import { isBegun, type Talk } from './talk.ts';
import { tellWhatIsNew } from './tell-what-is-new.ts';
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
    const isMoved = wakeAt !== talk.wakeAt || talk.errorCode === TURN_FAILED;
    if (!hadWork && isMoved) await writeWake(transaction, talk.id, wakeAt);
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
      // Erased before the bot had said a word.
      if (change.phase === 'ended') return false;
      await this.move({ kind: 'begun' });
    } else if (line) {
      // First: a ticket made in this turn has this line in it.
      change.takenNumber = line.number;
      const isForPeople = change.phase !== 'active' && change.ticketId !== null;
      if (!isForPeople) await this.move({ kind: 'line', text: line.text, option: line.option });
      await tellWhatIsNew(this, { withPicks: isForPeople });
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
    const world = await openWorld(this.transaction, this.chatbot, this.now);
    try {
      return advance(this.chatbot, state, stimulus, world);
    } catch (error) {
      const broken = error instanceof FlowError ? error : unreadable(state, stimulus);
      this.change.error = { code: broken.code, detail: broken.message };
      return breakOff(this.chatbot, broken.state, broken.message);
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

  /** Else the same moment would be due again and again. */
  private mustHaveMoved(stimulus: Stimulus): void {
    const due = this.due(true);
    if (due && due.at <= this.now && due.stimulus.kind === stimulus.kind)
      throw new Error(`a talk stands still though ${stimulus.kind} was taken up`);
  }
}

/** A design is run by nothing but what it says: what fails now fails every time, and must not hold the visitor's words. */
function unreadable(state: ConversationState, stimulus: Stimulus): FlowError {
  const hasWords = stimulus.kind === 'line' && stimulus.option === null && stimulus.text.trim() !== '';
  const made = stimulus.kind === 'ticket-made' ? stimulus : null;
  const ticket = made ? { number: made.number, draftReason: made.draftReason } : state.ticket;
  const noted = { ...state, hasRequest: state.hasRequest || hasWords, ticket };
  return new FlowError('UNREADABLE', 'the design cannot be run', noted);
}

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
