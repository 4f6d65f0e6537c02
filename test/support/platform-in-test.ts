import type { AccountAccess, PlatformAccount, PlatformChannel, ScanBatch } from '../../channels/platform-channel.ts';
import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import type { PlatformWrite, WriteOutcome } from '../../domain/platform/platform-write.ts';
import { type FetchPlatform, fetchPlatform } from './fetch-platform.ts';

export interface AccountInTest extends PlatformAccount {
  http: FetchPlatform;
  /** Runs a scan to its end. */
  scanned(options?: ScanOptions): Promise<Scanned>;
  /** Writes, and waits so long for an answer. */
  wrote(
    write: Partial<PlatformWrite> & Pick<PlatformWrite, 'act' | 'itemId'>,
    milliseconds?: number,
  ): Promise<WriteOutcome>;
}

export interface ScanOptions {
  isFull?: boolean;
  cursor?: unknown;
  counts?: ReadonlyMap<string, number>;
  signal?: AbortSignal;
}

export interface Scanned {
  batches: ScanBatch[];
  news: PlatformNews[];
  cursor: unknown;
  /** What is known afterwards of how many items each place has. */
  counts: Map<string, number>;
}

/** An account opened without desk or database. Secrets are settings in clear: only a test does that. */
export function openForTest(
  channel: PlatformChannel,
  access: Pick<AccountAccess, 'settings' | 'accountId'> & { http?: FetchPlatform },
): AccountInTest {
  const { http = fetchPlatform() } = access;
  const account = channel.open({
    ...access,
    now: Date.now,
    sourceId: 'test',
    secret: (name) => String(access.settings[name]),
    http,
  });
  return {
    ...account,
    http,
    scanned: (options) => scanned(account, options),
    async wrote(write, milliseconds = 5000) {
      const attempt = { deadline: Date.now() + milliseconds, signal: AbortSignal.timeout(milliseconds) };
      return account.write(planned(write), attempt);
    },
  };
}

/** A write as it was planned, of now unless told. */
export function planned(write: Partial<PlatformWrite> & Pick<PlatformWrite, 'act' | 'itemId'>): PlatformWrite {
  return { placeId: null, text: null, plannedAt: new Date().toISOString(), takenIds: [], ...write };
}

async function scanned(
  account: PlatformAccount,
  { isFull = false, cursor = null, counts = new Map(), signal = AbortSignal.timeout(10_000) }: ScanOptions = {},
): Promise<Scanned> {
  const request = {
    cursor,
    isFull,
    countsOf: async () => counts,
    openItemIds: [],
    signal,
  };
  const batches: ScanBatch[] = [];
  for await (const batch of account.scan?.(request) ?? []) batches.push(batch);
  const news = batches.flatMap((batch) => batch.news);
  const known = new Map(counts);
  for (const each of news)
    if (each.kind === 'place' && each.itemIds && each.itemCount !== null) known.set(each.place.id, each.itemCount);
  return { batches, news, cursor: batches.at(-1)?.cursor ?? cursor, counts: known };
}
