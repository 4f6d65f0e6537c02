import { setTimeout as sleep } from 'node:timers/promises';
import type { PartState, PartStatus } from './part-status.ts';
import type { PartExit, RunningPart } from './running-part.ts';

/** One part of the desk: its name and how it is started, the first time and after each crash. */
export interface PartPlan {
  name: string;
  /** The signal fires when the part is to be stopped before it runs. */
  start(signal: AbortSignal): Promise<RunningPart>;
  /** Called for each change, to be shown and written down. */
  onChange?: (status: PartStatus) => void;
  /** Pauses between restarts; tests shorten them. */
  backOff?: BackOff;
}

export interface BackOff {
  firstSeconds: number;
  longestSeconds: number;
  /** A part that ran this long is healthy: its next crash is restarted as quickly as its first. */
  healthySeconds: number;
}

export interface SupervisedPart {
  name: string;
  /** Resolves when the part first runs; rejects when it could not be started, which is not tried again. */
  started: Promise<void>;
  status(): PartStatus;
  /** Ends the part for good, gently first; resolves once it is gone. */
  stop(): Promise<void>;
}

const usualBackOff: BackOff = { firstSeconds: 0.2, longestSeconds: 5, healthySeconds: 30 };

/** Keeps one part running: started again whenever it ends by itself, after 0.2 s doubling to 5 s. */
export function supervise(plan: PartPlan): SupervisedPart {
  const backOff = plan.backOff ?? usualBackOff;
  const stopping = new AbortController();
  const stopRequested = new Promise<'stop'>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve('stop')),
  );
  const status: PartStatus = {
    name: plan.name,
    state: 'starting',
    pid: null,
    since: new Date().toISOString(),
    restarts: 0,
    trouble: null,
  };

  const change = (state: PartState, changes: Partial<PartStatus> = {}) => {
    Object.assign(status, { state, since: new Date().toISOString(), ...changes });
    plan.onChange?.({ ...status });
  };

  const first = startOnce();
  const started = first.then(() => {});
  // Whoever waits for `started` hears of a failure; nobody has to.
  started.catch(() => {});
  const ended = first.then(keepRunning, () => change('stopped', { pid: null }));

  async function startOnce(): Promise<RunningPart> {
    try {
      const part = await plan.start(stopping.signal);
      change('running', { pid: part.pid });
      return part;
    } catch (error) {
      status.trouble = (error as Error).message;
      throw error;
    }
  }

  async function keepRunning(firstPart: RunningPart): Promise<void> {
    let part: RunningPart | undefined = firstPart;
    let pauseSeconds = backOff.firstSeconds;
    while (!stopping.signal.aborted) {
      if (part) {
        const startedAt = Date.now();
        const exit = await Promise.race([part.exited, stopRequested]);
        if (exit === 'stop') break;
        if (Date.now() - startedAt > backOff.healthySeconds * 1000) pauseSeconds = backOff.firstSeconds;
        change('restarting', { pid: null, trouble: describeExit(exit) });
      }
      await sleep(pauseSeconds * 1000, undefined, { signal: stopping.signal }).catch(() => {});
      pauseSeconds = Math.min(pauseSeconds * 2, backOff.longestSeconds);
      if (stopping.signal.aborted) return change('stopped');
      status.restarts += 1;
      part = await startOnce().catch(() => undefined);
      if (!part) change('restarting', { pid: null });
    }
    change('stopping');
    await part?.stop();
    change('stopped', { pid: null });
  }

  return {
    name: plan.name,
    started,
    status: () => ({ ...status }),
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

function describeExit({ code, signal }: PartExit): string {
  return signal ? `ended by ${signal}` : `ended with code ${code}`;
}
