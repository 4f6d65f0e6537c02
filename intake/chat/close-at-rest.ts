import type { FastifyInstance } from 'fastify';

const EVERY_MILLISECONDS = 50;

/**
 * Lets a server that stops answer what is under way, then cuts its connections: those that browsers keep for later, and
 * those that they open in advance and never ask by. HTTP would keep the process for a minute or more.
 */
export function closeAtRest(server: FastifyInstance): void {
  let underWay = 0;
  server.server.on('request', (_request, response) => {
    underWay += 1;
    response.once('close', () => (underWay -= 1));
  });
  server.addHook('preClose', (done) => {
    const timer = setInterval(() => {
      if (underWay === 0) server.server.closeAllConnections();
      else server.server.closeIdleConnections();
    }, EVERY_MILLISECONDS);
    server.server.once('close', () => clearInterval(timer));
    done();
  });
}
