import fastify, { type FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { connect, type Database } from '../database/connect.ts';

export interface IntakeRun {
  config: Config;
  databaseUrl: string;
  /** Called with its address once it listens. */
  onReady?: (url: string) => void;
  signal: AbortSignal;
}

/** HTTP in: health for now; forms, chat and webhooks have their place here. */
export async function runIntake(run: IntakeRun): Promise<void> {
  const database = connect(run.databaseUrl, { applicationName: 'deskhand-intake', maxConnections: 5 });
  const server = createIntake(database);
  const url = await server.listen({ host: run.config.intakeHost, port: run.config.intakePort });
  run.onReady?.(url);
  await new Promise<void>((resolve) => {
    if (run.signal.aborted) resolve();
    run.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.close();
  await database.destroy();
}

export function createIntake(database: Database): FastifyInstance {
  const server = fastify({ logger: false, bodyLimit: 1024 * 1024, forceCloseConnections: true });
  server.get('/health/live', () => ({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    try {
      await database.raw('SELECT 1');
      return { status: 'ok' };
    } catch {
      return reply.code(503).send({ status: 'unavailable', code: 'DATABASE_UNREACHABLE' });
    }
  });
  return server;
}
