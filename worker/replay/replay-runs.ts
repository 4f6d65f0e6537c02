import { locateDisagreement, type Disagreement } from './locate-disagreement.ts';
import { replayOnce, type ReplayedRun } from './replay-once.ts';

export interface Replay<Run extends ReplayedRun> {
  run: Run;
  /** Null when today's code does what the history shows. */
  disagreement: Disagreement | null;
}

/** Replays saved runs against a workflow bundle, in their order; needs neither server nor database. */
export async function* replayRuns<Run extends ReplayedRun>(bundlePath: string, runs: readonly Run[]): AsyncGenerator<Replay<Run>> {
  let next = 0;
  for await (const words of replayOnce(bundlePath, runs)) {
    const run = runs[next++]!;
    yield { run, disagreement: words === null ? null : await locateDisagreement(bundlePath, run, words) };
  }
}
