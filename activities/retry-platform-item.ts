import { parseJson } from '../channels/parse-json.ts';
import { accountAccess, channelOf, openAccount } from '../client/open-account.ts';
import { readRaw } from '../database/files.ts';
import { commitNews } from '../database/platform/commit-news.ts';
import { STUMBLED } from '../database/platform/park-news.ts';
import type { Source } from '../database/sources.ts';
import { DeskError } from '../domain/errors.ts';
import type { PlatformNews } from '../domain/platform/platform-item.ts';
import { newsAccess } from './news-access.ts';
import type { Tools } from './tools.ts';

interface Retry {
  item: { id: string; external_id: string; error_code: string | null; raw_sha256: Buffer | null; received_at: Date };
  source: Source;
}

/**
 * Tries a parked item of a platform again: from what is kept of it, after an update say, or as it stands at the
 * platform now.
 * @returns the ticket that it went to, or null when it is no customer's request
 * @throws DeskError REFUSED when it is no longer there, PLATFORM_UNREADABLE when nobody can read it yet, CONFLICT,
 *   PlatformFault when the platform cannot be asked
 */
export async function retryPlatformItem(tools: Tools, retry: Retry): Promise<string | null> {
  const readAt = new Date().toISOString();
  const { source, item } = retry;
  const raw = item.raw_sha256 && (await readRaw(tools.database, item.raw_sha256));
  const kept = raw && keptNews(tools, retry, raw);
  const again = kept ? { news: kept, ...whenRead(retry, kept) } : { news: [await askFor(tools, retry, raw)], readAt };
  const now = new Date().toISOString();
  const { ticketIds } = await commitNews(newsAccess(tools), { source, ...again, now, instead: item.id });
  return ticketIds[0] ?? null;
}

/** New words without a time of their own were read at the platform: they are as new as that reading. */
function whenRead({ item }: Retry, kept: readonly PlatformNews[]): { readAt?: string } {
  const isRead = item.error_code === STUMBLED && kept.every((told) => told.kind === 'item' && !told.item.editedAt);
  return isRead ? { readAt: item.received_at.toISOString() } : {};
}

/** What the kept bytes tell; null where they tell nothing that can be read. */
function keptNews(tools: Tools, { item, source }: Retry, raw: Buffer): PlatformNews[] | null {
  if (item.error_code === STUMBLED) return [JSON.parse(raw.toString()) as PlatformNews];
  const { webhook } = channelOf(tools.platforms, source.channel);
  const told = webhook?.read(raw, accountAccess(tools.platforms, source)) ?? [];
  const news = told.flatMap(({ accountId, news: own }) =>
    accountId === null || accountId === source.accountId ? own : [],
  );
  return news.length > 0 && news.every(({ kind }) => kind !== 'unreadable') ? news : null;
}

/** As it stands at its platform now, where the bytes or the desk's own key name what to ask for. */
async function askFor(tools: Tools, { item, source }: Retry, raw: Buffer | null): Promise<PlatformNews> {
  const sought = inKey(item.external_id, `${source.channel}:${source.accountId}:`) ?? (raw && inRaw(raw));
  if (!sought)
    throw new DeskError('PLATFORM_UNREADABLE', 'it still cannot be read, and names nothing to ask its platform for');
  const { account } = openAccount(tools.platforms, source);
  const found = await account.find(sought.itemId, sought.placeId);
  if (!found) throw new DeskError('REFUSED', 'it cannot be read, and is no longer at its platform');
  return { kind: 'item', item: found };
}

interface Sought {
  itemId: string;
  placeId: string | null;
}

function inKey(key: string, prefix: string): Sought | null {
  const [itemId] = key.startsWith(prefix) ? key.slice(prefix.length).split(':') : [];
  return itemId ? { itemId, placeId: null } : null;
}

/** Of an item of a listing, or of one change of a webhook, which may name the post too. */
function inRaw(raw: Buffer): Sought | null {
  const told = Object(parseJson(raw.toString())) as { id?: unknown; value?: unknown };
  const value = Object(told.value) as { id?: unknown; comment_id?: unknown; post_id?: unknown };
  const itemId = idAmong([told.id, value.comment_id, value.id]);
  return itemId === null ? null : { itemId, placeId: idAmong([value.post_id]) };
}

function idAmong(values: readonly unknown[]): string | null {
  const id = values.find((each) => typeof each === 'string' || Number.isSafeInteger(each));
  return id === undefined ? null : String(id);
}
