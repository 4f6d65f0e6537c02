import type { FastifyReply } from 'fastify';

/** A script that pages of other sites may load. */
export function sendScript(reply: FastifyReply, script: string): FastifyReply {
  return reply
    .header('cache-control', 'public, max-age=300')
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'cross-origin')
    .type('text/javascript; charset=utf-8')
    .send(script);
}
