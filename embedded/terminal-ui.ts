import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskError } from '../domain/errors.ts';
import { endWithParentFlag } from './node-part.ts';

export interface TerminalUiOptions {
  words: string[];
  environment: Record<string, string | undefined>;
  /** Ends the screen from outside. */
  signal: AbortSignal;
}

const crashesAllowed = 3;
const healthyMilliseconds = 30_000;
const stopMilliseconds = 5_000;
/** Leaves the other screen, shows the cursor, ends mouse and bracketed paste and colours: what a killed screen left on. */
const resetSequence = '\x1b[?1049l\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[0m';

/**
 * Runs the terminal UI as a child that has the terminal to itself, until its user leaves it or `signal` fires. A crashed
 * one is started again with the terminal put right; one that keeps crashing ends the desk with UNEXPECTED.
 */
export async function runTerminalUi({ words, environment, signal }: TerminalUiOptions): Promise<void> {
  const modes = readTerminalModes();
  for (let crashes = 0; !signal.aborted;) {
    const startedAt = Date.now();
    const child = spawn(process.execPath, [endWithParentFlag, ...words], {
      env: environment,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    const code = await waitOrStop(child, signal);
    if (code === 0) return;
    restoreTerminal(modes);
    // Ctrl+C in the moment before the screen has the keyboard ends the child by its signal.
    if (signal.aborted || code === 'SIGINT' || code === 130) return;
    crashes = Date.now() - startedAt > healthyMilliseconds ? 1 : crashes + 1;
    if (crashes >= crashesAllowed)
      throw new DeskError('UNEXPECTED', `the terminal UI ended ${crashes} times (last: ${code})`);
  }
}

/** The child's exit code, or the signal that ended it. */
async function waitOrStop(child: ChildProcess, signal: AbortSignal): Promise<number | NodeJS.Signals> {
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const stop = () => {
    child.kill('SIGTERM');
    void sleep(stopMilliseconds, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
  };
  signal.addEventListener('abort', stop, { once: true });
  const [code, endedBy] = await exited;
  signal.removeEventListener('abort', stop);
  return endedBy ?? code ?? 1;
}

function readTerminalModes(): string | undefined {
  const asked = spawnSync('stty', ['-g'], { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

function restoreTerminal(modes: string | undefined): void {
  process.stdout.write(resetSequence);
  spawnSync('stty', [modes ?? 'sane'], { stdio: ['inherit', 'ignore', 'ignore'] });
}
