import type { PlatformState } from '../../domain/platform/platform-state.ts';
import type { ArrivedItem } from '../arrival.ts';
import type { Connection } from '../connect.ts';

/**
 * What a further comment of its thread changes of what a ticket knows. The newest one is shown; one that comes late,
 * after those that were written after it, changes nothing.
 */
export async function changeOfItem(
  transaction: Connection,
  { sourceId, item, before }: { sourceId: string; item: ArrivedItem; before: PlatformState | null },
): Promise<Partial<PlatformState> | null> {
  if (!before) return null;
  const shown = await transaction('platform_items')
    .where({ source_id: sourceId, item_id: before.itemId })
    .first<{ written_at: Date } | undefined>('written_at');
  if (shown && shown.written_at.toISOString() > item.writtenAt) return null;
  const { itemId, isHidden, isRemoved, privateReply } = item.state;
  return { itemId, isHidden, isRemoved, privateReply };
}
