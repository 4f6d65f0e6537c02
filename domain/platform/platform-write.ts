import type { ErrorCode } from '../errors.ts';

export type WriteAct = 'reply' | 'private-reply' | 'answer' | 'hide' | 'show' | 'remove';

/** One thing to be done at a platform. */
export interface PlatformWrite {
  act: WriteAct;
  /** What it is done to: for a public reply the top-level item, for the rest the item itself. */
  itemId: string;
  placeId: string | null;
  /** Words of a reply or an answer; null for the rest. */
  text: string | null;
  /** ISO: when it was planned; nothing older can be it when it is looked up. */
  plannedAt: string;
  /** Ids that other deliveries became: another answer with the same words is not this one. */
  takenIds: readonly string[];
}

/**
 * What became of a write. `unsure`: it may have happened; it is looked up before anything is sent again.
 * `deferred`: it surely did not happen and may later. `fault`: the account is the trouble, not the write.
 */
export interface WriteOutcome {
  outcome: 'sent' | 'refused' | 'deferred' | 'unsure' | 'fault';
  /** The id of what it became; null where there is none, or where it is not known. */
  id: string | null;
  code: ErrorCode | null;
  /** The platform's words, for operators; never a token. */
  response: string | null;
  /** ISO: with `deferred`, when the platform says to come again. */
  until?: string;
  /** With `refused`: it can be done once only, and was. Where an earlier attempt may have done it, that one did. */
  isDoneAlready?: true;
}

/** What a look-up found: what became of it, or that it is not there. */
export type LookedUp = WriteOutcome | { outcome: 'absent' };
