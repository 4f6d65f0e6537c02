import type { Connection } from '../connect.ts';

/** What is known of an account's items, by the column that names one within its source. */
const TABLES = { platform_items: 'item_id', platform_places: 'place_id', inbound_items: 'external_id' };

/**
 * Gives a source what sources with the same account knew before they were removed: none of their items comes twice, and
 * what happens to one later is told to the ticket it has. The tickets stay with the source that they came by.
 */
export async function adoptItems(
  transaction: Connection,
  { sourceId, accountId }: { sourceId: string; accountId: string },
): Promise<void> {
  const removed = await transaction('sources')
    .where({ account_id: accountId })
    .where({ channel: transaction('sources').where({ id: sourceId }).select('channel') })
    .whereNotNull('removed_at')
    .whereNot({ id: sourceId })
    .orderBy('removed_at', 'desc')
    .select<{ id: string }[]>('id');
  for (const { id } of removed)
    for (const [table, name] of Object.entries(TABLES))
      await transaction.raw(
        `UPDATE :table: AS old SET source_id = :sourceId
         WHERE source_id = :id AND NOT EXISTS
           (SELECT 1 FROM :table: AS known WHERE known.source_id = :sourceId AND known.:name: = old.:name:)`,
        { table, name, sourceId, id },
      );
}
