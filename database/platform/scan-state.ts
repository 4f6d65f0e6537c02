import { overStatuses } from '../../domain/platform/over-statuses.ts';
import type { Connection } from '../connect.ts';

/** Far more than are open for three business days; a channel asks for a few of them in each poll, in turn. */
const MOST_OPEN_ITEMS = 5000;

/** Questions whose answers are under review, or that wait for one; the newest first. */
export async function openItemIds(connection: Connection, sourceId: string): Promise<string[]> {
  return connection('platform_items')
    .where({ source_id: sourceId, removed_at: null })
    .whereNotNull('status')
    .where((open) => open.whereNotIn('status', [...overStatuses]).orWhere({ answer_state: 'in-review' }))
    .orderBy('written_at', 'desc')
    .limit(MOST_OPEN_ITEMS)
    .pluck<string[]>('item_id');
}

/** How many items these places had when they were last looked at whole. */
export async function countsOfPlaces(
  connection: Connection,
  sourceId: string,
  placeIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await connection('platform_places')
    .where({ source_id: sourceId })
    .whereIn('place_id', [...placeIds])
    .whereNotNull('item_count')
    .select<{ place_id: string; item_count: number }[]>('place_id', 'item_count');
  return new Map(rows.map((row) => [row.place_id, row.item_count]));
}

/** These places are looked at whole again by the next poll. */
export async function lookAgain(
  connection: Connection,
  { sourceId, placeIds }: { sourceId: string; placeIds: readonly string[] },
): Promise<void> {
  await connection('platform_places')
    .where({ source_id: sourceId })
    .whereIn('place_id', [...placeIds])
    .update({ item_count: null });
}

/** A full scan came to its end: what it looked at is known as of its start. */
export async function noteFullScan(
  connection: Connection,
  { sourceId, startedAt }: { sourceId: string; startedAt: string },
): Promise<void> {
  await connection('sources').where({ id: sourceId }).update({ full_scan_at: startedAt });
}

/** Whether its owner still wants it polled, and nothing stops it. */
export async function isStillPolled(connection: Connection, sourceId: string): Promise<boolean> {
  const row = await connection('sources')
    .where({ id: sourceId, is_on: true, removed_at: null, stopped_at: null })
    .first<{ id: string } | undefined>('id');
  return row !== undefined;
}
