import { DeskError, type ErrorCode } from '../errors.ts';

/**
 * What a platform's trouble means for its source.
 * - `stop`: nobody can go on until the owner mends it (token, permission, role, block)
 * - `wait`: the platform says when to come again
 * - `retry`: it passes by itself; the next poll comes anyway
 * - `refuse`: this one call is wrong for good
 * - `unsure`: a write may have happened
 */
export type FaultEffect = 'stop' | 'wait' | 'retry' | 'refuse' | 'unsure';

/** An error of a platform, told in the desk's words. The message holds the platform's own, never a token or an address with one. */
export class PlatformFault extends DeskError {
  readonly effect: FaultEffect;
  /** ISO: with `wait`, when to come again. */
  readonly until: string | null;

  constructor(code: ErrorCode, message: string, of: { effect: FaultEffect; until?: string; cause?: unknown }) {
    super(code, message, { cause: of.cause });
    this.name = 'PlatformFault';
    this.effect = of.effect;
    this.until = of.until ?? null;
  }
}
