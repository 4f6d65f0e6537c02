import { startDeskProcess, type DeskProcess } from './desk-process.ts';

export type WorkerProcess = DeskProcess;

/** Runs `deskhand worker` in a process of its own. */
export function startWorkerProcess(environment: Record<string, string>): Promise<WorkerProcess> {
  return startDeskProcess('worker', environment);
}
