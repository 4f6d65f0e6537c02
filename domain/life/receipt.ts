import type { Actor } from '../actor.ts';
import type { DeliveryKind, DeliveryState } from '../delivery.ts';
import type { NewEvent } from '../events.ts';
import type { PlatformState } from '../platform/platform-state.ts';
import type { WriteAct } from '../platform/platform-write.ts';
import type { Standing } from '../ticket.ts';
import type { WakeChange } from './decision.ts';

/** What became of one attempt, in the words that the desk keeps. */
export interface AttemptOutcome {
  outcome: 'sent' | 'refused' | 'deferred' | 'unsure' | 'fault';
  /** The server's words and codes; shown to operators, never in a history. */
  receipt: Record<string, unknown>;
  /** Of an attempt at a platform: what was done there. */
  atPlatform?: PlatformAttempt;
}

export interface AttemptedDelivery {
  id: string;
  kind: DeliveryKind;
  attempt: number;
  wasRepeated: boolean;
}

/** What a receipt makes of its delivery. */
export interface ReceiptDecision {
  state: DeliveryState;
  wasRepeated: boolean;
  /** Set while it is planned for later. */
  nextAttemptAt: string | null;
  /** Why it waits, where that is not its own doing. */
  heldReason?: string;
  events: NewEvent[];
  wakes?: WakeChange[];
}

/** The ticket as it stands when the receipt comes. */
export interface ReceivedAt {
  now: string;
  standing: Standing;
  platform?: PlatformState | null;
}

/** What an attempt at a platform was about. */
export interface PlatformAttempt {
  act: WriteAct;
  itemId: string;
  sourceId: string;
  /** Who asked for it. */
  by: Actor;
  /** Of the platform's trouble; null without one. */
  code: string | null;
  /** ISO: the platform said when to come again. */
  until: string | null;
  /** How long a write without an answer is left alone before it is asked for. */
  settleSeconds: number;
}
