import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { historyToJSON, type History } from '@temporalio/common/lib/proto-utils.js';
import { isGone } from '../client/is-gone.ts';
import { archivedRunIds, insertHistoryRun, readArchiveCursor, writeArchiveCursor } from '../database/history-runs.ts';
import type { Tools } from './tools.ts';

const compress = promisify(gzip);
/** Visibility lags behind: what closed shortly before the cursor may only now be listed. */
const OVERLAP_MILLISECONDS = 600_000;
const BATCH = 50;
/** Looks at waiting tickets come first: what is not archived by then is left to the next round. */
const LONGEST_MILLISECONDS = 10_000;
const AT_ONCE = 8;

/** Keeps the histories of closed runs of tickets and talks in PostgreSQL, so that a life can be replayed whole after the engine forgot it. */
export async function archiveClosedRuns(tools: Tools): Promise<number> {
  const started = new Date();
  const cursor = (await readArchiveCursor(tools.database)) ?? new Date(0);
  const from = new Date(cursor.getTime() - OVERLAP_MILLISECONDS).toISOString();
  let archived = 0;
  let batch: WorkflowExecutionInfo[] = [];
  for await (const run of tools.client.workflow.list({
    query: `WorkflowType IN ('ticket', 'conversation') AND CloseTime >= '${from}'`,
    pageSize: 1000,
  })) {
    batch.push(run);
    if (batch.length < BATCH) continue;
    archived += await archive(tools, batch);
    batch = [];
    if (Date.now() - started.getTime() > LONGEST_MILLISECONDS) return archived;
  }
  archived += await archive(tools, batch);
  await tools.failPoint('archive:before-cursor');
  await writeArchiveCursor(tools.database, started, started);
  return archived;
}

async function archive(tools: Tools, runs: WorkflowExecutionInfo[]): Promise<number> {
  const known = await archivedRunIds(
    tools.database,
    runs.map(({ runId }) => runId),
  );
  const fresh = runs.filter(({ runId }) => !known.has(runId));
  if (fresh.length > 0) await tools.failPoint('archive:before-insert', { runIds: fresh.map(({ runId }) => runId) });
  for (let first = 0; first < fresh.length; first += AT_ONCE) {
    await Promise.all(fresh.slice(first, first + AT_ONCE).map((run) => archiveRun(tools, run)));
  }
  return fresh.length;
}

async function archiveRun(tools: Tools, run: WorkflowExecutionInfo): Promise<void> {
  const history = await fetchHistory(tools, run);
  if (!history) return;
  await insertHistoryRun(tools.database, {
    ticketId: ticketIdOf(run),
    workflowId: run.workflowId,
    runId: run.runId,
    workflowType: run.type,
    startedAt: run.startTime,
    closedAt: run.closeTime ?? run.startTime,
    eventCount: history.events?.length ?? 0,
    compressed: await compress(historyToJSON(history)),
  });
}

/** Null for a talk: it may make several tickets, or none. */
function ticketIdOf({ workflowId }: WorkflowExecutionInfo): string | null {
  const [kind, id] = workflowId.split('/');
  return kind === 'ticket' && id ? id : null;
}

/** Null for a run that retention took between listing and asking: it must not hold up the others. */
async function fetchHistory(tools: Tools, { workflowId, runId }: WorkflowExecutionInfo): Promise<History | null> {
  try {
    return await tools.client.workflow.getHandle(workflowId, runId).fetchHistory();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
