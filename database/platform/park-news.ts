import { hashOf, packRaw, keepRaws } from '../files.ts';
import type { Connection } from '../connect.ts';
import { recordItem } from '../inbound-items.ts';
import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import { responseKey } from '../pushed/open-response.ts';
import { keyOf, type NewsContext } from './news-context.ts';
import type { ReadableNews } from './take-in-news.ts';

/** Code of what was readable and made the desk stumble: its kept bytes are the news itself. */
export const STUMBLED = 'UNEXPECTED';

/** Sets aside what has a shape that nobody knows, as it came. */
export async function parkUnreadable(
  transaction: Connection,
  context: NewsContext,
  news: Extract<PlatformNews, { kind: 'unreadable' }>,
): Promise<void> {
  await park(transaction, context, {
    externalId: news.externalId,
    bytes: Buffer.from(news.raw),
    errorCode: 'PLATFORM_UNREADABLE',
    errorDetail: news.problem.slice(0, 2000),
  });
}

/** Sets aside news that the desk stumbled over, so that the rest goes on. */
export async function parkStumbled(transaction: Connection, context: NewsContext, news: ReadableNews): Promise<void> {
  await park(transaction, context, {
    externalId: stumbledId(context, news),
    bytes: Buffer.from(JSON.stringify(news)),
    errorCode: STUMBLED,
    errorDetail: 'the desk stumbled over this; the log has the details',
    // With the ticket its bytes are taken away.
    ticketId: ticketOf(context, news),
  });
}

function ticketOf({ known }: NewsContext, news: ReadableNews): string | null {
  if (news.kind === 'response') return null;
  return known.rows.get(itemIdOf(news))?.ticket_id ?? null;
}

function itemIdOf(news: Exclude<ReadableNews, { kind: 'response' }>): string {
  return news.kind === 'item' ? news.item.id : news.itemId;
}

/** A new item holds the place that its request will take; a change of a known one is known by what it tells. */
function stumbledId(context: NewsContext, news: ReadableNews): string {
  if (news.kind === 'response') return responseKey(context.source, news.response.formId, news.response.submissionId);
  const itemId = itemIdOf(news);
  const key = keyOf(context, itemId);
  const isNewItem = news.kind === 'item' && !context.known.rows.has(itemId);
  if (isNewItem) return key;
  // The platform's own bytes count likes, too: each poll would park them anew.
  const told = JSON.stringify(news.kind === 'item' ? { ...news.item, raw: null } : news);
  return `${key}:${news.kind}:${hashOf(told).toString('hex').slice(0, 16)}`;
}

async function park(
  transaction: Connection,
  { source, now }: NewsContext,
  parked: { externalId: string; bytes: Buffer; errorCode: string; errorDetail: string; ticketId?: string | null },
): Promise<void> {
  const { bytes, ...item } = parked;
  const raw = await packRaw(bytes);
  await keepRaws(transaction, [raw]);
  await recordItem(transaction, {
    ...item,
    sourceId: source.id,
    state: 'parked',
    reason: null,
    contentSha256: raw.sha256,
    rawSha256: raw.sha256,
    now,
  });
}
