import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import type { Source } from '../sources.ts';

/** News of one source, and what is committed with it. */
export interface NewsWork {
  source: Source;
  news: readonly PlatformNews[];
  /** Committed with the news; what a scan goes on from. */
  cursor?: { name: string; value: unknown };
  now: string;
  /**
   * ISO: a moment before the platform was asked, for what was read there. Left out for what was pushed: that may come
   * late, and then says nothing against what was read since.
   */
  readAt?: string;
  /** A parked inbound item that gives way to what it becomes now. */
  instead?: string;
}

/** A known item that a complete listing of its place lacks. */
export interface AbsentItem {
  itemId: string;
  placeId: string;
}

/** What became of news. */
export interface CommittedNews {
  /** How much of it the desk did not know before. */
  newCount: number;
  ticketIds: string[];
  /** Each is to be asked for before it counts as gone. */
  absentItems: AbsentItem[];
  warnings: { code: string; message: string }[];
}
