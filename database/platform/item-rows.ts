import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import type { Connection } from '../connect.ts';
import { hashOf } from '../files.ts';

/** What is kept of an item at its platform, to tell what is new about it. */
export interface ItemRow {
  source_id: string;
  item_id: string;
  parent_id: string | null;
  place_id: string | null;
  /** Whether it was told what the place is called: a push names only its id. */
  has_place_title: boolean;
  is_own: boolean;
  text_sha256: Buffer;
  edit_count: number;
  is_hidden: boolean;
  /** When it was last hidden or shown, as far as it was told. */
  visibility_at: Date | null;
  status: string | null;
  answer_state: string | null;
  written_at: Date;
  edited_at: Date | null;
  removed_at: Date | null;
  ticket_id: string | null;
  message_id: string | null;
  first_seen_at: Date;
}

/** What is known of the items that some news is about. */
export interface KnownItems {
  rows: Map<string, ItemRow>;
  /** Of these items, those that a reply came to. */
  repliedTo: Set<string>;
}

/**
 * Holds back whoever else has news of this source until the transaction ends, and reads what is known of these items.
 * One source's news is taken in by one at a time: so whatever order a poll, a webhook and an audit come in, each sees
 * what the others wrote. It is the first lock that is taken.
 */
export async function lockItems(
  transaction: Connection,
  sourceId: string,
  itemIds: readonly string[],
): Promise<KnownItems> {
  await transaction.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 11))', [sourceId]);
  if (itemIds.length === 0) return { rows: new Map(), repliedTo: new Set() };
  const rows = await transaction('platform_items')
    .where({ source_id: sourceId })
    .whereIn('item_id', [...itemIds])
    .select<ItemRow[]>('*');
  const parents = await transaction('platform_items')
    .where({ source_id: sourceId })
    .whereIn('parent_id', [...itemIds])
    .distinct()
    .pluck<string[]>('parent_id');
  return { rows: new Map(rows.map((row) => [row.item_id, row])), repliedTo: new Set(parents) };
}

/** An item as it is first kept. */
export function newItemRow(sourceId: string, item: PlatformItem, now: string): ItemRow {
  return {
    source_id: sourceId,
    item_id: item.id,
    parent_id: item.parentId,
    place_id: item.place?.id ?? null,
    has_place_title: Boolean(item.place?.title),
    is_own: item.isOwn,
    text_sha256: hashOf(item.text),
    edit_count: 0,
    is_hidden: item.isHidden,
    visibility_at: null,
    status: item.status,
    answer_state: item.answer?.state ?? null,
    written_at: new Date(item.writtenAt),
    edited_at: item.editedAt ? new Date(item.editedAt) : null,
    removed_at: null,
    ticket_id: null,
    message_id: null,
    first_seen_at: new Date(now),
  };
}

/** An item that was gone before the desk saw it: an older telling of it that comes late opens nothing. */
export function goneItemRow(sourceId: string, gone: { itemId: string; at: string; now: string }): ItemRow {
  const { itemId, at, now } = gone;
  return {
    source_id: sourceId,
    item_id: itemId,
    parent_id: null,
    place_id: null,
    has_place_title: false,
    is_own: false,
    text_sha256: Buffer.alloc(0),
    edit_count: 0,
    is_hidden: false,
    visibility_at: null,
    status: null,
    answer_state: null,
    written_at: new Date(at),
    edited_at: null,
    removed_at: new Date(now),
    ticket_id: null,
    message_id: null,
    first_seen_at: new Date(now),
  };
}

/** Writes it, new or changed. */
export async function saveItem(transaction: Connection, row: ItemRow): Promise<void> {
  await transaction('platform_items').insert(row).onConflict(['source_id', 'item_id']).merge();
}
