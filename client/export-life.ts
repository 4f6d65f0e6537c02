import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Client } from '@temporalio/client';
import type { Database } from '../database/connect.ts';
import { listHistoryRuns } from '../database/history-runs.ts';
import { loadLife } from '../database/load-life.ts';
import { DeskError } from '../domain/errors.ts';
import { LIFE_FILE_FORMAT, type HistoryJson, type LifeFile, type LifeRun } from '../domain/life-file.ts';
import { findLostRuns } from '../domain/lost-runs.ts';
import { ticketWorkflowId } from '../workflows/messages.ts';
import { continuedRun, fetchRuns } from './fetch-runs.ts';

const decompress = promisify(gunzip);

/**
 * All runs of a ticket's life: the archived ones from PostgreSQL, those not archived yet and the open one from the
 * engine; runs that went with the engine's data are named as far as the rows tell of them.
 * @throws DeskError NOT_FOUND, ENGINE_UNREACHABLE
 */
export async function exportLife(desk: { database: Database; client: Client }, number: number): Promise<LifeFile> {
  const outline = await loadLife(desk.database, number);
  if (!outline) throw new DeskError('NOT_FOUND', `there is no ticket ${number}`);
  const archived = await readArchivedRuns(desk.database, outline.ticketId);
  const fetched = await fetchOrSay(desk.client, ticketWorkflowId(outline.ticketId), archived);
  const runs = [...archived, ...fetched].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  const known = runs.map(({ runId, startedAt, closedAt, history }) => ({
    runId,
    startedAt,
    closedAt,
    continues: continuedRun(history),
  }));
  return {
    format: LIFE_FILE_FORMAT,
    ticket: { number, id: outline.ticketId },
    exportedAt: new Date().toISOString(),
    runs,
    lostRuns: findLostRuns(known, outline.inputs),
    events: outline.events,
    deliveries: outline.deliveries,
  };
}

async function readArchivedRuns(database: Database, ticketId: string): Promise<LifeRun[]> {
  const rows = await listHistoryRuns(database, ticketId);
  return Promise.all(
    rows.map(async ({ workflowId, runId, workflowType, startedAt, closedAt, compressed }) => ({
      workflowId,
      runId,
      workflowType,
      startedAt: startedAt.toISOString(),
      closedAt: closedAt.toISOString(),
      history: JSON.parse((await decompress(compressed)).toString()) as HistoryJson,
    })),
  );
}

/** Without the engine nobody knows whether a run is missing: half a life is not given out as a whole one. */
async function fetchOrSay(client: Client, workflowId: string, archived: LifeRun[]): Promise<LifeRun[]> {
  try {
    return await fetchRuns(client, workflowId, archived);
  } catch (error) {
    throw new DeskError(
      'ENGINE_UNREACHABLE',
      'Temporal does not answer, and it may hold runs that are not archived yet',
      { cause: error },
    );
  }
}
