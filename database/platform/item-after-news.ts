import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import { hashOf } from '../files.ts';
import type { ItemRow } from './item-rows.ts';

/**
 * What is kept of a known item after it was told again. What was read at the platform (`readAt`) counts as of that
 * moment; what was pushed says nothing of what it was not pushed for: an old telling may come after a newer one.
 */
export function itemAfterNews(known: ItemRow, item: PlatformItem, readAt: string | null): ItemRow {
  const restored = standsAgain(known, readAt) ? { removed_at: null } : {};
  const row = { ...known, ...restored, ...editOf(known, item, readAt) };
  if (readAt === null) return row;
  return {
    ...row,
    ...visibilityOf(known, item, readAt),
    status: item.status,
    answer_state: item.answer?.state ?? null,
    place_id: item.place?.id ?? known.place_id,
    has_place_title: known.has_place_title || Boolean(item.place?.title),
  };
}

/** Whether one that was gone was found since. */
export function standsAgain({ removed_at }: ItemRow, readAt: string | null): boolean {
  return removed_at !== null && readAt !== null && readAt > removed_at.toISOString();
}

/**
 * Other words are an edit if they are not older than what is kept; pushed ones must say when they were written. Of one
 * whose words were purged or erased, others are not kept either.
 */
function editOf(known: ItemRow, item: PlatformItem, readAt: string | null): Partial<ItemRow> {
  if (known.text_sha256.length === 0) return {};
  const hash = hashOf(item.text);
  const editedAt = item.editedAt ?? readAt;
  if (editedAt === null || hash.equals(known.text_sha256)) return {};
  const kept = known.edited_at?.getTime() ?? 0;
  const isStale = readAt === null ? Date.parse(editedAt) <= kept : Date.parse(editedAt) < kept;
  if (isStale) return {};
  return { text_sha256: hash, edited_at: new Date(editedAt), edit_count: known.edit_count + 1 };
}

function visibilityOf(known: ItemRow, item: PlatformItem, readAt: string): Partial<ItemRow> {
  if (item.isHidden === known.is_hidden || (known.visibility_at && readAt < known.visibility_at.toISOString()))
    return {};
  return { is_hidden: item.isHidden, visibility_at: new Date(readAt) };
}
