import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Labelled points at which the crash test may hold a process: where the folder has a file `LABEL.arm`, the process
 * writes `LABEL.hit` and waits until the test kills somebody or takes the arm file away. Without a folder, nothing.
 */
export function createFailPoint(folder: string | null): (label: string) => Promise<void> {
  if (folder === null) return () => Promise.resolve();
  mkdirSync(folder, { recursive: true });
  return async (label) => {
    const name = label.replaceAll(':', '.');
    const arm = join(folder, `${name}.arm`);
    if (!existsSync(arm)) return;
    writeFileSync(join(folder, `${name}.hit`), JSON.stringify({ label, pid: process.pid, at: new Date().toISOString() }));
    while (existsSync(arm)) await sleep(20);
  };
}
