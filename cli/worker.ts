import { Command } from 'commander';
import { requireDatabase, requireEngine } from './addresses.ts';
import { readConfig } from '../config.ts';

/** `deskhand worker`: does the desk's work, against DATABASE_URL and TEMPORAL_ADDRESS. */
export function workerCommand(): Command {
  return new Command('worker').description('Do the desk’s work: tickets, sources, deliveries').action(async () => {
    const config = readConfig();
    const { runWorker } = await import('../worker/main.ts');
    await runWorker({
      config,
      databaseUrl: requireDatabase(config),
      engine: requireEngine(config),
      signal: untilStopped(),
      onReady: () => process.send?.({ ready: true }),
    });
  });
}

/** Aborts when the process is asked to stop. */
export function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  return stop.signal;
}
