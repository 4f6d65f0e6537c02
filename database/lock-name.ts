import type { Connection } from './connect.ts';

/**
 * Whoever gives something the same name in the same moment waits for the end of the transaction, and then finds it taken.
 * @param folded the name as it is compared
 */
export async function lockName(transaction: Connection, table: string, folded: string): Promise<void> {
  await transaction.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 10))', [`${table}/${folded}`]);
}
