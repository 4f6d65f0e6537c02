import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findChatDoor } from '../../database/chat-door.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { createChatLimits } from './chat-limits.ts';
import { checkOrigin } from './check-origin.ts';
import { findChatbot } from './find-chatbot.ts';
import { readTalk, type TalkQuery } from './read-talk.ts';
import { refusalOf } from './refusal.ts';
import { sayLine } from './say-line.ts';
import { startTalk } from './start-talk.ts';
import { refuseTalk, talkOfToken } from './talk-token.ts';
import { watchConversations } from './watch-conversations.ts';

interface Named {
  Params: { name: string };
}

interface OfTalk {
  Params: { token: string };
}

/** The JSON API of chats: see docs/chat-api.md. */
export function serveApi(scope: FastifyInstance, desk: IntakeDesk): void {
  const watch = watchConversations(desk.database);
  const limits = createChatLimits(desk);
  // Forms are read elsewhere: a chat takes JSON and nothing that a page of another site can send unasked.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, scope.getDefaultJsonParser('error', 'error'));

  const beforeStart = async (request: FastifyRequest) => limits.refuseEarly({ address: request.ip });
  const beforeLine = async (request: FastifyRequest<OfTalk>) =>
    limits.refuseEarly({ conversationId: talkOfToken(desk.secretKey, request.params.token) });

  const beforeRead = async (request: FastifyRequest<OfTalk>) =>
    limits.refuseEarly({ readerOf: talkOfToken(desk.secretKey, request.params.token) });

  scope.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  scope.setErrorHandler((error, _request, reply) => {
    const { status, retryAfterSeconds, ...told } = refusalOf(error);
    if (status === 500) desk.log.error({ error }, 'a chat request failed');
    if (retryAfterSeconds) reply.header('retry-after', retryAfterSeconds);
    return reply.code(status).send(told);
  });
  scope.post<Named>('/api/chat/:name/conversations', { onRequest: beforeStart }, startTalk(desk, limits));
  scope.post<OfTalk>('/api/chat/conversations/:token/lines', { onRequest: beforeLine }, sayLine(desk, limits));
  scope.get<OfTalk & { Querystring: TalkQuery }>(
    '/api/chat/conversations/:token',
    { onRequest: beforeRead },
    readTalk(desk, watch),
  );
  answerPreflights(scope, desk);
  // Whoever waits is answered before the server closes.
  scope.addHook('preClose', (done) => {
    watch.close();
    done();
  });
}

/** A browser asks before it sends JSON from another site. */
function answerPreflights(scope: FastifyInstance, desk: IntakeDesk): void {
  scope.options('/api/chat/:name/conversations', async (request: FastifyRequest<Named>, reply) => {
    const { chatbot } = await findChatbot(desk.database, request.params.name);
    return allow(request, reply, { publicUrl: desk.publicUrl, origins: chatbot.origins });
  });
  for (const path of ['/api/chat/conversations/:token', '/api/chat/conversations/:token/lines']) {
    scope.options(path, async (request: FastifyRequest<OfTalk>, reply) => {
      const conversationId = talkOfToken(desk.secretKey, request.params.token);
      const { origins } = (await findChatDoor(desk.database, conversationId)) ?? refuseTalk();
      return allow(request, reply, { publicUrl: desk.publicUrl, origins });
    });
  }
}

function allow(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: { publicUrl: string; origins: readonly string[] },
): FastifyReply {
  checkOrigin(request, reply, allowed);
  return reply
    .header('access-control-allow-methods', 'GET, POST')
    .header('access-control-allow-headers', 'content-type')
    .header('access-control-max-age', 600)
    .code(204)
    .send();
}
