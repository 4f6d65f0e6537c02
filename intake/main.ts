import type { Config } from '../config.ts';
import { callsEnded } from '../client/calls-under-way.ts';
import { openEngine, type EngineAddress } from '../client/engine-client.ts';
import { connect } from '../database/connect.ts';
import { forgetCounts } from '../database/intake-counts.ts';
import { forgetDeliveries } from '../database/webhooks.ts';
import { createLog } from '../worker/log.ts';
import { createIntake } from './create-intake.ts';
import type { IntakeDesk } from './intake-desk.ts';

const REQUEST_SECONDS = 120;
const HOUR = 3_600_000;
/** Longer than the longest limit. */
const KEEP_COUNTS = 48 * HOUR;
/** Longer than any sender tries again. */
const KEEP_DELIVERIES = 7 * 24 * HOUR;

export interface IntakeRun {
  config: Config;
  databaseUrl: string;
  /** Null: nobody is told at once of what arrives; reconcile finds it. */
  engine: EngineAddress | null;
  /** Called with its address once it listens. */
  onReady?: (url: string) => void;
  signal: AbortSignal;
}

/** HTTP in: health, forms, status pages, chats and webhooks, until the signal. What is being answered then is still answered. */
export async function runIntake(run: IntakeRun): Promise<void> {
  const { config } = run;
  const desk: IntakeDesk = {
    database: connect(run.databaseUrl, { applicationName: 'deskhand-intake', maxConnections: 10 }),
    client: run.engine && openEngine(run.engine),
    lingerSeconds: config.lingerSeconds,
    continueAfterEvents: config.continueAfterEvents,
    secretKey: config.secretKey,
    environment: config.environment,
    publicUrl: config.publicUrl ?? '',
    requestSeconds: REQUEST_SECONDS,
    log: createLog('intake', config.logLevel),
  };
  const server = createIntake(desk, { trustProxy: config.trustProxy });
  const url = await server.listen({ host: config.intakeHost, port: config.intakePort });
  desk.publicUrl ||= url;
  const forgetting = setInterval(() => void forgetOldCounts(desk), HOUR);
  void forgetOldCounts(desk);
  run.onReady?.(url);
  await new Promise<void>((resolve) => {
    if (run.signal.aborted) resolve();
    run.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  clearInterval(forgetting);
  await server.close();
  if (desk.client) await callsEnded(desk.client);
  await desk.client?.connection.close().catch(() => {});
  await desk.database.destroy();
}

async function forgetOldCounts({ database, log }: IntakeDesk): Promise<void> {
  try {
    await forgetCounts(database, new Date(Date.now() - KEEP_COUNTS).toISOString());
    await forgetDeliveries(database, new Date(Date.now() - KEEP_DELIVERIES).toISOString());
  } catch (error) {
    log.warn({ error }, 'old counts could not be forgotten; the next hour tries again');
  }
}
