import type { Phase } from '../chatbot/conversation.ts';
import type { DeliveryKind, DeliveryState } from '../delivery.ts';

/** What a command needs beyond the ticket: read from rows before the decision. */
export interface CommandContext {
  commandId: string;
  /** The draft the command names; null when it does not exist or is used up. */
  draft: { id: string; text: string } | null;
  contactEmail: string | null;
  /** Addresses kept in copy: those that we or the requester copied. */
  copied: string[];
  /** The newest talk of the ticket that has not ended; null when there is none. */
  chat: { conversationId: string; phase: Exclude<Phase, 'ended'>; isVisitorThere: boolean } | null;
  /** Addresses of our own sources, folded: never a recipient. */
  ownAddresses: string[];
  /** The delivery that a retry or discard names. */
  delivery: { id: string; kind: DeliveryKind; state: string; itemId: string | null } | null;
  /** What is on its way to the platform, was done there, or may have been. */
  atPlatform: AtPlatform[];
  /** New messages since the operator looked: told in a refusal. */
  newerMessages: { number: number; kind: string }[];
}

/** A delivery to a platform that was neither refused nor discarded. */
export interface AtPlatform {
  id: string;
  kind: DeliveryKind;
  state: DeliveryState;
  itemId: string | null;
}
