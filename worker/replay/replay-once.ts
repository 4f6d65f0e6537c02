import { setTimeout as sleep } from 'node:timers/promises';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import type { HistoryJson } from '../../domain/life-file.ts';

/** A run as it is replayed. Its workflow id is no part of its history. */
export interface ReplayedRun {
  workflowId: string;
  runId: string;
  workflowType: string;
  history: HistoryJson;
}

/** Code that waits for what no history brings would be waited for without end. */
const PATIENCE_MILLISECONDS = 20_000;

export const NEVER_ENDS = 'the replay does not come to its end';

/**
 * Replays runs one after the other in one worker, without a server.
 * @returns for each, in their order, null when today's code does what the history shows, else the engine's words
 */
export async function* replayOnce(bundlePath: string, runs: readonly ReplayedRun[]): AsyncGenerator<string | null> {
  let next = 0;
  while (next < runs.length) {
    const rest = runs.slice(next).map(({ workflowId, history }) => ({ workflowId, history: historyFromJSON(history) }));
    const results = Worker.runReplayHistories({ workflowBundle: { codePath: bundlePath } }, rest);
    let isStuck = false;
    while (!isStuck && next < runs.length) {
      const result = await Promise.race([results.next(), patience()]);
      isStuck = result === null;
      if (result?.done) throw new Error('the engine ended before all runs were replayed');
      next += 1;
      yield result === null ? NEVER_ENDS : wordsOf(result.value.error);
    }
    // A stuck worker is left behind: shutting it down would wait for the run that does not end.
    if (!isStuck) await results.return(undefined);
  }
}

function patience(): Promise<null> {
  return sleep(PATIENCE_MILLISECONDS, null, { ref: false });
}

/** What the engine's core says stands in a dump of its structures. */
function wordsOf(error: Error | undefined): string | null {
  if (!error) return null;
  return /message: "(.*?)", source: /s.exec(error.message)?.[1] ?? error.message;
}
