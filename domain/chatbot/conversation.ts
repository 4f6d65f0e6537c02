/** Where a talk stands. Changed only in the transaction that answers; kept as JSON on its row. */
export interface ConversationState {
  position: Position;
  /** What the block at `position` waits for; null before it is begun. */
  waiting: Waiting | null;
  attributes: Record<string, string>;
  /** The visitor wrote words of his own: a talk that ends without a ticket then leaves a draft. */
  hasRequest: boolean;
  /** Blocks run since the talk last waited: a design that goes in a circle is stopped, tickets made on the way or not. */
  blocksRun: number;
  /** The newest ticket of this talk. */
  ticket: { number: number; draftReason: string | null } | null;
}

export interface Position {
  flow: string;
  /** Index of the block in its flow. */
  block: number;
}

export type Waiting =
  | { kind: 'answer'; tries: number }
  | { kind: 'option'; tries: number }
  /** `until` is ISO: when the block itself gives up waiting. */
  | { kind: 'message'; until: string }
  | { kind: 'pause'; until: string }
  /** Handed over: the rest is between the visitor and a representative. */
  | { kind: 'representative' }
  /** The talk is over; a ticket may still be made of what was said. */
  | { kind: 'nothing'; outcome: Outcome };

export const phases = ['active', 'handed-over', 'ended'] as const;
export type Phase = (typeof phases)[number];

/**
 * How a talk ended. `completed`: its flow came to an end. `timed-out`: the visitor said nothing more. `left`: the page
 * was closed. `broken`: its design could not go on.
 */
export const outcomes = ['completed', 'timed-out', 'left', 'broken'] as const;
export type Outcome = (typeof outcomes)[number];

/** What moves a talk on. */
export type Stimulus =
  | { kind: 'begun' }
  | { kind: 'line'; text: string; option: string | null }
  /** The time came that the talk waited for. */
  | { kind: 'due' }
  | { kind: 'visitor-left' }
  | { kind: 'visitor-silent' }
  /** The effect asked for was done. */
  | { kind: 'ticket-made'; number: number; draftReason: string | null };

/** A line of the bot. */
export interface Said {
  text: string;
  /** Buttons under it; a pick is answered by its id. */
  options: { id: string; label: string }[] | null;
}

/** What the flow wants done before it goes on. */
export type Effect = { kind: 'create-ticket' | 'hand-over'; ticket: TicketWish };

export interface TicketWish {
  subject: string;
  /** The customer's words; null: all lines of the visitor. */
  request: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  tag: string | null;
  team: string | null;
  /** Why it is a draft; null when it has a way to an e-mail. */
  draftReason: string | null;
}

/** What a stimulus led to. */
export interface Turn {
  state: ConversationState;
  phase: Phase;
  outcome: Outcome | null;
  says: Said[];
  effect: Effect | null;
  /** ISO: when the block at the position acts by itself; null when it only waits for the visitor. */
  dueAt: string | null;
}

/** What the flow may ask of the desk. */
export interface ConversationWorld {
  /** ISO. */
  now: string;
  /** Whether the calendar of that name is open now; null when there is none. */
  isOpen(calendar: string): boolean | null;
}
