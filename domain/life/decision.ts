import type { Actor } from '../actor.ts';
import type { DeliveryKind, OpenDelivery } from '../delivery.ts';
import type { Desk } from '../desk.ts';
import type { ErrorCode } from '../errors.ts';
import type { EventData, EventType, NewEvent } from '../events.ts';
import type { TicketState } from '../ticket.ts';

/** Everything a decision may look at. Nothing else: no clock, no table. */
export interface Circumstances {
  ticketId: string;
  ticket: TicketState;
  /** ISO time given by the workflow. */
  now: string;
  desk: Desk;
  /** Planned and sending ones. */
  openDeliveries: OpenDelivery[];
  actor: Actor;
}

/** What is to be written in the transaction that decides. */
export interface Decision {
  events: NewEvent[];
  messages: NewMessage[];
  deliveries: NewDelivery[];
  deliveryChanges: DeliveryChange[];
  wakes: WakeChange[];
  contact?: { name?: string; email?: string; phone?: string };
  /** The draft whose text was used. */
  usedDraftId?: string;
  refusal?: { code: ErrorCode; message: string; details: Record<string, unknown> };
  purge?: true;
}

export interface NewMessage {
  id: string;
  number: number;
  kind: 'reply' | 'note' | 'forward';
  draftId: string;
  recipients: { to?: string[]; cc?: string[] };
}

export interface NewDelivery {
  id: string;
  kind: DeliveryKind;
  key: string;
  messageId: string | null;
  /** Folded address where the mail goes to one; null with several. */
  recipient: string | null;
  recipients: { to?: string[]; cc?: string[] };
  data: Record<string, unknown>;
}

export type DeliveryChange =
  | { id: string; to: 'discarded'; reason: string }
  | { id: string; to: 'planned' }
  | { id: string; to: 'repeated' }
  | { id: string; to: 'unsure' }
  /** Tried again at once, beginning with the question whether it happened. */
  | { id: string; to: 'asked-for' };

/** A wake is known by kind and reference; `due` null takes it away. */
export interface WakeChange {
  kind: WakeKind;
  reference: string | null;
  due: string | null;
}

export type WakeKind = 'snooze' | 'delivery-retry' | 'purge' | 'answer-deadline' | 'private-reply-end';

export function nothing(): Decision {
  return { events: [], messages: [], deliveries: [], deliveryChanges: [], wakes: [] };
}

export function refuse(code: ErrorCode, message: string, details: Record<string, unknown> = {}): Decision {
  return { ...nothing(), refusal: { code, message, details } };
}

/** Makes an event of these circumstances. */
export function event<Type extends EventType>(at: Circumstances, type: Type, data: EventData[Type]): NewEvent {
  return { type, data, actor: at.actor, at: at.now } as NewEvent;
}
