import type { Calendar } from '../../domain/calendar/calendar.ts';
import type { Desk } from '../../domain/desk.ts';
import type { Source } from '../sources.ts';
import type { KnownItems } from './item-rows.ts';

/** What news of one source is taken in with, under its lock. */
export interface NewsContext {
  source: Source;
  desk: Desk;
  /** What answers to questions are due by; null for every Monday to Friday. */
  calendar: Calendar | null;
  now: string;
  /** When it was read at the platform; null for what was pushed. */
  readAt: string | null;
  known: KnownItems;
}

/** What became of one piece of news. */
export interface TakenNews {
  /** The ticket that has something to take up. */
  ticketId: string | null;
  /** Whether the desk did not know it before. */
  isNew: boolean;
}

export const knownBefore: TakenNews = { ticketId: null, isNew: false };

/** What an item is known by among inbound items and thread keys. */
export function keyOf({ source }: Pick<NewsContext, 'source'>, itemId: string): string {
  return `${source.channel}:${source.accountId ?? source.id}:${itemId}`;
}
