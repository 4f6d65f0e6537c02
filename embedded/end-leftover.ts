import { readdirSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, processIdentity } from './process-identity.ts';
import type { StopStep } from './watch-child.ts';

const pollMilliseconds = 20;

/** Ends a process that an earlier desk left behind; it is not our child, so it is watched by its number and start time. */
export async function endLeftover(pid: number, steps: StopStep[]): Promise<void> {
  const identity = processIdentity(pid);
  for (const { signal, seconds } of [...steps, { signal: 'SIGKILL', seconds: 5 } as const]) {
    if (!identity || processIdentity(pid) !== identity) return;
    process.kill(pid, signal);
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end && processIdentity(pid) === identity) await sleep(pollMilliseconds);
  }
}

/**
 * Kills what still works in `directory` after its server died without warning, such as PostgreSQL's own children: they
 * would keep its shared memory, and so the next server out. Only Linux tells a process's folder; elsewhere they end alone.
 */
export async function killStragglers(directory: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const stragglers = processesWorkingIn(realpathSync(directory));
  for (const pid of stragglers) process.kill(pid, 'SIGKILL');
  while (stragglers.some((pid) => isAlive(pid) && processIdentity(pid))) await sleep(pollMilliseconds);
}

function processesWorkingIn(directory: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      if (!pid || pid === process.pid) return false;
      try {
        return realpathSync(`/proc/${pid}/cwd`) === directory;
      } catch {
        return false;
      }
    });
}
