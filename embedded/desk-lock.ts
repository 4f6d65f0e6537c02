import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeskError } from '../domain/errors.ts';
import { processIdentity } from './process-identity.ts';

export interface DeskLock {
  release(): void;
}

interface Holder {
  pid: number;
  identity: string;
}

/**
 * Takes the folder for this process; a second `up` is refused with ALREADY_RUNNING. The lock names its holder and the
 * moment that process started, so one left by a killed desk is taken over, even when another program has its number now.
 */
export function lockDesk(home: string): DeskLock {
  const path = join(home, 'desk.lock');
  const ours = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) });
  const prepared = `${path}.${process.pid}`;
  writeFileSync(prepared, ours, { mode: 0o600 });
  try {
    // A link appears with its text in it or not at all.
    while (!tryLink(prepared, path)) removeStale(path, home);
  } finally {
    rmSync(prepared, { force: true });
  }
  return {
    release() {
      if (readLock(path) === ours) rmSync(path, { force: true });
    },
  };
}

function removeStale(path: string, home: string): void {
  const seen = readLock(path);
  if (seen === undefined) return;
  const holder = parseHolder(seen);
  if (holder && processIdentity(holder.pid) === holder.identity) {
    throw new DeskError('ALREADY_RUNNING', `the desk in ${home} is run by process ${holder.pid}`, {
      details: { pid: holder.pid },
    });
  }
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  // Someone as quick as we may have replaced the stale lock by a live one since we read it: that one goes back.
  if (readLock(aside) !== seen) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}
