export const deliveryStates = ['planned', 'sending', 'sent', 'failed', 'unsure', 'discarded'] as const;
export type DeliveryState = (typeof deliveryStates)[number];
export type DeliveryKind =
  | 'reply'
  | 'forward'
  | 'redirection'
  | 'acknowledgement'
  | 'chat'
  | 'public-reply'
  | 'private-reply'
  | 'moderation';

export const platformKinds: readonly DeliveryKind[] = ['public-reply', 'private-reply', 'moderation'];

/** Done at the platform that the request came from, not by mail. */
export function isAtPlatform(kind: DeliveryKind): boolean {
  return platformKinds.includes(kind);
}

/** Notices are counted against an address's quota. */
export function isNotice(kind: DeliveryKind): boolean {
  return kind === 'redirection' || kind === 'acknowledgement';
}

/**
 * What is repeated once with the same key when its fate is unknown: notices, and lines of a chat, which are rows that
 * their key makes unique. Mailed words of a person wait for a person.
 */
export function mayBeRepeated(kind: DeliveryKind): boolean {
  return isNotice(kind) || kind === 'chat';
}

/** What of a delivery the ticket's decisions look at. */
export interface OpenDelivery {
  id: string;
  kind: DeliveryKind;
  state: DeliveryState;
  attempt: number;
  attemptEndsAt: string | null;
  nextAttemptAt: string;
  wasRepeated: boolean;
  plannedAt: string;
}

/** Why mail of a sender that is switched off waits; it goes out when the sender is on again. */
export const SENDER_IS_OFF = 'the sender is switched off';

/** How long what is held waits at most before it is looked at again. */
export const HELD_SECONDS = 3600;

/** Why what is done at a platform waits; it goes out when the source goes on. */
export function heldBySource(state: 'stopped' | 'waiting', code: string | null): string {
  return `the source is ${state}${code ? `: ${code}` : ''}`;
}

/** Seconds before attempt n+1 of a deferred delivery: a minute, doubling to four hours, for about two days. */
export function backOffSeconds(attempt: number, firstSeconds = 60): number | null {
  return attempt >= 20 ? null : Math.min(firstSeconds * 2 ** (attempt - 1), 4 * 3600);
}
