import type { FastifyInstance } from 'fastify';
import type { IntakeDesk } from '../intake-desk.ts';
import { StatusDoor, type StatusRoute } from './status-door.ts';

const BODY_BYTES = 256 * 1024;

/** The private page where a customer sees how a request stands, and adds to it. */
export function registerStatus(server: FastifyInstance, desk: IntakeDesk): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_BYTES },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    const door = new StatusDoor(desk);
    // Whoever is over the limit is refused before the body is read.
    const onRequest = async (request: { ip: string }) => door.checkGate(request.ip);
    scope.setErrorHandler((error, request, reply) => door.fail(error, request, reply));
    scope.get<StatusRoute>('/status/:token', (request, reply) => door.show(request, reply));
    scope.post<StatusRoute>('/status/:token', { onRequest }, (request, reply) => door.add(request, reply));
  });
}
