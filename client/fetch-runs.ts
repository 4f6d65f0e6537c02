import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { isGone } from './is-gone.ts';
import type { HistoryJson, LifeRun } from '../domain/life-file.ts';

/**
 * Fetches every run of a workflow id that the engine still has, but those in `known`. Visibility lags behind, so the
 * newest run and those that others say they continue are asked for by name too.
 */
export async function fetchRuns(client: Client, workflowId: string, known: readonly LifeRun[]): Promise<LifeRun[]> {
  const seen = new Set(known.map(({ runId }) => runId));
  const wanted = known.flatMap((run) => continuedRun(run.history) ?? []);
  const newest = await describe(client, workflowId);
  if (newest) wanted.push(newest.runId);
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) wanted.push(runId);
  const fetched: LifeRun[] = [];
  for (let runId = wanted.pop(); runId !== undefined; runId = wanted.pop()) {
    if (seen.has(runId)) continue;
    seen.add(runId);
    const run = await fetchRun(client, workflowId, runId);
    if (!run) continue;
    fetched.push(run);
    wanted.push(...[continuedRun(run.history) ?? []].flat());
  }
  return fetched;
}

/** The run that this one continues as new, from its start event. */
export function continuedRun(history: HistoryJson): string | null {
  const start = history.events[0]?.['workflowExecutionStartedEventAttributes'] as
    | { continuedExecutionRunId?: string }
    | undefined;
  return start?.continuedExecutionRunId || null;
}

async function fetchRun(client: Client, workflowId: string, runId: string): Promise<LifeRun | null> {
  const description = await describe(client, workflowId, runId);
  if (!description) return null;
  try {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    return {
      workflowId,
      runId,
      workflowType: description.type,
      startedAt: description.startTime.toISOString(),
      closedAt: description.closeTime?.toISOString() ?? null,
      history: JSON.parse(historyToJSON(history)) as HistoryJson,
    };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function describe(
  client: Client,
  workflowId: string,
  runId?: string,
): Promise<WorkflowExecutionDescription | null> {
  try {
    return await client.workflow.getHandle(workflowId, runId).describe();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
