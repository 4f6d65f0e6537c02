import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { PartVoice } from './crew.ts';
import { startPostgres } from './postgres.ts';
import type { RunningPostgres } from './postgres.ts';
import { findTemporalBinary } from './temporal-binary.ts';
import type { TemporalBinary } from './temporal-version.ts';
import type { PartPlan } from './supervise.ts';
import { startTemporal } from './temporal.ts';
import type { RunningTemporal } from './temporal.ts';

/** The embedded PostgreSQL as a part. A restarted one keeps its port, so that everybody finds it again. */
export function postgresPart(home: string, voice: PartVoice, onRunning: (running: RunningPostgres) => void): PartPlan {
  let port: number | undefined;
  return {
    name: 'postgres',
    async start(signal) {
      const running = await startPostgres({ directory: join(home, 'postgres'), port, signal, ...voice });
      port = running.port;
      onRunning(running);
      return running;
    },
  };
}

/** The embedded Temporal as a part; its binary is looked for, and fetched, only once. */
export function temporalPart(
  config: Config,
  voice: PartVoice,
  onRunning: (running: RunningTemporal) => void,
): PartPlan {
  let port: number | undefined;
  let binary: TemporalBinary | undefined;
  return {
    name: 'temporal',
    async start(signal) {
      binary ??= await findTemporalBinary({
        ...config,
        fallbackCache: join(config.home, 'cache'),
        onProgress: voice.onProgress,
        signal,
      });
      const directory = join(config.home, 'temporal');
      const running = await startTemporal({
        directory,
        binary,
        port,
        namespace: config.temporalNamespace,
        signal,
        ...voice,
      });
      port = Number(new URL(`tcp://${running.address}`).port);
      onRunning(running);
      return running;
    },
  };
}
