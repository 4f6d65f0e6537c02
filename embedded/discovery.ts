import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './process-identity.ts';
import { writeAtomically } from './write-atomically.ts';

/** Where the desk that runs from a folder listens. Holds the database's password: only its owner may read it. */
export interface Discovery {
  pid: number;
  /** ISO time. */
  startedAt: string;
  databaseUrl: string;
  temporalAddress: string;
  namespace: string;
  /** Null until intake has said where it listens. */
  intakeUrl: string | null;
  /** Ports and logins of the stand-ins, by what they stand in for; only with --sample. */
  sandbox?: Record<string, Record<string, unknown>>;
}

const fileName = 'desk.json';

/** What the desk running from `home` has told, or null when none runs; a file left by a killed one does not count. */
export function readDiscovery(home: string): Discovery | null {
  let read: Discovery & { identity: string };
  try {
    read = JSON.parse(readFileSync(join(home, fileName), 'utf8')) as typeof read;
  } catch {
    return null;
  }
  const { identity, ...discovery } = read;
  return processIdentity(discovery.pid) === identity ? discovery : null;
}

/** Tells other terminals where this process's desk listens. */
export function writeDiscovery(home: string, discovery: Omit<Discovery, 'pid'>): void {
  const complete = { pid: process.pid, ...discovery, identity: processIdentity(process.pid) };
  writeAtomically(join(home, fileName), `${JSON.stringify(complete, null, 2)}\n`);
}

/** Once the desk has stopped, nobody shall look for it. */
export function removeDiscovery(home: string): void {
  rmSync(join(home, fileName), { force: true });
}
