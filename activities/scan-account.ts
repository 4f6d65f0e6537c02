import type { PlatformAccount, ScanBatch, ScanRequest } from '../channels/platform-channel.ts';
import { commitNews } from '../database/platform/commit-news.ts';
import type { CommittedNews } from '../database/platform/news-work.ts';
import { countsOfPlaces, isStillPolled, lookAgain, openItemIds } from '../database/platform/scan-state.ts';
import { readCursor, type Source } from '../database/sources.ts';
import type { PlatformNews } from '../domain/platform/platform-item.ts';
import { newsAccess } from './news-access.ts';
import type { Tools } from './tools.ts';

/** A scan stops after a batch when so much time has passed, and the next poll goes on: well within what a poll may take. */
const LONGEST_MILLISECONDS = 7 * 60_000;
/** Asking for each costs a call; those beyond come with the next whole look at their place. */
const MOST_ASKED_FOR = 200;
const ASKED_AT_ONCE = 20;
/** What stands in the place of a mailbox. */
const CURSOR_NAME = 'scan';

export interface AccountScan {
  source: Source;
  account: PlatformAccount;
  scan: (request: ScanRequest) => AsyncIterable<ScanBatch>;
  isFull: boolean;
  signal: AbortSignal;
  startedAt: string;
}

/** The places of items that a listing of theirs lacks. */
type Absent = Map<string, string>;

/** What a scan has come to so far; it stands when the scan fails half way. */
export interface ScanTally {
  itemCount: number;
  warning: { code: string; message: string } | null;
  /** Whether the scan came to its end. */
  isWhole: boolean;
}

/**
 * Scans an account once. Each batch is committed with its cursor while the next is fetched, so a scan that dies goes on
 * where it stopped. What a listing lacks is asked for one by one: only what is not there then is gone.
 */
export async function scanAccount(tools: Tools, work: AccountScan, tally: ScanTally): Promise<void> {
  const absent: Absent = new Map();
  let committing: Promise<void> = Promise.resolve();
  try {
    for await (const batch of work.scan(await requestOf(tools, work))) {
      await committing;
      if (!(await isStillPolled(tools.database, work.source.id))) return;
      committing = commit(tools, work, batch).then((done) => add(tally, absent, done));
      // Told where it is awaited: the next batch is fetched meanwhile.
      committing.catch(() => {});
      if (Date.now() - Date.parse(work.startedAt) > LONGEST_MILLISECONDS) break;
    }
    await committing;
    tally.isWhole = Date.now() - Date.parse(work.startedAt) <= LONGEST_MILLISECONDS;
    await askForAbsent(tools, work, { absent, tally });
  } finally {
    await committing.catch(() => {});
    const placeIds = [...new Set(absent.values())];
    if (placeIds.length > 0) await lookAgain(tools.database, { sourceId: work.source.id, placeIds });
  }
}

async function requestOf({ database }: Tools, { source, isFull, signal }: AccountScan): Promise<ScanRequest> {
  return {
    cursor: await readCursor<unknown>(database, source.id, CURSOR_NAME),
    isFull,
    countsOf: (placeIds) => countsOfPlaces(database, source.id, placeIds),
    openItemIds: await openItemIds(database, source.id),
    signal,
  };
}

/** What was pushed since the scan began is newer than what it read. */
function commit(tools: Tools, { source, startedAt }: AccountScan, { news, cursor }: ScanBatch): Promise<CommittedNews> {
  const now = new Date().toISOString();
  return commitNews(newsAccess(tools), {
    source,
    news,
    cursor: { name: CURSOR_NAME, value: cursor },
    now,
    readAt: startedAt,
  });
}

function add(tally: ScanTally, absent: Absent, done: CommittedNews): void {
  tally.itemCount += done.newCount;
  tally.warning ??= done.warnings[0] ?? null;
  for (const { itemId, placeId } of done.absentItems) absent.set(itemId, placeId);
}

/** Takes from `absent` what was asked for. */
async function askForAbsent(
  tools: Tools,
  { source, account, signal }: AccountScan,
  { absent, tally }: { absent: Absent; tally: ScanTally },
): Promise<void> {
  const suspects = [...absent].slice(0, MOST_ASKED_FOR);
  for (let first = 0; first < suspects.length; first += ASKED_AT_ONCE) {
    const asked = suspects.slice(first, first + ASKED_AT_ONCE);
    const readAt = new Date().toISOString();
    const news: PlatformNews[] = [];
    for (const [itemId, placeId] of asked) {
      signal.throwIfAborted();
      const item = await account.find(itemId, placeId);
      news.push(item ? { kind: 'item', item } : { kind: 'removed', itemId, at: readAt });
    }
    const done = await commitNews(newsAccess(tools), { source, news, now: new Date().toISOString(), readAt });
    tally.itemCount += done.newCount;
    for (const [itemId] of asked) absent.delete(itemId);
  }
}
