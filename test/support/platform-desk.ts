import { randomInt } from 'node:crypto';
import type { Database } from '../../database/connect.ts';
import { commitNews } from '../../database/platform/commit-news.ts';
import type { CommittedNews, NewsWork } from '../../database/platform/news-work.ts';
import { findSource, type Source } from '../../database/sources.ts';
import type { Channel } from '../../domain/channel.ts';
import type { TicketEvent } from '../../domain/events.ts';
import type { PlatformItem, PlatformNews } from '../../domain/platform/platform-item.ts';
import { aSource } from './builders.ts';

/** Something that was written at a platform, a minute ago unless told. */
export function aComment(wish: Partial<PlatformItem> = {}): PlatformItem {
  const id = wish.id ?? `1790${randomInt(1e12, 1e13)}`;
  return {
    id,
    parentId: null,
    place: { id: '17800000000000001', title: 'Yaz koleksiyonu', url: 'https://instagram.test/p/1' },
    author: { id: `62${id}`, handle: 'ada_demo', name: null },
    isOwn: false,
    text: 'Kargo ne zaman?',
    writtenAt: new Date(Date.now() - 60_000).toISOString(),
    editedAt: null,
    isHidden: false,
    canReplyPrivately: null,
    status: null,
    answer: null,
    raw: '{}',
    ...wish,
  };
}

export function aQuestion(wish: Partial<PlatformItem> = {}): PlatformItem {
  return aComment({
    status: 'WAITING_FOR_ANSWER',
    place: { id: 'TS-1', title: 'Tişört', url: 'https://trendyol.test/p/1' },
    author: { id: '90001', handle: null, name: 'A** D**' },
    ...wish,
  });
}

/** A source with a known account of its own. */
export async function anAccount(database: Database, channel: Channel, settings: object = {}): Promise<Source> {
  const accountId = `1784${randomInt(1e12, 1e13)}`;
  const { id } = await aSource(database, { channel, name: `${channel} ${accountId}` });
  await database('sources')
    .where({ id })
    .update({ account_id: accountId, settings: JSON.stringify(settings) });
  return findSource(database, id);
}

export const item = (one: PlatformItem): PlatformNews => ({ kind: 'item', item: one });

export interface ToldDesk {
  /** News that was pushed. */
  push(...news: PlatformNews[]): Promise<CommittedNews>;
  /** News that was read at the platform just now. */
  read(...news: PlatformNews[]): Promise<CommittedNews>;
  commit(work: Partial<NewsWork>): Promise<CommittedNews>;
  errors: object[];
  lookedAt: string[];
}

/** A desk that is told of a source's news. */
export function toldDesk(database: Database, source: Source): ToldDesk {
  const errors: object[] = [];
  const lookedAt: string[] = [];
  const access = {
    database,
    log: { error: (words: object) => void errors.push(words) },
    lookAt: (ticketId: string) => void lookedAt.push(ticketId),
  };
  const commit = (work: Partial<NewsWork>) =>
    commitNews(access, { source, news: [], now: new Date().toISOString(), ...work });
  return {
    commit,
    push: (...news) => commit({ news }),
    read: (...news) => commit({ news, readAt: new Date().toISOString() }),
    errors,
    lookedAt,
  };
}

/** Facts of a ticket by name, without the numbers that every fact has. */
export async function factsOf(database: Database, ticketId: string): Promise<string[]> {
  const events = await database('events')
    .where({ ticket_id: ticketId })
    .orderBy('number')
    .select<TicketEvent[]>('type');
  return events.map(({ type }) => type);
}
