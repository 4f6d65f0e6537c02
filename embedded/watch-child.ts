import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PartExit } from './running-part.ts';

const tailLines = 40;

/** A step of stopping: the signal, and how long the process has to obey before the next step. */
export interface StopStep {
  signal: NodeJS.Signals;
  seconds: number;
}

export interface WatchedChild {
  pid: number;
  exited: Promise<PartExit>;
  hasExited(): boolean;
  /** Resolves with the first line from now on that matches; rejects when the child ends or the time is over before. */
  says(pattern: RegExp, withinSeconds: number): Promise<string>;
  /** The last lines it wrote, for error messages. */
  tail(): string;
  stop(steps: StopStep[]): Promise<void>;
}

/** Reads a child's lines into `log`, remembers its last ones, and knows how to end it. Rejects when it could not be spawned. */
export async function watchChild(child: ChildProcess, log: (line: string) => void): Promise<WatchedChild> {
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  let exit: PartExit | undefined;
  const exited = new Promise<PartExit>((resolve) => {
    child.once('exit', (code, signal) => {
      exit = { code, signal };
      resolve(exit);
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > tailLines) lines.shift();
      log(line);
      for (const listener of listeners) listener(line);
    });
  }
  const pid = await spawned(child);
  return {
    pid,
    exited,
    hasExited: () => exit !== undefined,
    tail: () => lines.join('\n'),
    says(pattern, withinSeconds) {
      return new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          listeners.delete(listen);
          act();
        };
        const listen = (line: string) => {
          if (pattern.test(line)) settle(() => resolve(line));
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`silent for ${withinSeconds} s`))),
          withinSeconds * 1000,
        );
        listeners.add(listen);
        void exited.then(() => settle(() => reject(new Error('it ended'))));
      });
    },
    async stop(steps) {
      for (const { signal, seconds } of steps) {
        if (exit) return;
        child.kill(signal);
        await Promise.race([exited, sleep(seconds * 1000, undefined, { ref: false })]);
      }
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function spawned(child: ChildProcess): Promise<number> {
  if (child.pid !== undefined) return child.pid;
  throw await new Promise<Error>((resolve) => child.once('error', resolve));
}
