import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Client } from '@temporalio/client';
import type { Database } from '../database/connect.ts';
import { listHistoryRuns } from '../database/history-runs.ts';
import { loadLife } from '../database/load-life.ts';
import { DeskError } from '../domain/errors.ts';
import { LIFE_FILE_FORMAT, type HistoryJson, type LifeFile, type LifeRun } from '../domain/life-file.ts';
import { findLostRuns, type KnownRun } from '../domain/lost-runs.ts';
import { conversationWorkflowId, ticketWorkflowId } from '../workflows/messages.ts';
import { continuedRun, fetchRuns } from './fetch-runs.ts';

const decompress = promisify(gunzip);

/**
 * All runs of a ticket's life and of the talks it was made of: the archived ones from PostgreSQL, those not archived yet
 * and the open ones from the engine; runs that went with the engine's data are named as far as the rows tell of them.
 * @throws DeskError NOT_FOUND, ENGINE_UNREACHABLE
 */
export async function exportLife(desk: { database: Database; client: Client }, number: number): Promise<LifeFile> {
  const outline = await loadLife(desk.database, number);
  if (!outline) throw new DeskError('NOT_FOUND', `there is no ticket ${number}`);
  const ofTicket = await allRuns(desk, ticketWorkflowId(outline.ticketId));
  const lostRuns = findLostRuns(ofTicket.map(knownRun), outline.inputs);
  const runs = [...ofTicket];
  for (const conversationId of outline.conversationIds) {
    const ofTalk = await allRuns(desk, conversationWorkflowId(conversationId));
    runs.push(...ofTalk);
    // Rows do not tell which run took a line up; a run that a later one continues is known all the same.
    lostRuns.push(...findLostRuns(ofTalk.map(knownRun), []));
  }
  return {
    format: LIFE_FILE_FORMAT,
    ticket: { number, id: outline.ticketId },
    exportedAt: new Date().toISOString(),
    runs: runs.sort((a, b) => a.startedAt.localeCompare(b.startedAt)),
    lostRuns,
    events: outline.events,
    deliveries: outline.deliveries,
  };
}

async function allRuns(desk: { database: Database; client: Client }, workflowId: string): Promise<LifeRun[]> {
  const archived = await readArchivedRuns(desk.database, workflowId);
  return [...archived, ...(await fetchOrSay(desk.client, workflowId, archived))];
}

function knownRun({ runId, startedAt, closedAt, history }: LifeRun): KnownRun {
  return { runId, startedAt, closedAt, continues: continuedRun(history) };
}

async function readArchivedRuns(database: Database, workflowId: string): Promise<LifeRun[]> {
  const rows = await listHistoryRuns(database, workflowId);
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
