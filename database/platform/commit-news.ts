import type { Logger } from 'pino';
import { DeskError } from '../../domain/errors.ts';
import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import { findCalendar } from '../calendars.ts';
import type { Database } from '../connect.ts';
import { despiteDeadlocks } from '../despite-deadlocks.ts';
import { loadDesk } from '../load-desk.ts';
import type { Source } from '../sources.ts';
import { toJson } from '../write-together.ts';
import type { NewsContext } from './news-context.ts';
import type { CommittedNews, NewsWork } from './news-work.ts';
import { takeInNews } from './take-in-news.ts';
import { passesByItself, takeInOrPark, writeNews, type NewsBatch, type TakesIn } from './write-news.ts';

/** A webhook may tell a thousand things at once: nobody waits for the source's lock that long. */
const MOST_TOGETHER = 200;

export interface NewsAccess {
  database: Database;
  log: Pick<Logger, 'error'>;
  /** Told after the commit of every ticket that has something to take up. */
  lookAt(ticketId: string): void;
}

/**
 * Takes in what a platform told, by a poll, a webhook or an audit: in any order, any number of times, by several at
 * once. In one transaction, or, where it is very much, in several, the cursor with the last; what the desk stumbles over
 * or cannot read is parked with its bytes.
 * @throws DeskError CONFLICT when the parked item is none any more; what passes by itself, to be told again
 */
export async function commitNews(access: NewsAccess, work: NewsWork): Promise<CommittedNews> {
  const { cursor, ...told } = work;
  const { database } = access;
  const shared = { ...told, desk: await loadDesk(database), calendar: await calendarOf(database, work.source) };
  const all: CommittedNews = { newCount: 0, ticketIds: [], absentItems: [], warnings: [] };
  for (let first = 0; first === 0 || first < work.news.length; first += MOST_TOGETHER) {
    const news = work.news.slice(first, first + MOST_TOGETHER).map(storable);
    const isLast = first + MOST_TOGETHER >= work.news.length;
    const done = await commitBatch(access, { ...shared, news, ...(isLast && cursor ? { cursor } : {}) });
    all.newCount += done.newCount;
    all.ticketIds = [...new Set([...all.ticketIds, ...done.ticketIds])];
    all.absentItems = all.absentItems.concat(done.absentItems);
    all.warnings.push(...done.warnings);
  }
  return all;
}

async function commitBatch(access: NewsAccess, batch: NewsBatch): Promise<CommittedNews> {
  const write = (takeIn: TakesIn) =>
    despiteDeadlocks(() => access.database.transaction((transaction) => writeNews(transaction, batch, takeIn)));
  const committed = await write(takeInNews).catch((error: unknown) => {
    // A retry tells whoever asked for it what is wrong.
    if (passesByItself(error) || batch.instead) throw error;
    return write(takeInOrPark(access.log));
  });
  for (const ticketId of committed.ticketIds) access.lookAt(ticketId);
  return committed;
}

/** As PostgreSQL takes it, whatever somebody wrote. */
function storable(news: PlatformNews): PlatformNews {
  return JSON.parse(toJson(news)) as PlatformNews;
}

/** The calendar that the source names; one that was removed counts as none. */
async function calendarOf(database: Database, { settings }: Source): Promise<NewsContext['calendar']> {
  const name = settings['calendar'];
  if (typeof name !== 'string' || name === '') return null;
  return findCalendar(database, name).catch((error: unknown) => {
    if (error instanceof DeskError && error.code === 'NOT_FOUND') return null;
    throw error;
  });
}
