import type { FastifyReply } from 'fastify';
import type { Language } from '../../domain/chatbot/flow.ts';
import { asWritten, html } from '../html.ts';
import { sendPage } from '../send-page.ts';
import { pageWords } from '../words.ts';
import type { FormRefusal } from './form-refusal.ts';
import type { Post } from './read-post.ts';

/** No form can be shown: what was typed is at least handed back. */
export function sendEcho(
  reply: FastifyReply,
  { language, refusal, post }: { language: Language; refusal: FormRefusal; post: Post },
): FastifyReply {
  const words = pageWords[language];
  const typed = Object.entries(post.given).flatMap(([name, values]) => values.map((value) => `${name}: ${value}`));
  const echo =
    typed.length > 0
      ? html`<h2>${words.yourWords}</h2>
          ${asWritten(typed.join('\n'), 'echo')}`
      : null;
  const body = html`<h1>${words.errorTitle}</h1>
    <p role="alert">${refusal.message}</p>
    ${echo}`;
  return sendPage(reply, { language, title: words.errorTitle, body }, refusal.status);
}
