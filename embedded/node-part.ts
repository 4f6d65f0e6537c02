import { spawn } from 'node:child_process';
import { onAbort } from './on-abort.ts';
import type { RunningPart } from './running-part.ts';
import { watchChild } from './watch-child.ts';
import type { StopStep, WatchedChild } from './watch-child.ts';

export interface NodePartOptions {
  /** What follows `node`: the program and its arguments. */
  words: string[];
  environment: Record<string, string | undefined>;
  log: (line: string) => void;
  onProgress?: (message: string) => void;
  /** Whether a line of its output that is a JSON object says that the part is ready, and what it tells with it. */
  isReady?: (told: Record<string, unknown>) => boolean;
  readyWithinSeconds?: number;
  /** How long it may take to end what it is at when it is told to stop. */
  stopWithinSeconds?: number;
  /** Ends a part that is still starting. */
  signal?: AbortSignal;
}

export interface RunningNodePart extends RunningPart {
  /** What the part told when it became ready. */
  told: Record<string, unknown>;
}

/**
 * A child whose parent is killed without warning ends too: its channel closes, it is asked to stop as by SIGTERM, and
 * after five seconds it is ended. Loaded ahead of the part itself, which need not know of it.
 */
const endWithParent = `
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), 5000).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel?.unref();
`;
export const endWithParentFlag = `--import=data:text/javascript,${encodeURIComponent(endWithParent)}`;

/**
 * Starts a part of ours in its own Node process and waits until it says that it is ready: by `process.send({ ready: true,
 * ... })`, or by a line of JSON that `isReady` recognises. Rejects with its last lines when it ends before.
 */
export async function startNodePart(options: NodePartOptions): Promise<RunningNodePart> {
  const { words, environment, log, readyWithinSeconds = 60, stopWithinSeconds = 10 } = options;
  const stopSteps: StopStep[] = [{ signal: 'SIGTERM', seconds: stopWithinSeconds }];
  const child = spawn(process.execPath, [endWithParentFlag, ...words], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own process group: Ctrl+C in the terminal is for the supervisor, which stops the parts in order.
    detached: true,
  });
  let tell = (_told: Record<string, unknown>) => {};
  const ready = new Promise<Record<string, unknown>>((resolve) => (tell = resolve));
  child.on('message', (message) => {
    if (isObject(message) && message['ready'] === true) tell(message);
  });
  const watched = await watchChild(child, (line) => {
    const told = options.isReady && parseObject(line);
    // What a part tells when it is ready may hold a password; it is for us, not for the log.
    if (told && options.isReady?.(told)) tell(told);
    else log(line);
  });
  const letGo = onAbort(options.signal, () => void watched.stop(stopSteps));
  const told = await readyOrFail(watched, ready, readyWithinSeconds).catch(async (error: unknown) => {
    await watched.stop(stopSteps);
    throw error;
  });
  letGo();
  return { pid: watched.pid, exited: watched.exited, told, stop: () => watched.stop(stopSteps) };
}

async function readyOrFail(
  child: WatchedChild,
  ready: Promise<Record<string, unknown>>,
  withinSeconds: number,
): Promise<Record<string, unknown>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), withinSeconds * 1000)));
  const first = await Promise.race([ready, child.exited.then(() => 'ended' as const), late]);
  clearTimeout(timer);
  if (typeof first === 'object') return first;
  const what = first === 'late' ? `was not ready within ${withinSeconds} seconds` : 'ended while starting';
  throw new Error(`it ${what}; its last lines were:\n${child.tail()}\n`);
}

function parseObject(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
