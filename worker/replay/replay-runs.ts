import { locateDisagreement, type Disagreement } from './locate-disagreement.ts';
import { Replayer, type ReplayedRun } from './replayer.ts';

export interface Replay<Run extends ReplayedRun> {
  run: Run;
  /** Null when today's code does what the history shows. */
  disagreement: Disagreement | null;
}

/** Replays saved runs against a workflow bundle, in their order; needs neither server nor database. */
export async function* replayRuns<Run extends ReplayedRun>(
  bundlePath: string,
  runs: readonly Run[],
): AsyncGenerator<Replay<Run>> {
  const replayer = new Replayer(bundlePath);
  try {
    for (const run of runs) {
      const words = await replayer.replay(run);
      yield { run, disagreement: words === null ? null : await locateDisagreement(replayer, run, words) };
    }
  } finally {
    await replayer.close();
  }
}
