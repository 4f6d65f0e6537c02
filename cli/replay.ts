import { access } from 'node:fs/promises';
import { Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import { safeLine } from '../domain/safe-text.ts';
import type { LostRun } from '../domain/lost-runs.ts';
import type { Replay } from '../worker/replay/replay-runs.ts';
import type { ReplayedRun } from '../worker/replay/replayer.ts';

interface ReplayFlags {
  bundle?: string;
  json?: boolean;
}

/** A file may come from anywhere, and a terminal obeys what it is sent. */
const MOST_CELLS = 2000;

/** `deskhand replay FILE...`: does today's workflow code do what saved histories show? Needs no server and no database. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('Replay saved histories against today’s workflow code, without any server')
    .argument('<FILE...>', 'files of `deskhand history export`, or histories as Temporal’s tools write them')
    .option('--bundle <path>', 'another workflow bundle than the one this program runs')
    .option('--json', 'one JSON object a line')
    .action(replayFiles);
}

async function replayFiles(files: string[], { bundle, json }: ReplayFlags): Promise<void> {
  const { readHistories } = await import('./read-histories.ts');
  // All are read before the first is replayed: a file that is missing proves nothing about the others.
  const histories = await Promise.all(files.map(readHistories));
  const bundlePath = bundle ?? (await import('../worker/main.ts')).workflowBundlePath();
  await access(bundlePath).catch(() => {
    throw new DeskError('NOT_FOUND', `there is no workflow bundle ${bundlePath}`);
  });
  await silenceEngine();
  for (const lost of histories.flatMap(({ lostRuns }) => lostRuns))
    process.stderr.write(`${safeLine(lineOfLost(lost), MOST_CELLS)}\n`);
  const { replayRuns } = await import('../worker/replay/replay-runs.ts');
  const runs = histories.flatMap((history) => history.runs.map((run) => ({ ...run, file: history.file })));
  let disagreeing = 0;
  for await (const replay of replayRuns(bundlePath, runs)) {
    if (replay.disagreement) disagreeing += 1;
    process.stdout.write(`${json ? jsonOf(replay) : safeLine(lineOf(replay), MOST_CELLS)}\n`);
  }
  if (disagreeing > 0)
    throw new DeskError(
      'HISTORY_DISAGREES',
      `${disagreeing} of ${runs.length} runs disagree with today’s workflow code`,
    );
}

/** The SDK writes every disagreement to standard error in its own words. */
async function silenceEngine(): Promise<void> {
  const { DefaultLogger, Runtime } = await import('@temporalio/worker');
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => {}),
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
  });
}

function lineOf({ run, disagreement }: Replay<ReplayedRun>): string {
  const name = `${run.workflowType} ${run.workflowId} run ${run.runId}`;
  if (!disagreement) return `${name}: agrees (${run.history.events.length} events)`;
  const { eventId, eventType, step, instead } = disagreement;
  return `${name}: disagrees at event ${eventId} (${eventType}), step ${step}: today’s code ${instead}`;
}

function jsonOf({ run, disagreement }: Replay<ReplayedRun & { file: string }>): string {
  const { file, workflowType, workflowId, runId, history } = run;
  return JSON.stringify({
    file,
    workflowType,
    workflowId,
    runId,
    eventCount: history.events.length,
    agrees: disagreement === null,
    disagreement,
  });
}

function lineOfLost({ runId, inputs, from, until }: LostRun): string {
  const what =
    inputs.length > 0
      ? `took up input ${inputs.join(', ')} from ${from} until ${until}`
      : 'was continued by a later one';
  return `note: a run${runId ? ` (${runId})` : ''} that ${what} is lost with the engine’s data and cannot be replayed`;
}
