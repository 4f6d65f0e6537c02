import type { Connection } from './connect.ts';

export interface HistoryRun {
  ticketId: string | null;
  workflowId: string;
  runId: string;
  workflowType: string;
  startedAt: Date;
  closedAt: Date;
  eventCount: number;
  /** Gzip of the history as protobuf JSON. */
  compressed: Buffer;
}

const CURSOR = 'archive.closedUpTo';

export async function insertHistoryRun(connection: Connection, run: HistoryRun): Promise<void> {
  await connection('history_runs')
    .insert({
      ticket_id: run.ticketId,
      workflow_id: run.workflowId,
      run_id: run.runId,
      workflow_type: run.workflowType,
      started_at: run.startedAt,
      closed_at: run.closedAt,
      event_count: run.eventCount,
      compressed: run.compressed,
    })
    .onConflict('run_id')
    .ignore();
}

export async function archivedRunIds(connection: Connection, runIds: string[]): Promise<Set<string>> {
  return new Set(await connection('history_runs').whereIn('run_id', runIds).pluck<string[]>('run_id'));
}

/** Archived runs of a workflow, oldest first. */
export async function listHistoryRuns(connection: Connection, workflowId: string): Promise<HistoryRun[]> {
  return connection('history_runs').where({ workflow_id: workflowId }).orderBy('started_at').select<HistoryRun[]>({
    ticketId: 'ticket_id',
    workflowId: 'workflow_id',
    runId: 'run_id',
    workflowType: 'workflow_type',
    startedAt: 'started_at',
    closedAt: 'closed_at',
    eventCount: 'event_count',
    compressed: 'compressed',
  });
}

/** Up to which close time runs have been archived. */
export async function readArchiveCursor(connection: Connection): Promise<Date | null> {
  const row = await connection('settings').where({ name: CURSOR }).first<{ value: string } | undefined>('value');
  return row ? new Date(row.value) : null;
}

export async function writeArchiveCursor(connection: Connection, closedUpTo: Date, now: Date): Promise<void> {
  await connection('settings')
    .insert({ name: CURSOR, value: JSON.stringify(closedUpTo.toISOString()), updated_at: now })
    .onConflict('name')
    .merge();
}
