import { startStoryDesk, type StoryDesk } from '../test/support/story-desk.ts';
import { ensureReconcileSchedule } from './schedules.ts';

let story: StoryDesk;

beforeAll(async () => {
  story = await startStoryDesk();
}, 60_000);
afterAll(() => story.close(), 60_000);

test('a reconcile that somebody paused or slowed down is set right by the next worker', async () => {
  const { client } = story;
  const handle = client.schedule.getHandle('reconcile');
  const nextRuns = async () => {
    const { info, state, spec } = await handle.describe();
    return { isPaused: state.paused, every: spec.intervals?.[0]?.every, isPlanned: info.nextActionTimes.length > 0 };
  };
  await ensureReconcileSchedule(client, 300);
  await handle.pause('for a look');
  await ensureReconcileSchedule(client, 300);
  expect(await nextRuns()).toEqual({ isPaused: false, every: 300_000, isPlanned: true });
  await ensureReconcileSchedule(client, 30);
  expect(await nextRuns()).toEqual({ isPaused: false, every: 30_000, isPlanned: true });
}, 30_000);
