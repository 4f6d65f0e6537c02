import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { countPost, forgetCounts } from './intake-counts.ts';

let desk: TestDatabase;
beforeAll(async () => void (desk = await testDatabase()));
afterAll(() => desk.drop());

const limits = [
  { count: 3, seconds: 3600 },
  { count: 5, seconds: 86_400 },
];

function at(minutes: number): string {
  return new Date(Date.parse('2026-11-23T10:00:00Z') + minutes * 60_000).toISOString();
}

async function count(key: string, minutes: number): Promise<number> {
  try {
    await desk.database.transaction((transaction) => countPost(transaction, { key, limits, now: at(minutes) }));
    return 0;
  } catch (error) {
    return Number((error as { details: { retryAfterSeconds: number } }).details.retryAfterSeconds);
  }
}

test('never more than the limit fits into any hour, and the wait that is told is enough', async () => {
  for (const minutes of [0, 30, 59]) expect(await count('hour', minutes)).toBe(0);
  const wait = await count('hour', 59.5);
  expect(wait).toBe(90);
  expect(await count('hour', 59.5 + wait / 60 - 0.1)).toBeGreaterThan(0);
  expect(await count('hour', 59.5 + wait / 60)).toBe(0);
});

test('the day counts beside the hour', async () => {
  for (const minutes of [0, 61, 122, 183, 244]) expect(await count('day', minutes)).toBe(0);
  expect(await count('day', 305)).toBe((24 * 60 + 1 - 305) * 60);
  expect(await count('day', 24 * 60 + 1)).toBe(0);
});

test('what is refused is not counted, and what is old is forgotten', async () => {
  for (let index = 0; index < 10; index += 1) await count('refused', 0);
  const rows = await desk.database('intake_counts').where({ key: 'refused' });
  expect(rows).toMatchObject([{ count: 3 }]);
  await forgetCounts(desk.database, at(10_000));
  expect(await desk.database('intake_counts')).toEqual([]);
});
