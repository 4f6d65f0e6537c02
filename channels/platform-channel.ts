import type { Channel } from '../domain/channel.ts';
import type { PlatformItem, PlatformNews } from '../domain/platform/platform-item.ts';
import type { SettingField } from '../domain/platform/setting-field.ts';
import type { LookedUp, PlatformWrite, WriteOutcome } from '../domain/platform/platform-write.ts';
import type { PlatformHttp } from './platform-http.ts';

export type { SettingField } from '../domain/platform/setting-field.ts';

/** The one shape of a channel that lives on somebody else's platform: one folder, one row of `channels/table.ts`. */
export interface PlatformChannel {
  channel: Channel;
  /** What its owner has to tell of an account: the form on the screen, the flags and the checks come from it. */
  fields: readonly SettingField[];
  /**
   * Settings with secrets as references, checked and completed with what is standard.
   * @throws DeskError INVALID_INPUT naming every wrong value
   */
  readSettings(settings: Record<string, unknown>): Record<string, unknown>;
  /** How often it is polled unless the owner says otherwise; null: its items are pushed only. */
  pollSeconds: number | null;
  /** What an account may call, over all workers; the platform's own headers may say less. */
  budgets: readonly CallBudget[];
  open(account: AccountAccess): PlatformAccount;
  /** How it pushes; null where it does not. */
  webhook: WebhookDoor | null;
}

/** So many calls in so many seconds. */
export interface CallBudget {
  name: string;
  calls: number;
  seconds: number;
}

/** What a client is given of its account. */
export interface AccountAccess {
  sourceId: string;
  /** As `readSettings` gave them. */
  settings: Record<string, unknown>;
  /** The account's id at the platform, once it is known. */
  accountId: string | null;
  /** @throws DeskError SECRET_UNREADABLE, SECRET_KEY_MISSING */
  secret(name: string): string;
  http: PlatformHttp;
  /** Milliseconds. */
  now(): number;
}

/** What a working account told of itself. */
export interface CheckedAccount {
  accountId: string;
  /** What people call it: `@shop`, the Page's name, the store. */
  accountName: string;
  /** ISO; null where the token has no end. */
  tokenEndsAt: string | null;
  /** Secrets that were exchanged for longer or narrower ones, by name; sealed by the caller. */
  secrets?: Record<string, string>;
}

export interface ScanRequest {
  /** As the last batch of the scan before left it; null at first. */
  cursor: unknown;
  /** Look at everything that is in reach, not only at what is likely to have changed. */
  isFull: boolean;
  /** How many items each of these places had when it was last looked at whole. */
  countsOf(placeIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Items whose answers are under review, or that are open and wait for an answer. */
  openItemIds: readonly string[];
  signal: AbortSignal;
}

/** Some news and the cursor after them: both are committed together. */
export interface ScanBatch {
  news: PlatformNews[];
  cursor: unknown;
}

/** A client bound to one account. Everything it throws is a PlatformFault. */
export interface PlatformAccount {
  /** Proves that the account works, by a call. @throws PlatformFault */
  check(): Promise<CheckedAccount>;
  /** What is new, changed or gone since the cursor. Null for a channel that only pushes. */
  scan: ((request: ScanRequest) => AsyncIterable<ScanBatch>) | null;
  /** Everything that the platform holds of a period (ISO, end excluded), for the gap audit; null where it cannot be listed. */
  list: ((period: { from: string; to: string; signal: AbortSignal }) => AsyncIterable<PlatformItem[]>) | null;
  /** One item as it stands now; null when it is gone. Its place, where it is known, for platforms that want both named. */
  find(itemId: string, placeId: string | null): Promise<PlatformItem | null>;
  /** Does it, once. Never throws: an outcome tells. */
  write(write: PlatformWrite, attempt: { deadline: number; signal: AbortSignal }): Promise<WriteOutcome>;
  /** Whether an earlier attempt did it. @throws PlatformFault when the platform cannot be asked */
  lookUp(write: PlatformWrite): Promise<LookedUp>;
  /** A fresh token in place of the present one; null where tokens have no end. @throws PlatformFault */
  refreshToken: (() => Promise<{ secrets: Record<string, string>; tokenEndsAt: string }>) | null;
  /** Asks the platform to push to this address; null where the owner does that by hand. */
  subscribe: ((callbackUrl: string) => Promise<void>) | null;
}

/** A request at the door, before anything of its body is believed. */
export interface WebhookRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The query as it came, without the `?`. */
  rawQuery: string;
  body: Buffer;
}

export interface WebhookDoor {
  /** Answers the platform's handshake (GET): the text to send, or null to refuse. */
  handshake: ((rawQuery: string, account: Pick<AccountAccess, 'secret' | 'settings'>) => string | null) | null;
  /**
   * Whether it comes from whom it says and is not stale; looks at bytes and headers only.
   * `id` is what a repeated delivery has again, where the platform sends one outside the body.
   */
  verify(
    request: WebhookRequest,
    account: Pick<AccountAccess, 'secret' | 'settings' | 'now'>,
  ): { isGenuine: true; id: string | null } | { isGenuine: false; reason: 'bad-signature' | 'stale' };
  /**
   * What a genuine body tells, by the account it is for: one delivery may hold several accounts' news.
   * `accountId` null: the source whose door it came to. Never throws: what it cannot read is `unreadable` news.
   */
  read(body: Buffer, account: Pick<AccountAccess, 'settings' | 'accountId' | 'now'>): AccountNews[];
}

export interface AccountNews {
  accountId: string | null;
  news: PlatformNews[];
}
