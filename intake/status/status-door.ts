import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { makeToken, readToken } from '../../channels/web/signed-token.ts';
import { loadDesk } from '../../database/load-desk.ts';
import { loadPublicConversation, type PublicConversation } from '../../database/public-conversation.ts';
import { isTransient } from '../../database/transient.ts';
import { cleanWords } from '../../domain/chatbot/clean-words.ts';
import type { Language } from '../../domain/chatbot/flow.ts';
import { DeskError } from '../../domain/errors.ts';
import { chooseLanguage } from '../choose-language.ts';
import { asWritten, html } from '../html.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { addressKey, Gate } from '../rate-limit.ts';
import { sendPage } from '../send-page.ts';
import { pageWords, sayWait } from '../words.ts';
import { statusPage, type StatusPage } from './status-page.ts';
import { statusWords } from './status-words.ts';
import { takeInAddition } from './take-in-addition.ts';

export interface StatusRoute {
  Params: { token: string };
  Querystring: { lang?: string; added?: string };
  Body: URLSearchParams;
}
type StatusRequest = FastifyRequest<StatusRoute>;

const LONGEST_TEXT = 20_000;
const ATTEMPTS_PER_MINUTE = 60;
const KEY = /^[A-Za-z0-9_-]{22}$/;

/** What is done at the address of a status page. */
export class StatusDoor {
  #desk: IntakeDesk;
  #gate = new Gate();

  constructor(desk: IntakeDesk) {
    this.#desk = desk;
  }

  /** @throws DeskError TOO_MANY_REQUESTS */
  checkGate(address: string): void {
    const { secretKey } = this.#desk;
    if (!secretKey) return;
    const key = addressKey(secretKey, 'status', address);
    const wait = this.#gate.knock(key, { now: Date.now(), perMinute: ATTEMPTS_PER_MINUTE });
    if (wait === null) return;
    throw new DeskError('TOO_MANY_REQUESTS', undefined, { details: { retryAfterSeconds: wait } });
  }

  async show(request: StatusRequest, reply: FastifyReply): Promise<FastifyReply> {
    const talk = await this.#open(request);
    if (!talk) return this.#nothing(request, reply);
    const language = languageOf(request, talk);
    const words = statusWords[language];
    const { added } = request.query;
    const notice = added === 'new' ? words.opened(talk.number) : added ? words.added : null;
    return this.#send(reply, { talk, language, notice, text: '', problem: null });
  }

  async add(request: StatusRequest, reply: FastifyReply): Promise<FastifyReply> {
    const talk = await this.#open(request);
    const { secretKey } = this.#desk;
    if (!talk?.source || !secretKey) return this.#nothing(request, reply);
    const body = request.body ?? new URLSearchParams();
    const language = languageOf(request, talk);
    const words = statusWords[language];
    const text = cleanWords(body.get('text') ?? '', Infinity);
    const length = Array.from(text).length;
    const problem = length === 0 ? words.empty : length > LONGEST_TEXT ? words.tooLong(length) : null;
    const given = body.get('key') ?? '';
    const shown = { talk, language, notice: null, text, key: KEY.test(given) ? given : undefined };
    if (problem) return this.#send(reply, { ...shown, problem }, 422);
    const countKey = addressKey(secretKey, 'status', request.ip);
    try {
      const addition = { talk: { ...talk, source: talk.source }, key: shown.key ?? newKey(), text, countKey };
      const taken = await takeInAddition(this.#desk, addition);
      if (taken.isOther) return this.#send(reply, { ...shown, key: undefined, problem: words.otherText }, 409);
      const isNewTicket = taken.ticketId !== talk.ticketId;
      const token = makeToken(secretKey, 'status', taken.ticketId);
      // Relative: so it holds under whatever address the page was reached.
      return reply.redirect(`${token}?lang=${language}&added=${isNewTicket ? 'new' : 'yes'}#notice`, 303);
    } catch (error) {
      const refusal = this.#refusalOf(error, language, countKey);
      if (refusal.retryAfterSeconds) reply.header('retry-after', refusal.retryAfterSeconds);
      return this.#send(reply, { ...shown, problem: refusal.message }, refusal.status);
    }
  }

  /** Whatever could not even be looked up: too many, too large, unreadable, or the database is away. */
  fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const language = chooseLanguage(request);
    const words = pageWords[language];
    const { statusCode = 500 } = Object(error) as { statusCode?: number };
    const isOfBody = statusCode >= 400 && statusCode < 500;
    const refusal = isOfBody
      ? {
          status: statusCode,
          message: statusCode === 413 ? words.tooLarge('256 KB') : words.unreadable,
          retryAfterSeconds: null,
        }
      : this.#refusalOf(error, language, null);
    if (refusal.retryAfterSeconds) reply.header('retry-after', refusal.retryAfterSeconds);
    const typed = request.body instanceof URLSearchParams ? request.body.get('text') : null;
    const hint = request.method === 'POST' && !typed ? html`<p>${words.goBack}</p>` : null;
    const body = html`<h1>${words.errorTitle}</h1>
      <p role="alert">${refusal.message}</p>
      ${hint}
      ${
        typed
          ? html`<h2>${words.yourWords}</h2>
              ${asWritten(cleanWords(typed, Infinity), 'echo')}`
          : null
      }`;
    return sendPage(reply, { language, title: words.errorTitle, body, referrer: 'no-referrer' }, refusal.status);
  }

  #refusalOf(error: unknown, language: Language, countKey: string | null) {
    const words = pageWords[language];
    if (error instanceof DeskError && error.code === 'TOO_MANY_REQUESTS') {
      const wait = Number(error.details['retryAfterSeconds']);
      if (countKey) this.#gate.shut(countKey, Date.now() + wait * 1000);
      return { status: 429, message: words.tooMany(sayWait(words, wait)), retryAfterSeconds: wait };
    }
    if (isTransient(error)) {
      this.#desk.log.warn({ error }, 'a status page could not be served: the database is away');
      return { status: 503, message: words.away, retryAfterSeconds: 30 };
    }
    this.#desk.log.error({ error }, 'a status page failed');
    return { status: 500, message: words.broken, retryAfterSeconds: null };
  }

  async #open(request: StatusRequest): Promise<PublicConversation | null> {
    const { secretKey, database } = this.#desk;
    const ticketId = secretKey && readToken(secretKey, 'status', request.params.token);
    return ticketId ? loadPublicConversation(database, ticketId) : null;
  }

  #nothing(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const language = chooseLanguage(request);
    const words = statusWords[language];
    const body = html`<h1>${words.notFoundTitle}</h1>
      <p>${this.#desk.secretKey ? words.notFound : words.noKey}</p>`;
    return sendPage(reply, { language, title: words.notFoundTitle, body, referrer: 'no-referrer' }, 404);
  }

  async #send(
    reply: FastifyReply,
    shown: Omit<StatusPage, 'timeZone' | 'key'> & { key?: string },
    status = 200,
  ): Promise<FastifyReply> {
    const { talk, language, problem } = shown;
    const { settings } = await loadDesk(this.#desk.database);
    const body = statusPage({ ...shown, key: shown.key ?? newKey(), timeZone: settings.timeZone });
    const title = statusWords[language].title(talk.number);
    const named = problem ? `${pageWords[language].errorTitle}: ${title}` : title;
    return sendPage(reply, { language, title: named, body, referrer: 'no-referrer' }, status);
  }
}

function newKey(): string {
  return randomBytes(16).toString('base64url');
}

function languageOf(request: StatusRequest, talk: PublicConversation): Language {
  return talk.language && !request.query.lang ? talk.language : chooseLanguage(request);
}
