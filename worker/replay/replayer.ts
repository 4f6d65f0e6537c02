import { setTimeout as sleep } from 'node:timers/promises';
import type { HistoryAndWorkflowId } from '@temporalio/client';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker, type ReplayResult } from '@temporalio/worker';
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

/** Replays one run after the other in one worker, without a server: loading the bundle costs more than a replay. */
export class Replayer {
  private readonly bundlePath: string;
  private next: ReplayedRun | null = null;
  private results: AsyncIterableIterator<ReplayResult> | null = null;

  constructor(bundlePath: string) {
    this.bundlePath = bundlePath;
  }

  /** @returns null when the bundle's code does what the history shows, else the engine's words */
  async replay(run: ReplayedRun): Promise<string | null> {
    this.next = run;
    const results =
      this.results ?? Worker.runReplayHistories({ workflowBundle: { codePath: this.bundlePath } }, this.feed());
    this.results = results;
    const result = await Promise.race([results.next(), patience()]);
    if (result === null) {
      // The stuck worker is left behind: shutting it down would wait for the run that does not end.
      this.results = null;
      return NEVER_ENDS;
    }
    if (result.done) throw new Error('the engine ended before the run was replayed');
    return wordsOf(result.value.error);
  }

  async close(): Promise<void> {
    this.next = null;
    await this.results?.next();
  }

  /** The worker asks for one more history each time a result is asked of it. */
  private *feed(): Generator<HistoryAndWorkflowId> {
    while (this.next) yield { workflowId: this.next.workflowId, history: historyFromJSON(this.next.history) };
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
