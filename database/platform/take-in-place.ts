import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import type { Connection } from '../connect.ts';
import { rowsInto, writeTogether } from '../write-together.ts';
import type { NewsContext } from './news-context.ts';
import type { AbsentItem } from './news-work.ts';

/**
 * Keeps what is known of a place. The count is kept only with a whole listing: a place whose items could not all be
 * read is looked at again.
 * @returns the items that the listing lacks, which may be gone
 */
export async function takeInPlace(
  transaction: Connection,
  { source, now, readAt }: NewsContext,
  { place, itemCount, itemIds }: Extract<PlatformNews, { kind: 'place' }>,
): Promise<AbsentItem[]> {
  const row = {
    source_id: source.id,
    place_id: place.id,
    title: place.title,
    url: place.url,
    item_count: itemIds ? itemCount : null,
  };
  const ending = `ON CONFLICT (source_id, place_id) DO UPDATE SET title = coalesce(excluded.title, platform_places.title),
    url = coalesce(excluded.url, platform_places.url), item_count = coalesce(excluded.item_count, platform_places.item_count)`;
  await writeTogether(transaction, [rowsInto('platform_places', [row], ending)]);
  if (!itemIds) return [];
  // More may be listed than a statement takes bindings.
  const known = await transaction('platform_items')
    .where({ source_id: source.id, place_id: place.id, removed_at: null })
    .where('first_seen_at', '<=', readAt ?? now)
    .orderBy('item_id')
    .pluck<string[]>('item_id');
  const listed = new Set(itemIds);
  return known.filter((itemId) => !listed.has(itemId)).map((itemId) => ({ itemId, placeId: place.id }));
}
