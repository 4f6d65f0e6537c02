import type { FastifyInstance } from 'fastify';
import type { IntakeDesk } from '../intake-desk.ts';
import { closeAtRest } from './close-at-rest.ts';
import { serveApi } from './serve-api.ts';
import { servePage } from './serve-page.ts';

/** The chat page, its embed snippet and the JSON API of chats. */
export function registerChat(server: FastifyInstance, desk: IntakeDesk): void {
  closeAtRest(server);
  void server.register(async (scope) => servePage(scope, desk));
  void server.register(async (scope) => serveApi(scope, desk));
}
