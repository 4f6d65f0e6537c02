import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { DefaultLogger, Runtime, Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import { probeServers } from '../activities/probe-servers.ts';
import type { Tools } from '../activities/tools.ts';
import { closeMailThreads } from '../channels/email/parse-mail-safely.ts';
import { openEngine, type EngineAddress } from '../client/engine-client.ts';
import { ensureReconcileSchedule, ensureTendSchedule } from '../client/schedules.ts';
import type { Config } from '../config.ts';
import { connect } from '../database/connect.ts';
import { taskQueues } from '../workflows/messages.ts';
import { nativeConnection } from './connect-engine.ts';
import { createLog } from './log.ts';
import { keepAlive } from './keep-alive.ts';
import { redactErrors } from './redact-errors.ts';
import { createTools } from './tools.ts';

const ENSURE_EVERY_MILLISECONDS = 10_000;
const PROBE_EVERY_MILLISECONDS = 3000;

export interface WorkerRun {
  config: Config;
  databaseUrl: string;
  engine: EngineAddress;
  /** Called once it takes work. */
  onReady?: () => void;
  /** Ends the worker, gently. */
  signal: AbortSignal;
}

/** Does the desk's work until the signal: tickets, sources and deliveries, each on its own queue. */
export async function runWorker(run: WorkerRun): Promise<void> {
  const log = createLog('worker', run.config.logLevel);
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message }) => log.warn({ level }, message)),
    shutdownSignals: [],
  });
  const database = connect(run.databaseUrl, { applicationName: 'deskhand-worker', maxConnections: 20 });
  const tools = createTools({ config: run.config, database, client: openEngine(run.engine), log });
  const connection = await waitForEngine(run, tools);
  const workers = await createWorkers({ connection, tools, namespace: run.engine.namespace });
  const keeping = Promise.all([keepSchedules(run, tools), keepProbing(run, tools)]);
  const stop = () => workers.forEach((worker) => worker.getState() === 'RUNNING' && worker.shutdown());
  run.signal.addEventListener('abort', stop, { once: true });
  run.onReady?.();
  log.info('working');
  try {
    const runs = workers.map((worker) => worker.run());
    if (run.signal.aborted) stop();
    await Promise.all(runs);
  } finally {
    await keeping;
    await tools.transport.close();
    await closeMailThreads();
    await database.destroy();
    await connection.close();
  }
}

/** Temporal may come up later than we do: the worker waits for it and says so. */
async function waitForEngine(run: WorkerRun, tools: Tools): Promise<NativeConnection> {
  for (;;) {
    try {
      return await nativeConnection(run.engine);
    } catch (error) {
      if (run.signal.aborted) throw error;
      tools.log.warn({ address: run.engine.address }, 'Temporal does not answer; trying again');
      await sleep(500);
    }
  }
}

async function createWorkers(parts: {
  connection: NativeConnection;
  tools: Tools;
  namespace: string;
}): Promise<Worker[]> {
  const { connection, tools, namespace } = parts;
  const shared: WorkerOptions = {
    connection,
    namespace,
    taskQueue: '',
    activities: createActivities(tools),
    interceptors: { activity: [() => ({ inbound: redactErrors(tools.log) }), () => ({ inbound: keepAlive() })] },
    shutdownGraceTime: '20 seconds',
    shutdownForceTime: '28 seconds',
  };
  return Promise.all([
    Worker.create({
      ...shared,
      taskQueue: taskQueues.tickets,
      workflowBundle: { codePath: workflowBundlePath() },
      maxCachedWorkflows: 1000,
      maxConcurrentLocalActivityExecutions: 16,
      enableNonLocalActivities: false,
    }),
    Worker.create({
      ...shared,
      taskQueue: taskQueues.sources,
      workflowBundle: { codePath: workflowBundlePath() },
      maxCachedWorkflows: 50,
      maxConcurrentActivityTaskExecutions: 10,
    }),
    Worker.create({ ...shared, taskQueue: taskQueues.deliveries, maxConcurrentActivityTaskExecutions: 20 }),
  ]);
}

/** Beside this file in dist/; from the sources, the one that was built there. */
export function workflowBundlePath(): string {
  const here = fileURLToPath(new URL('./workflows.bundle.cjs', import.meta.url));
  return existsSync(here) ? here : fileURLToPath(new URL('../dist/workflows.bundle.cjs', import.meta.url));
}

async function keepSchedules(run: WorkerRun, tools: Tools): Promise<void> {
  while (!run.signal.aborted) {
    try {
      await tools.client.withDeadline(Date.now() + 5000, async () => {
        await ensureReconcileSchedule(tools.client, run.config.reconcileSeconds);
        await ensureTendSchedule(tools.client);
      });
    } catch (error) {
      tools.log.warn({ error }, 'the schedules of the desk could not be made sure of; trying again');
    }
    await sleep(ENSURE_EVERY_MILLISECONDS, undefined, { signal: run.signal }).catch(() => {});
  }
}

/** Dead mail servers are to be seen within five seconds. */
async function keepProbing(run: WorkerRun, tools: Tools): Promise<void> {
  while (!run.signal.aborted) {
    // Without the database there is nowhere to write it, and the screens say that themselves.
    await probeServers(tools).catch(() => {});
    await sleep(PROBE_EVERY_MILLISECONDS, undefined, { signal: run.signal }).catch(() => {});
  }
}
