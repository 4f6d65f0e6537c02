import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTransient } from '../../database/transient.ts';
import { fillIn } from '../../domain/chatbot/fill-in.ts';
import { DeskError } from '../../domain/errors.ts';
import { placesOf } from '../../domain/form/request-of.ts';
import { textIn } from '../../domain/form/text-in.ts';
import { headingIn } from '../../domain/form/heading-in.ts';
import { makeToken } from '../../channels/web/signed-token.ts';
import { html, type Html } from '../html.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { sendPage } from '../send-page.ts';
import type { PageWords } from '../words.ts';
import type { Visit } from './check-visit.ts';
import { formPage } from './form-page.ts';
import { FormRefusal } from './form-refusal.ts';
import { formSecret, makePageKey } from './page-key.ts';
import type { Post } from './read-post.ts';
import type { TakenForm } from './take-in-form.ts';

const AWAY_SECONDS = 30;

/** After the commit: a browser is sent on to the page of thanks, so that a reload posts nothing; a program gets JSON. */
export function answerTaken(
  reply: FastifyReply,
  { desk, visit, taken }: { desk: IntakeDesk; visit: Visit; taken: TakenForm },
): FastifyReply {
  const { open } = visit;
  if (visit.isPage) {
    const token = makeToken(formSecret(desk, open), 'thanks', taken.itemId);
    const query = visit.isFramed ? '?embed=1' : '';
    return reply.header('cache-control', 'no-store').redirect(`${open.design.name}/thanks/${token}${query}`, 303);
  }
  const token = statusToken(desk, taken.ticketId);
  const places = { ...placesOf(open.form, taken.answers ?? {}), number: String(taken.number) };
  return reply
    .code(taken.isKnown ? 200 : 201)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .send({
      number: taken.number,
      statusUrl: token && `${desk.publicUrl}/status/${token}`,
      thanks: fillIn(textIn(open.form.thanks, visit.language), places),
    });
}

/** Opens a ticket's private page; null on a desk without a key to sign it with. */
export function statusToken(desk: IntakeDesk, ticketId: string): string | null {
  return desk.secretKey && makeToken(desk.secretKey, 'status', ticketId);
}

/** Why something was not taken in, as the visitor is told. Faults of ours are logged, never shown. */
export function refusalOf(error: unknown, of: { desk: IntakeDesk; words: PageWords }): FormRefusal {
  if (error instanceof FormRefusal) return error;
  const { words, desk } = of;
  if (isTransient(error)) {
    desk.log.warn({ error }, 'a form could not be taken in: the database is away');
    const code = 'DATABASE_UNREACHABLE';
    return new FormRefusal({ status: 503, code, message: words.away, retryAfterSeconds: AWAY_SECONDS });
  }
  if (error instanceof DeskError && error.code === 'TRANSIENT') {
    desk.log.error({ error }, 'a form could not be taken in: the disk takes no files');
    return new FormRefusal({ status: 503, code: error.code, message: words.away, retryAfterSeconds: AWAY_SECONDS });
  }
  desk.log.error({ error }, 'a form failed');
  return new FormRefusal({ status: 500, code: 'UNEXPECTED', message: words.broken });
}

/** Shows the page again with all that was typed; whatever is not taken in stands there still. */
export function answerRefusal(
  reply: FastifyReply,
  of: { desk: IntakeDesk; visit: Visit; post: Post; refusal: FormRefusal },
): FastifyReply {
  const { desk, visit, post, refusal } = of;
  const { open, language, words } = visit;
  if (refusal.retryAfterSeconds !== null) reply.header('retry-after', refusal.retryAfterSeconds);
  if (!visit.isPage) return sendRefusal(reply, refusal);
  if (!post.isRead)
    return sendMessage(reply, { visit, message: `${refusal.message} ${words.goBack}`, status: refusal.status });
  const kept = post.extras['key'];
  const isListed = refusal.problems.length > 0;
  const body = formPage({
    form: open.form,
    language,
    pageKey: kept && !refusal.needsNewKey ? kept : makePageKey(formSecret(desk, open), open, Date.now()),
    given: post.given,
    problems: refusal.problems,
    message: isListed ? null : refusal.message,
    isFramed: visit.isFramed,
    user: post.extras['user'] ?? '',
  });
  return sendFormPage(
    reply,
    { visit, body, title: `${words.errorTitle}: ${headingIn(open.form, language)}` },
    refusal.status,
  );
}

/** What a program is told. */
export function sendRefusal(reply: FastifyReply, { status, code, message, problems }: FormRefusal): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .send({ code, message, ...(problems.length > 0 ? { fields: problems } : {}) });
}

export function sendFormPage(
  reply: FastifyReply,
  { visit, body, title }: { visit: Visit; body: Html; title: string },
  status = 200,
): FastifyReply {
  const { open, language, isFramed } = visit;
  const frameScript = isFramed ? frameScriptOf(reply.request) : null;
  return sendPage(reply, { language, title, body, origins: open.form.origins, frameScript }, status);
}

export function sendMessage(
  reply: FastifyReply,
  { visit, message, status }: { visit: Visit; message: string; status: number },
): FastifyReply {
  const { title } = visit.open.form;
  return sendFormPage(
    reply,
    {
      visit,
      title,
      body: html`<h1>${title}</h1>
        <p role="alert">${message}</p>`,
    },
    status,
  );
}

/** Relative to the page: `/forms/contact` and `/forms/contact/thanks/…` lie at different depths. */
function frameScriptOf(request: FastifyRequest): string {
  return request.url.includes('/thanks/') ? '../../frame.js' : 'frame.js';
}
