import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import type { IntakeDesk } from '../intake-desk.ts';
import { frameScript } from './embed-scripts.ts';
import { FormDoors, type FormRequest, type ThanksRequest } from './form-doors.ts';
import { sendScript } from './send-script.ts';

/** Pages of web forms, their embed snippet and their posts. */
export function registerForms(server: FastifyInstance, desk: IntakeDesk): void {
  server.register(async (scope) => {
    // Bodies are read by the handler: what a form takes is known only then, and files never stand in memory whole.
    scope.removeAllContentTypeParsers();
    await scope.register(multipart, { throwFileSizeLimit: false });
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const doors = new FormDoors(desk);
    scope.setErrorHandler((error, request, reply) => doors.fail(error, request, reply));
    scope.get('/forms/frame.js', (_request, reply) => sendScript(reply, frameScript));
    scope.get('/forms/:name', (request: FormRequest, reply) => doors.show(request, reply));
    scope.post('/forms/:name', (request: FormRequest, reply) => doors.take(request, reply));
    scope.options('/forms/:name', (request: FormRequest, reply) => doors.preflight(request, reply));
    scope.get('/forms/:name/embed.js', (request: FormRequest, reply) => doors.embed(request, reply));
    scope.get('/forms/:name/thanks/:token', (request: ThanksRequest, reply) => doors.thank(request, reply));
  });
}
