import { openAccount } from '../client/open-account.ts';
import { noteFault, noteRecovery } from '../database/platform/pause-source.ts';
import { noteFullScan } from '../database/platform/scan-state.ts';
import { recordPoll, type Source } from '../database/sources.ts';
import { isTransient } from '../database/transient.ts';
import { DeskError } from '../domain/errors.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import { nothingPolled, type PollResult } from './poll-result.ts';
import { scanAccount, type ScanTally } from './scan-account.ts';
import type { Tools } from './tools.ts';

/** Counts may hide a change, one gone and one come: everything is looked at now and then. */
const FULL_SCAN_MILLISECONDS = 6 * 3_600_000;

const databaseTrouble = { code: 'TRANSIENT', message: 'the database did not take in what was fetched; trying again' };

/**
 * Polls an account at a platform once. Does nothing while the source is off, stopped, or told to wait. What goes wrong
 * stands on the source; the next poll comes by the schedule.
 */
export async function pollPlatform(tools: Tools, source: Source, signal: AbortSignal): Promise<PollResult> {
  const { database } = tools;
  const sourceId = source.id;
  const startedAt = new Date().toISOString();
  if (!source.isOn || source.stoppedAt || (source.waitsUntil && source.waitsUntil.toISOString() > startedAt))
    return nothingPolled;
  const tally: ScanTally = { itemCount: 0, warning: null, isWhole: false };
  try {
    const { account } = openAccount(tools.platforms, source);
    if (!account.scan) return nothingPolled;
    const isFull = isFullDue(source, startedAt);
    await scanAccount(tools, { source, account, scan: account.scan, isFull, signal, startedAt }, tally);
    if (isFull && tally.isWhole) await noteFullScan(database, { sourceId, startedAt });
    const now = new Date().toISOString();
    await noteRecovery(database, { sourceId, now });
    await recordPoll(database, { sourceId, now, itemCount: tally.itemCount, error: tally.warning });
    return { itemCount: tally.itemCount, errorCode: tally.warning?.code ?? null };
  } catch (error) {
    if (signal.aborted) throw error;
    return tellTrouble(tools, { source, itemCount: tally.itemCount, error });
  }
}

/** Due, or asked for: then the time of the last one was forgotten. */
function isFullDue({ fullScanAt }: Source, now: string): boolean {
  return !fullScanAt || Date.parse(now) - fullScanAt.getTime() >= FULL_SCAN_MILLISECONDS;
}

/** Writes what went wrong on the source. @throws what the database did, for the schedule to come again */
async function tellTrouble(
  { database, log }: Tools,
  { source, itemCount, error }: { source: Source; itemCount: number; error: unknown },
): Promise<PollResult> {
  const { id: sourceId, version } = source;
  const now = new Date().toISOString();
  const record = (told: { code: string; message: string }) =>
    recordPoll(database, { sourceId, now, itemCount, error: told });
  if (!(error instanceof PlatformFault) && isTransient(error)) {
    // With the database away there is nowhere to write it.
    await record(databaseTrouble).catch(() => {});
    throw error;
  }
  const known = error instanceof DeskError ? error : new DeskError('UNEXPECTED', 'the poll failed', { cause: error });
  if (known.code === 'UNEXPECTED') log.error({ sourceId, error }, 'a poll failed');
  await record({ code: known.code, message: known.message });
  if (error instanceof PlatformFault) await noteFault(database, { sourceId, fault: error, now, version });
  return { itemCount, errorCode: known.code };
}
