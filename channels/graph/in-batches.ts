import { isDeepStrictEqual } from 'node:util';
import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import type { ScanBatch } from '../platform-channel.ts';

/** Enough that a commit is worth its while, and little enough to be kept in memory. */
const BATCH_SIZE = 100;

/**
 * Pieces of news gathered to batches. The cursor is asked for when a batch is full: it may only tell of what was given
 * before. Without news there is a last batch only when the cursor moved. What was gathered before a fault is given before
 * it is thrown: where a platform lets an account make few calls, scans would else never come to anything.
 */
export async function* inBatches(
  pieces: AsyncIterable<readonly PlatformNews[]>,
  cursor: () => unknown,
): AsyncGenerator<ScanBatch> {
  let gathered: PlatformNews[] = [];
  let kept = cursor();
  let fault: { error: unknown } | null = null;
  try {
    for await (const piece of pieces) {
      gathered = gathered.concat(piece);
      if (gathered.length < BATCH_SIZE) continue;
      kept = cursor();
      yield { news: gathered, cursor: kept };
      gathered = [];
    }
  } catch (error) {
    fault = { error };
  }
  const last = cursor();
  if (gathered.length > 0 || !isDeepStrictEqual(kept, last)) yield { news: gathered, cursor: last };
  if (fault) throw fault.error;
}
