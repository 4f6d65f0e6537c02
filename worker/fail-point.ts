import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HoldAt } from '../domain/fail-points.ts';

/**
 * Labelled points at which the crash test may hold a process: where the folder has a file `POINT.arm`, the process adds
 * a line to `POINT.hit` and waits until the test kills somebody or takes the arm file away. An arm file that names ids
 * holds only what has one of them in hand. Without a folder, nothing.
 */
export function createFailPoint(folder: string | null): HoldAt {
  if (folder === null) return () => Promise.resolve();
  mkdirSync(folder, { recursive: true });
  return async (point, inHand = {}) => {
    const name = point.replaceAll(':', '.');
    const arm = join(folder, `${name}.arm`);
    const ids = Object.values(inHand).flat();
    if (!isArmed(arm, ids)) return;
    appendFileSync(join(folder, `${name}.hit`), `${JSON.stringify({ pid: process.pid, ...inHand })}\n`);
    while (isArmed(arm, ids)) await sleep(20);
  };
}

function isArmed(arm: string, ids: string[]): boolean {
  if (!existsSync(arm)) return false;
  const named = readFileSync(arm, 'utf8');
  return named === '' || ids.some((id) => named.includes(id));
}
