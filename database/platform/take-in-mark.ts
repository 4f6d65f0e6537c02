import type { Connection } from '../connect.ts';
import { recordItem } from '../inbound-items.ts';
import { goneItemRow, saveItem } from './item-rows.ts';
import { keyOf, knownBefore, type NewsContext, type TakenNews } from './news-context.ts';
import { takeInChange } from './take-in-change.ts';

interface Mark {
  itemId: string;
  at: string;
}

/** Takes in that an item is gone. One that the desk never saw is remembered as gone, so that a late telling opens nothing. */
export async function takeInRemoval(transaction: Connection, context: NewsContext, mark: Mark): Promise<TakenNews> {
  const { now, source } = context;
  const known = context.known.rows.get(mark.itemId);
  if (known?.removed_at) return knownBefore;
  await recordItem(transaction, {
    sourceId: source.id,
    externalId: `${keyOf(context, mark.itemId)}:removed`,
    state: known?.ticket_id ? 'linked' : 'ignored',
    reason: known ? 'removed-at-its-platform' : 'removed-before-it-was-seen',
    contentSha256: null,
    rawSha256: null,
    ticketId: known?.ticket_id ?? null,
    now,
  });
  if (known)
    return takeInChange(transaction, context, { known, next: { ...known, removed_at: new Date(now) }, item: null });
  const row = goneItemRow(source.id, { ...mark, now });
  await saveItem(transaction, row);
  context.known.rows.set(row.item_id, row);
  return { ticketId: null, isNew: true };
}

/** Takes in that an item was hidden or shown again; of two that came in the wrong order the newer counts. */
export async function takeInVisibility(
  transaction: Connection,
  context: NewsContext,
  { itemId, at, isHidden }: Mark & { isHidden: boolean },
): Promise<TakenNews> {
  const known = context.known.rows.get(itemId);
  if (!known || (known.visibility_at && known.visibility_at.toISOString() > at)) return knownBefore;
  const next = { ...known, is_hidden: isHidden, visibility_at: new Date(at) };
  return takeInChange(transaction, context, { known, next, item: null });
}
