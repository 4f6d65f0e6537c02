import type { FastifyReply, FastifyRequest } from 'fastify';
import { chooseLanguage } from './choose-language.ts';
import { html } from './html.ts';
import { sendPage } from './send-page.ts';
import { pageWords } from './words.ts';

/** The answer for an address that leads to no door: a page for people, JSON for programs. Nothing of it is repeated. */
export function nothingHere(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = chooseLanguage(request);
  const words = pageWords[language];
  if (/\btext\/html\b/i.test(request.headers.accept ?? '')) {
    const body = html`<h1>${words.notFoundTitle}</h1>
      <p>${words.nothingHere}</p>`;
    return sendPage(reply, { language, title: words.notFoundTitle, body }, 404);
  }
  reply.code(404).header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  return reply.send({ code: 'NOT_FOUND', message: words.nothingHere });
}
