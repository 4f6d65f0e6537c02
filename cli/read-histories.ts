import { readFile } from 'node:fs/promises';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DeskError } from '../domain/errors.ts';
import { LIFE_FILE_FORMAT, type HistoryJson, type LifeFile } from '../domain/life-file.ts';
import type { LostRun } from '../domain/lost-runs.ts';
import type { ReplayedRun } from '../worker/replay/replayer.ts';

export interface HistoryFile {
  file: string;
  runs: ReplayedRun[];
  lostRuns: LostRun[];
}

/**
 * Reads a file of `deskhand history export`, or a plain history as Temporal's own tools write it.
 * @throws DeskError NOT_FOUND for a missing file, HISTORY_UNREADABLE for one that is neither
 */
export async function readHistories(file: string): Promise<HistoryFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new DeskError('NOT_FOUND', `there is no file ${file}`, { cause: error });
    throw new DeskError('HISTORY_UNREADABLE', `${file} cannot be read: ${error.code}`, { cause: error });
  });
  try {
    const content = JSON.parse(text) as Partial<LifeFile> & Partial<HistoryJson>;
    const read = content.runs ? readLife(content) : { runs: [plainRun(content)], lostRuns: [] };
    for (const { history } of read.runs) historyFromJSON(history);
    return { file, ...read };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DeskError('HISTORY_UNREADABLE', `${file} holds no history that can be replayed: ${why}`, {
      cause: error,
    });
  }
}

function readLife({ format, runs = [], lostRuns = [] }: Partial<LifeFile>): Omit<HistoryFile, 'file'> {
  if (format !== LIFE_FILE_FORMAT)
    throw new Error(`its format is ${format}, and this program reads ${LIFE_FILE_FORMAT}`);
  if (runs.some(({ history }) => !history?.events?.[0])) throw new Error('a run has no events');
  return { runs, lostRuns };
}

/** The start event names the run and, from newer servers, the workflow. */
function plainRun(history: Partial<HistoryJson>): ReplayedRun {
  const start = history.events?.[0]?.['workflowExecutionStartedEventAttributes'] as
    | { workflowType?: { name?: string }; workflowId?: string; originalExecutionRunId?: string }
    | undefined;
  if (!history.events || !start?.workflowType?.name) throw new Error('it does not begin with the start of a workflow');
  return {
    workflowId: start.workflowId || '(workflow id unknown)',
    runId: start.originalExecutionRunId || '(run id unknown)',
    workflowType: start.workflowType.name,
    history: { events: history.events },
  };
}
