import fastify, { type FastifyInstance } from 'fastify';
import { registerChat } from './chat/register-chat.ts';
import { registerForms } from './forms/register-forms.ts';
import type { IntakeDesk } from './intake-desk.ts';
import { nothingHere } from './nothing-here.ts';
import { registerStatus } from './status/register-status.ts';
import { registerWebhooks } from './webhooks/register-webhooks.ts';

const BODY_BYTES = 256 * 1024;

export interface IntakeOptions {
  /** Proxies in front whose X-Forwarded-For is believed: how many, or their addresses. Default: none. */
  trustProxy?: number | string[] | false;
}

/** The server of all doors, not listening yet. */
export function createIntake(desk: IntakeDesk, { trustProxy = false }: IntakeOptions = {}): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    trustProxy: typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : trustProxy,
    routerOptions: { maxParamLength: 500 },
    // Addresses that cannot be read, or are too long.
    frameworkErrors: (_error, request, reply) => void nothingHere(request, reply),
    requestTimeout: desk.requestSeconds * 1000,
    http: {
      // Longer than the whole request may take, it would count instead.
      headersTimeout: Math.min(60, desk.requestSeconds) * 1000,
      // Slow senders are looked for so often.
      connectionsCheckingInterval: Math.min(5, desk.requestSeconds / 2) * 1000,
    },
    forceCloseConnections: 'idle',
  });
  server.get('/health/live', () => ({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    try {
      await desk.database.raw('SELECT 1');
      return { status: 'ok' };
    } catch {
      return reply.code(503).send({ status: 'unavailable', code: 'DATABASE_UNREACHABLE' });
    }
  });
  server.setNotFoundHandler(nothingHere);
  registerForms(server, desk);
  registerStatus(server, desk);
  registerChat(server, desk);
  registerWebhooks(server, desk);
  return server;
}
