import { answerBy } from '../../domain/platform/answer-by.ts';
import { overStatuses } from '../../domain/platform/over-statuses.ts';
import type { Place, PlatformItem } from '../../domain/platform/platform-item.ts';
import { stateOfItem } from '../../domain/platform/state-of-item.ts';
import { arrive } from '../arrive.ts';
import type { Connection } from '../connect.ts';
import { hashOf } from '../files.ts';
import { recordItem } from '../inbound-items.ts';
import { itemAfterNews, standsAgain } from './item-after-news.ts';
import { itemArrival } from './item-arrival.ts';
import { newItemRow, saveItem, type ItemRow } from './item-rows.ts';
import { keyOf, knownBefore, type NewsContext, type TakenNews } from './news-context.ts';
import { setDeadlines } from './set-deadlines.ts';
import { takeInChange } from './take-in-change.ts';

/** Takes in how an item stands: as a request when it is new, as a change of its ticket when something is different. */
export async function takeInItem(
  transaction: Connection,
  context: NewsContext,
  item: PlatformItem,
): Promise<TakenNews> {
  const known = context.known.rows.get(item.id);
  if (!known) return takeInNew(transaction, context, item);
  if (known.removed_at && !standsAgain(known, context.readAt)) return knownBefore;
  // It was gone before the desk saw it, or so it was told; now it was found.
  if (known.text_sha256.length === 0 && known.ticket_id === null) return takeInNew(transaction, context, item);
  return takeInChange(transaction, context, { known, next: itemAfterNews(known, item, context.readAt), item });
}

async function takeInNew(transaction: Connection, context: NewsContext, told: PlatformItem): Promise<TakenNews> {
  const item = await withKnownPlace(transaction, context, told);
  const row = newItemRow(context.source.id, item, context.now);
  const reason = reasonToIgnore(context, item);
  if (reason) {
    await recordIgnored(transaction, context, { item, reason });
    await keep(transaction, context, row);
    return { ticketId: null, isNew: true };
  }
  const due = item.status === null ? null : answerBy(item.writtenAt, context.calendar);
  const arrived = await arrive(transaction, itemArrival(context, item, stateOfItem(item, due)), context.desk);
  // It is parked: only a retry takes it in.
  if (arrived.state !== 'taken' || !arrived.ticketId) return knownBefore;
  const { ticketId, messageId, platform } = arrived;
  await keep(transaction, context, { ...row, ticket_id: ticketId, message_id: messageId });
  if (platform) await setDeadlines(transaction, { ticketId, platform, now: context.now, isNew: true });
  return { ticketId, isNew: true };
}

/** A push names only the id of a place; what the desk knows of it comes with. */
async function withKnownPlace(
  transaction: Connection,
  { source }: NewsContext,
  item: PlatformItem,
): Promise<PlatformItem> {
  if (!item.place || item.place.title) return item;
  const place = await transaction('platform_places')
    .where({ source_id: source.id, place_id: item.place.id })
    .first<Pick<Place, 'title' | 'url'> | undefined>('title', 'url');
  return place ? { ...item, place: { ...item.place, ...place } } : item;
}

/** Why it becomes no ticket; null when it does. */
function reasonToIgnore({ source }: NewsContext, item: PlatformItem): string | null {
  if (item.isOwn) return 'from-our-own-account';
  // Nobody can do anything about it any more.
  if (item.status !== null && overStatuses.includes(item.status)) return 'over-before-it-came';
  const isOlder = source.takesFrom !== null && Date.parse(item.writtenAt) < source.takesFrom.getTime();
  return isOlder ? 'written-before-the-source-began' : null;
}

async function recordIgnored(
  transaction: Connection,
  context: NewsContext,
  { item, reason }: { item: PlatformItem; reason: string },
): Promise<void> {
  await recordItem(transaction, {
    sourceId: context.source.id,
    externalId: keyOf(context, item.id),
    state: 'ignored',
    reason,
    contentSha256: hashOf(item.text),
    rawSha256: null,
    now: context.now,
  });
}

/** For what comes later in the same batch, too. */
async function keep(transaction: Connection, context: NewsContext, row: ItemRow): Promise<void> {
  await saveItem(transaction, row);
  context.known.rows.set(row.item_id, row);
  if (row.parent_id) context.known.repliedTo.add(row.parent_id);
}
