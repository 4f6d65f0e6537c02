import { createHash } from 'node:crypto';
import type { PlatformNews } from '../domain/platform/platform-item.ts';

/** What has a shape that nobody knows, as it came, under an id that the same bytes have again. */
export function unreadableNews(raw: string, problem: string): PlatformNews {
  return {
    kind: 'unreadable',
    externalId: `unreadable:${createHash('sha256').update(raw).digest('hex')}`,
    raw,
    problem,
  };
}
