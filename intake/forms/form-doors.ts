import { headingIn } from '../../domain/form/heading-in.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readToken } from '../../channels/web/signed-token.ts';
import { findFormResponse } from '../../database/form-responses.ts';
import { isTransient } from '../../database/transient.ts';
import { chooseLanguage } from '../choose-language.ts';
import { html } from '../html.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { Gate } from '../rate-limit.ts';
import { sendPage } from '../send-page.ts';
import { pageWords } from '../words.ts';
import * as answers from './answer-post.ts';
import { checkOrigin, isPagePost, type Visit } from './check-visit.ts';
import { embedScript } from './embed-scripts.ts';
import { FormShelf, type OpenForm } from './find-form.ts';
import { formPage } from './form-page.ts';
import { FormRefusal } from './form-refusal.ts';
import { formSecret, makePageKey } from './page-key.ts';
import { emptyPost, postTypeOf, readPost, releasePost } from './read-post.ts';
import { sendEcho } from './send-echo.ts';
import { sendScript } from './send-script.ts';
import { takePost } from './take-post.ts';
import { thanksPage } from './thanks-page.ts';

export type FormRequest = FastifyRequest<{
  Params: { name: string };
  Querystring: { embed?: string; lang?: string };
}>;
export type ThanksRequest = FastifyRequest<{
  Params: { name: string; token: string };
  Querystring: { embed?: string };
}>;

/** What is read of a post whose form nobody knows: enough to hand it back. */
const ECHO_LIMITS = { files: 0, fileBytes: 0 };

/** What is done at the addresses of forms. */
export class FormDoors {
  #desk: IntakeDesk;
  #shelf = new FormShelf();
  #gate = new Gate();

  constructor(desk: IntakeDesk) {
    this.#desk = desk;
  }

  async show(request: FormRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = await this.#visit(request, true);
    if (!visit) return this.#nothing(request, reply);
    const { open, words, language, isFramed } = visit;
    if (!open.design.isOn) return answers.sendMessage(reply, { visit, message: words.formOff, status: 410 });
    const pageKey = makePageKey(formSecret(this.#desk, open), open, Date.now());
    const empty = { given: {}, problems: [], message: null, user: '' };
    const body = formPage({ form: open.form, language, pageKey, isFramed, ...empty });
    return answers.sendFormPage(reply, { visit, body, title: headingIn(open.form, language) });
  }

  async take(request: FormRequest, reply: FastifyReply): Promise<FastifyReply> {
    const desk = this.#desk;
    const visit = await this.#visit(request, isPagePost(request));
    if (!visit) return this.#nothing(request, reply);
    const post = emptyPost();
    try {
      const taken = await takePost({ desk, gate: this.#gate, visit, post, request, reply });
      return answers.answerTaken(reply, { desk, visit, taken });
    } catch (error) {
      const refusal = answers.refusalOf(error, { desk, words: visit.words });
      return answers.answerRefusal(reply, { desk, visit, post, refusal });
    } finally {
      await releasePost(post);
    }
  }

  /** A browser asks before a page of another site sends JSON. */
  async preflight(request: FormRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = await this.#visit(request, false);
    if (!visit) return this.#nothing(request, reply);
    try {
      checkOrigin(request, reply, { desk: this.#desk, open: visit.open, language: visit.language });
    } catch (error) {
      if (error instanceof FormRefusal) return answers.sendRefusal(reply, error);
      throw error;
    }
    return reply
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'content-type, idempotency-key, deskhand-user')
      .header('access-control-max-age', 600)
      .code(204)
      .send();
  }

  async embed(request: FormRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = await this.#visit(request, true);
    if (!visit) return reply.code(404).type('text/javascript').send('// There is no form at this address.\n');
    return sendScript(reply, embedScript({ name: visit.open.design.name, title: visit.open.form.title }));
  }

  async thank(request: ThanksRequest, reply: FastifyReply): Promise<FastifyReply> {
    const desk = this.#desk;
    const visit = await this.#visit(request, true);
    if (!visit) return this.#nothing(request, reply);
    const { open } = visit;
    const itemId = readToken(formSecret(desk, open), 'thanks', request.params.token);
    const kept = itemId && (await findFormResponse(desk.database, { designId: open.design.id, itemId }));
    if (!kept || kept.answers === null) {
      return answers.sendMessage(reply, { visit, message: visit.words.noThanks, status: 404 });
    }
    const form = await this.#shelf.version(desk.database, open.design.id, kept.version);
    const words = pageWords[kept.language];
    const token = answers.statusToken(desk, kept.ticketId);
    const body = thanksPage({
      form,
      kept,
      words,
      statusLink: token && `../../../status/${token}`,
      isFramed: visit.isFramed,
    });
    const spoken = { ...visit, language: kept.language, words };
    return answers.sendFormPage(reply, {
      visit: spoken,
      body,
      title: `${words.thanksTitle} – ${headingIn(form, kept.language)}`,
    });
  }

  /** The database is away and the form not known to this process; or a fault of ours. */
  async fail(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const language = chooseLanguage(request);
    const words = pageWords[language];
    const { statusCode = 500 } = Object(error) as { statusCode?: number };
    const isOfHead = statusCode >= 400 && statusCode < 500;
    const refusal = isOfHead
      ? new FormRefusal({ status: statusCode, message: statusCode === 415 ? words.wrongType : words.unreadable })
      : answers.refusalOf(error, { desk: this.#desk, words });
    if (refusal.retryAfterSeconds !== null) reply.header('retry-after', refusal.retryAfterSeconds);
    const isPost = request.method === 'POST';
    if (isPost ? !isPagePost(request) : request.method !== 'GET') return answers.sendRefusal(reply, refusal);
    const post = emptyPost();
    const type = isPost ? postTypeOf(request) : null;
    try {
      if (type) await readPost(request, post, { type, limits: ECHO_LIMITS, words });
    } catch {
      // What was read until then is handed back.
    }
    await releasePost(post);
    return sendEcho(reply, { language, refusal, post });
  }

  /** The form as it is now, or as it was last seen while the database is away. @returns null when there is none */
  async #visit(request: FormRequest | ThanksRequest, isPage: boolean): Promise<Visit | null> {
    const { name } = request.params;
    let open: OpenForm | null;
    let trouble: unknown = null;
    try {
      open = await this.#shelf.find(this.#desk.database, name);
    } catch (error) {
      open = isTransient(error) ? this.#shelf.lastSeen(name) : null;
      if (!open) throw error;
      trouble = error;
    }
    if (!open) return null;
    const language = chooseLanguage(request, open.form.languages);
    const isFramed = request.query.embed === '1';
    return { open, language, words: pageWords[language], isPage, isFramed, trouble };
  }

  #nothing(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const language = chooseLanguage(request);
    const words = pageWords[language];
    const isPage = request.method === 'GET' || isPagePost(request);
    if (!isPage)
      return answers.sendRefusal(reply, new FormRefusal({ status: 404, code: 'NOT_FOUND', message: words.noForm }));
    const body = html`<h1>${words.notFoundTitle}</h1>
      <p>${words.noForm}</p>`;
    return sendPage(reply, { language, title: words.notFoundTitle, body }, 404);
  }
}
