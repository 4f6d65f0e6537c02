import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Database } from '../connect.ts';
import { aSource } from '../../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { noteUsage, takeCall } from './account-budget.ts';

let desk: TestDatabase;
let workers: Database[];
let sourceId: string;

beforeAll(async () => {
  desk = await testDatabase();
  sourceId = (await aSource(desk.database, { channel: 'trendyol' })).id;
  workers = [1, 2, 3].map(() => connect(desk.url, { schema: desk.schema, maxConnections: 3 }));
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.destroy()));
  await desk.drop();
});

/** Every worker calls as fast as it may, for so long. @returns when each call was allowed, by one clock */
async function callAll(budget: { name: string; calls: number; seconds: number }, milliseconds: number) {
  const until = Date.now() + milliseconds;
  const times: number[] = [];
  const call = async (worker: Database) => {
    while (Date.now() < until) {
      const wait = await takeCall(worker, { sourceId, accountKey: budget.name, budget });
      if (wait === 0) times.push(performance.now());
      else await sleep(Math.max(0, Math.min(wait, until - Date.now() + 1)));
    }
  };
  await Promise.all([...workers, ...workers, ...workers].map(call));
  return times.toSorted((one, other) => one - other);
}

/** The most calls in any stretch of so many seconds. */
function mostWithin(times: number[], seconds: number): number {
  return Math.max(...times.map((first) => times.filter((at) => at >= first && at < first + seconds * 1000).length));
}

test.each([
  { name: 'few', calls: 7, seconds: 1 },
  { name: 'many', calls: 230, seconds: 1 },
])(
  'several workers together never make more calls than an account may: $calls in $seconds s',
  async (budget) => {
    const times = await callAll(budget, 3000);
    expect(mostWithin(times, budget.seconds)).toBeLessThanOrEqual(budget.calls);
    // And what is allowed is used again: whole windows went by, on a busy machine too.
    expect(times.length).toBeGreaterThan(budget.calls * 1.2);
  },
  15_000,
);

test('the wait that is told is enough, and one account does not wait for another', async () => {
  const budget = { name: 'once', calls: 1, seconds: 1 };
  const call = (accountKey: string) => takeCall(desk.database, { sourceId, accountKey, budget });
  expect(await call('one')).toBe(0);
  const wait = await call('one');
  expect(wait).toBeGreaterThan(500);
  expect(await call('other')).toBe(0);
  await sleep(wait);
  expect(await call('one')).toBe(0);
});

test('when the platform says that the budget is nearly used up, the next call waits until the time it named', async () => {
  const budget = { name: 'told', calls: 100, seconds: 60 };
  const call = () => takeCall(desk.database, { sourceId, accountKey: 'told', budget });
  const now = new Date().toISOString();
  const note = (percent: number, until: string | null) =>
    noteUsage(desk.database, { sourceId, name: 'X-App-Usage', percent, until, now });
  await note(94, new Date(Date.now() + 60_000).toISOString());
  expect(await call()).toBe(0);
  await note(95, new Date(Date.now() + 60_000).toISOString());
  const wait = await call();
  expect(wait).toBeGreaterThan(50_000);
  expect(wait).toBeLessThanOrEqual(60_000);
  await note(99, null);
  expect(await call()).toBeGreaterThan(250_000);
  await note(30, null);
  expect(await call()).toBe(0);
});
