/** How fast saved lives replay against today's workflow code, against how long they took when they were lived. */
import { readdirSync, readFileSync } from 'node:fs';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { LifeFile, LifeRun } from '../domain/life-file.ts';
import { workflowBundlePath } from '../worker/main.ts';
import { median } from './support/compare.ts';
import { finish, reportRatio, say } from './support/report.ts';

const folder = new URL('../test/histories/', import.meta.url);
const runs = readdirSync(folder)
  .filter((file) => /-v\d+\.json$/.test(file))
  .flatMap((file) => (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as LifeFile).runs);
const eventCount = runs.reduce((sum, run) => sum + run.history.events.length, 0);
const times = (run: LifeRun) => run.history.events.map(({ eventTime }) => Date.parse(eventTime ?? ''));
const lived = runs.reduce((sum, run) => sum + (times(run).at(-1) ?? 0) - (times(run)[0] ?? 0), 0);
const worked = runs.reduce((sum, run) => sum + workedMilliseconds(run), 0);

Runtime.install({ logger: new DefaultLogger('ERROR') });
const took: number[] = [];
for (let round = 0; round < 6; round += 1) {
  const start = performance.now();
  for await (const { error } of Worker.runReplayHistories(
    { workflowBundle: { codePath: workflowBundlePath() } },
    runs.map(({ workflowId, history }) => ({ workflowId, history })),
  )) {
    if (error) throw error;
  }
  took.push(performance.now() - start);
}
const milliseconds = median(took.slice(1));
say(
  `${runs.length} runs of ${eventCount} events, lived in ${(lived / 1000).toFixed(1)} s, ${(worked / 1000).toFixed(1)} s of it not resting`,
);
say(
  `replayed in ${milliseconds.toFixed(0)} ms, with the start of its worker: ${((eventCount / milliseconds) * 1000).toFixed(0)} events/s`,
);
say(`times faster than the part of the lives that was not rest: ${(worked / milliseconds).toFixed(1)}`);
reportRatio({ name: 'replay, times faster than lived', ratio: lived / milliseconds, target: '>= 10' });
finish();

/** What steps and mails took: a rest ends by a timer that fires or a signal that comes. */
function workedMilliseconds(run: LifeRun): number {
  const at = times(run);
  return run.history.events.reduce((sum, { eventType }, index) => {
    const isRest = index === 0 || /TIMER_FIRED|EXECUTION_SIGNALED/.test(eventType);
    return isRest ? sum : sum + (at[index] ?? 0) - (at[index - 1] ?? 0);
  }, 0);
}
