import { Command } from 'commander';
import { requireDatabase, requireEngine } from './addresses.ts';
import { untilStopped } from './worker.ts';
import { readConfig } from '../config.ts';

/** `deskhand intake`: HTTP in. */
export function intakeCommand(): Command {
  return new Command('intake').description('Take in requests over HTTP').action(async () => {
    const config = readConfig();
    const { runIntake } = await import('../intake/main.ts');
    await runIntake({
      config,
      databaseUrl: requireDatabase(config),
      engine: config.temporalAddress ? requireEngine(config) : null,
      signal: untilStopped(),
      onReady: (url) => process.send?.({ ready: true, url }),
    });
  });
}
