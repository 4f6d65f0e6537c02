import type { Connection } from '../connect.ts';
import type { Talk } from './talk.ts';
import type { TalkChange } from './write-talk.ts';

export interface TurnInput {
  conversationId: string;
  /** The workflow's time, ISO. */
  now: string;
  /** Called inside the transaction once all is written. */
  beforeCommit?: () => Promise<void>;
}

/** What a turn left to be done. */
export interface TurnTaken {
  /** Something waits to be taken up at once. */
  hasMore: boolean;
  isOver: boolean;
  /** ISO: when the talk acts by itself. */
  wakeAt: string | null;
  /** Tickets that have something to take up. */
  ticketIds: string[];
}

/** A turn while it is taken: the locked talk, and what will be written of it. */
export interface TurnUnderWay {
  transaction: Connection;
  talk: Talk;
  now: string;
  change: TalkChange;
  ticketIds: Set<string>;
}
