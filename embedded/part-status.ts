import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from './write-atomically.ts';

export type PartState = 'starting' | 'running' | 'restarting' | 'stopping' | 'stopped';

/** How one part of the desk is doing. */
export interface PartStatus {
  name: string;
  state: PartState;
  pid: number | null;
  /** ISO time at which it came into this state. */
  since: string;
  restarts: number;
  /** Why it last ended or would not start; null while nothing went wrong. */
  trouble: string | null;
}

const fileName = 'parts.json';

/** The parts of the desk that runs from `home`, as its supervisor last wrote them; empty when there is none. */
export function readPartStatuses(home: string): PartStatus[] {
  try {
    return JSON.parse(readFileSync(join(home, fileName), 'utf8')) as PartStatus[];
  } catch {
    return [];
  }
}

/** Tells other terminals how the parts are doing; where it cannot be written, they are told less and the parts run on. */
export function writePartStatuses(home: string, statuses: PartStatus[]): void {
  try {
    writeAtomically(join(home, fileName), `${JSON.stringify(statuses, null, 2)}\n`);
  } catch {
    // As with logs: no reason to stop.
  }
}

export function removePartStatuses(home: string): void {
  rmSync(join(home, fileName), { force: true });
}
