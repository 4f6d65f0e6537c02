import type { ErrorCode } from './errors.ts';

/** How a source is, as screens and typed commands show it. Times are ISO in UTC. */
export interface SourceHealth {
  sourceId: string;
  /** `stopped`: until the owner mends it; `waiting`: the platform said when to come again. */
  state: 'on' | 'off' | 'stopped' | 'waiting';
  account: { id: string; name: string | null } | null;
  lastPolledAt: string | null;
  lastItemAt: string | null;
  /** Items that became inputs which no ticket has taken up yet, and items that are parked. */
  waitingCount: number;
  parkedCount: number;
  /** What the account has called of what the desk allows it, in the present window. */
  budgets: { name: string; used: number; calls: number; seconds: number }[];
  /** What the platform's own headers say, in percent. */
  usage: { name: string; percent: number; until: string | null; toldAt: string }[];
  waitsUntil: string | null;
  tokenEndsAt: string | null;
  error: { code: ErrorCode; message: string; mend: string; at: string | null } | null;
  /** Webhooks that were refused at the door. */
  refused: { reason: 'bad-signature' | 'stale' | 'replayed'; count: number; lastAt: string }[];
  /** The newest gap audit. */
  audit: AuditView | null;
}

/** What a gap audit found: everything the platform holds of a period against the inbound items. */
export interface AuditView {
  id: string;
  from: string;
  to: string;
  /** How many items the platform holds. */
  heldCount: number;
  missing: { itemId: string; at: string | null; hint: string }[];
  broughtCount: number;
  error: { code: string; message: string } | null;
  ranAt: string;
}
