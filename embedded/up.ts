import { join } from 'node:path';
import type { Config } from '../config.ts';
import { DeskError } from '../domain/errors.ts';
import { Crew } from './crew.ts';
import { makeDeskHome } from './desk-home.ts';
import { lockDesk } from './desk-lock.ts';
import { removeDiscovery } from './discovery.ts';
import type { PartStatus } from './part-status.ts';
import { startDesk } from './start-desk.ts';
import type { StartedDesk } from './start-desk.ts';
import { showStartProgress } from './start-progress.ts';
import type { StartProgress } from './start-progress.ts';
import { runTerminalUi } from './terminal-ui.ts';

export interface UpOptions {
  config: Config;
  /** The program whose commands the children run: `node PROGRAM worker`. */
  program: string;
  sample: boolean;
  headless: boolean;
  /** Flags passed on to the terminal UI. */
  screenFlags?: string[];
  actAs: string | null;
  /** Fills an empty desk, once its parts run; called with --sample only. */
  fillSample?: (desk: StartedDesk) => Promise<void>;
}

/**
 * Brings up the whole desk on this machine and keeps it up until its user leaves the terminal UI, or SIGINT, SIGTERM or
 * SIGHUP comes; then stops everything in order. Throws ALREADY_RUNNING, or why a part could not start.
 */
export async function up(options: UpOptions): Promise<void> {
  const { home } = options.config;
  makeDeskHome(home);
  const lock = lockDesk(home);
  const progress = showStartProgress(process.stdout);
  let tellChange = (_status: PartStatus) => {};
  const crew = new Crew({ home, progress, onChange: (status) => tellChange(status) });
  const stopping = new AbortController();
  const release = stopOnSignals(stopping);
  try {
    const desk = await startUnlessStopped({ ...options, crew, progress, signal: stopping.signal });
    if (!desk) return;
    if (hasTerminal() && !options.headless) {
      // In a terminal UI Ctrl+C is a key; in an editor that it runs, Ctrl+C is not meant for us.
      release.interrupt();
      await runTerminalUi({
        words: [options.program, 'tui', ...(options.screenFlags ?? [])],
        environment: desk.environment,
        signal: stopping.signal,
      });
    } else {
      tellChange = (status) => say(`${status.name}: ${status.state}${status.trouble ? ` (${status.trouble})` : ''}`);
      say(`desk is ready: forms and webhooks at ${desk.discovery.intakeUrl}; stop it with Ctrl+C`);
      await untilAborted(stopping.signal);
    }
  } finally {
    tellChange = () => {};
    progress.end();
    await crew.stop((name) => say(`stopping ${name}`));
    removeDiscovery(home);
    lock.release();
    release.all();
  }
}

interface Starting extends UpOptions {
  crew: Crew;
  progress: StartProgress;
  signal: AbortSignal;
}

/** The started desk, or undefined when it was to stop before it had started. */
async function startUnlessStopped(options: Starting): Promise<StartedDesk | undefined> {
  const starting = start(options).catch((error: unknown) => {
    if (options.signal.aborted) return undefined;
    throw explain(error, options.config.home);
  });
  return Promise.race([starting, untilAborted(options.signal)]);
}

async function start(options: Starting): Promise<StartedDesk> {
  const desk = await startDesk(options);
  if (options.sample && options.fillSample) {
    const line = options.progress.begin('Sample');
    await options.fillSample(desk);
    line.ready();
  }
  options.progress.end();
  return desk;
}

function explain(error: unknown, home: string): DeskError {
  if (error instanceof DeskError) return error;
  const message = `the desk could not start: ${(error as Error).message}; more may stand in ${join(home, 'logs')}`;
  return new DeskError('UNEXPECTED', message, { cause: error });
}

/** SIGINT, SIGTERM and SIGHUP stop the desk, until they are let go of: `interrupt` leaves SIGINT without effect. */
function stopOnSignals(stopping: AbortController): { interrupt(): void; all(): void } {
  let interruptCounts = true;
  const stop = () => stopping.abort();
  const interrupted = () => {
    if (interruptCounts) stop();
  };
  process.on('SIGINT', interrupted).on('SIGTERM', stop).on('SIGHUP', stop);
  return {
    interrupt: () => (interruptCounts = false),
    all: () => process.off('SIGINT', interrupted).off('SIGTERM', stop).off('SIGHUP', stop),
  };
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function hasTerminal(): boolean {
  return Boolean(process.stdout.isTTY && process.stdin.isTTY);
}

function say(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
}
