import type { Logger } from 'pino';
import { DeskError } from '../../domain/errors.ts';
import type { Connection } from '../connect.ts';
import { writeCursor } from '../sources.ts';
import { removeItems } from '../stray-mails.ts';
import { isTooSlow, isTransient } from '../transient.ts';
import { lockItems } from './item-rows.ts';
import type { NewsContext, TakenNews } from './news-context.ts';
import type { CommittedNews, NewsWork } from './news-work.ts';
import { parkStumbled, parkUnreadable } from './park-news.ts';
import { itemIdsOf, takeInNews, type ReadableNews } from './take-in-news.ts';
import { takeInPlace } from './take-in-place.ts';

export type TakesIn = (transaction: Connection, context: NewsContext, news: ReadableNews) => Promise<TakenNews>;

/** What is written in one transaction. */
export type NewsBatch = NewsWork & Pick<NewsContext, 'desk' | 'calendar'>;

/** Writes news and its cursor, each piece taken in by `takeIn`. @throws DeskError CONFLICT: see NewsWork.instead */
export async function writeNews(transaction: Connection, batch: NewsBatch, takeIn: TakesIn): Promise<CommittedNews> {
  const { source, news, cursor, now } = batch;
  const known = await lockItems(transaction, source.id, itemIdsOf(news));
  if (batch.instead) await giveWay(transaction, batch.instead);
  const context: NewsContext = { ...batch, readAt: batch.readAt ?? null, known };
  const committed: CommittedNews = { newCount: 0, ticketIds: [], absentItems: [], warnings: [] };
  for (const told of news) {
    if (told.kind === 'warning') committed.warnings.push({ code: told.code, message: told.message });
    else if (told.kind === 'place')
      committed.absentItems = committed.absentItems.concat(await takeInPlace(transaction, context, told));
    else if (told.kind === 'unreadable') await parkUnreadable(transaction, context, told);
    else add(committed, await takeIn(transaction, context, told));
  }
  if (cursor)
    await writeCursor(transaction, {
      sourceId: source.id,
      mailbox: cursor.name,
      // A scan may keep whatever JSON it likes.
      cursor: (cursor.value ?? null) as object,
      now,
    });
  return committed;
}

function add(committed: CommittedNews, { ticketId, isNew }: TakenNews): void {
  if (isNew) committed.newCount += 1;
  if (ticketId && !committed.ticketIds.includes(ticketId)) committed.ticketIds.push(ticketId);
}

async function giveWay(transaction: Connection, itemId: string): Promise<void> {
  const removed = await removeItems(transaction, transaction('inbound_items').where({ id: itemId, state: 'parked' }));
  if (removed === 0) throw new DeskError('CONFLICT', 'somebody else retried it first');
}

/** A savepoint each: one that the desk stumbles over is parked, and the next is not delayed. */
export function takeInOrPark(log: Pick<Logger, 'error'>): TakesIn {
  return async (transaction, context, news) => {
    const before = new Map(context.known.rows);
    try {
      return await transaction.transaction((savepoint) => takeInNews(savepoint, context, news));
    } catch (error) {
      if (passesByItself(error)) throw error;
      context.known.rows = before;
      const { kind } = news;
      log.error(
        { sourceId: context.source.id, kind, error },
        'news of a platform could not be taken in and was parked',
      );
      await parkStumbled(transaction, context, news);
      return { ticketId: null, isNew: true };
    }
  };
}

/** A statement that takes too long for one item would do so again with every poll: such an item is parked. */
export function passesByItself(error: unknown): boolean {
  return isTransient(error) && !isTooSlow(error);
}
