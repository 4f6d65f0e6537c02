import type { Connection } from '../connect.ts';

const LOCK = 15;

/**
 * Whether the source is on, as long as the caller's transaction lasts: whoever looks for what waited once it was
 * switched on waits for the end of that, so that no response falls between.
 */
export async function isOnMeanwhile(transaction: Connection, sourceId: string): Promise<boolean> {
  await transaction.raw(`SELECT pg_advisory_xact_lock_shared(hashtextextended(?, ${LOCK}))`, [sourceId]);
  const row = await transaction('sources').where({ id: sourceId }).first<{ is_on: boolean } | undefined>('is_on');
  return row?.is_on ?? false;
}

/** Waits for everybody who saw the source as it was before. */
export async function awaitOthers(transaction: Connection, sourceId: string): Promise<void> {
  await transaction.raw(`SELECT pg_advisory_xact_lock(hashtextextended(?, ${LOCK}))`, [sourceId]);
}
