import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { ScanBatch } from '../platform-channel.ts';
import { inBatches } from './in-batches.ts';

const news = (count: number): PlatformNews[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'removed', itemId: String(index), at: '2026-11-23T09:00:00Z' }));

/** Gives so many pieces of news at a time, moving the cursor after each, and at the end a fault, if there is one. */
async function scanned(counts: number[], fault?: Error): Promise<{ batches: ScanBatch[]; thrown: unknown }> {
  let through = 0;
  async function* pieces() {
    for (const count of counts) {
      yield news(count);
      through += 1;
    }
    if (fault) throw fault;
  }
  const batches: ScanBatch[] = [];
  try {
    for await (const batch of inBatches(pieces(), () => ({ through }))) batches.push(batch);
    return { batches, thrown: null };
  } catch (thrown) {
    return { batches, thrown };
  }
}

const shape = (batches: ScanBatch[]) => batches.map(({ news: { length }, cursor }) => [length, cursor]);

test('news are committed some hundred at a time, each with a cursor that tells of no more than was given before', async () => {
  const { batches } = await scanned([60, 60, 60]);
  expect(shape(batches)).toEqual([
    [120, { through: 1 }],
    [60, { through: 3 }],
  ]);
});

test('without news a scan still keeps how far it came, and nothing where it came nowhere', async () => {
  expect(shape((await scanned([0, 0])).batches)).toEqual([[0, { through: 2 }]]);
  expect((await scanned([])).batches).toEqual([]);
});

test('what was read before the platform refuses more is kept, so that the next scan goes on from there', async () => {
  const fault = new PlatformFault('PLATFORM_RATE_LIMITED', 'used up', { effect: 'wait' });
  const { batches, thrown } = await scanned([3, 4], fault);
  expect(thrown).toBe(fault);
  expect(shape(batches)).toEqual([[7, { through: 2 }]]);
});
