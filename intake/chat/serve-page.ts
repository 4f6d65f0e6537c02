import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Chatbot, Language } from '../../domain/chatbot/flow.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { chatPage, noChatPage } from './chat-page.ts';
import { originOf } from './check-origin.ts';
import { findChatbot } from './find-chatbot.ts';
import { loadPageFiles, type PageFile } from './page-files.ts';
import { refusalOf } from './refusal.ts';

type Named = FastifyRequest<{ Params: { name: string } }>;

const LONG = 'public, max-age=31536000, immutable';

/** The chat page, its script and style, and the snippet by which a site embeds it. */
export function servePage(scope: FastifyInstance, desk: IntakeDesk): void {
  const files = loadPageFiles();

  scope.get('/chat/:name', async (request: Named, reply) => {
    const { chatbot } = await findChatbot(desk.database, request.params.name);
    return sendPage(reply, chatPage(chatbot, files).source, chatbot.origins);
  });

  scope.get('/chat/:name/embed.js', async (request: Named, reply) => {
    const { chatbot } = await findChatbot(desk.database, request.params.name);
    const { text, type } = files['embed.js'];
    const settings = JSON.stringify(embedSettings(chatbot)).replaceAll('<', '\\u003c');
    reply.header('cache-control', 'public, max-age=300').header('cross-origin-resource-policy', 'cross-origin');
    return reply.type(type).send(text.replace('= DESKHAND_CHAT;', () => `= ${settings};`));
  });

  for (const name of ['chat.js', 'chat.css'] as const) {
    scope.get(`/chat/assets/${name}`, (request: FastifyRequest<{ Querystring: { v?: string } }>, reply) =>
      sendFile(reply, files[name], request.query.v),
    );
  }

  scope.setErrorHandler((error, request, reply) => {
    const { status, retryAfterSeconds } = refusalOf(error);
    if (status === 500) desk.log.error({ error }, 'a chat page could not be served');
    if (retryAfterSeconds) reply.header('retry-after', retryAfterSeconds);
    reply.code(status);
    return sendPage(reply, noChatPage(languageOf(request), status, files['chat.css'].version).source, []);
  });
}

function sendPage(reply: FastifyReply, source: string, origins: readonly string[]): FastifyReply {
  const ancestors = ["'self'", ...origins.map(originOf).filter((origin) => origin !== null)].join(' ');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
  return reply
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'same-origin')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(source);
}

function sendFile(reply: FastifyReply, file: PageFile, version: string | undefined): FastifyReply {
  return reply
    .header('cache-control', version === file.version ? LONG : 'no-cache')
    .header('x-content-type-options', 'nosniff')
    .type(file.type)
    .send(file.text);
}

function embedSettings({ name, origins, title, language }: Chatbot) {
  return { name, origins: origins.map(originOf), title, language };
}

/** Turkish for whoever prefers it to English. */
function languageOf(request: FastifyRequest): Language {
  const wanted = request.headers['accept-language']?.toLowerCase() ?? '';
  const [turkish, english] = [wanted.search(/\btr\b/), wanted.search(/\ben\b/)];
  return turkish >= 0 && (english < 0 || turkish < english) ? 'tr' : 'en';
}
