import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../domain/chatbot/flow.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { addressKey, type Gate } from '../rate-limit.ts';
import { pageWords, saySize, sayWait, type PageWords } from '../words.ts';
import type { OpenForm } from './find-form.ts';
import { FormRefusal } from './form-refusal.ts';
import { formSecret } from './page-key.ts';
import { mostBytes, postTypeOf, type PostType } from './read-post.ts';

/** One post on its way, as far as its head tells. */
export interface Visit {
  open: OpenForm;
  language: Language;
  words: PageWords;
  /** Posted by a page and answered by one; else by a program, with JSON. */
  isPage: boolean;
  isFramed: boolean;
  /** The database was away when the form was looked up: it is shown as last seen, and takes nothing in. */
  trouble: unknown;
}

const LEAST_ATTEMPTS_PER_MINUTE = 60;

/** A browser that goes from page to page; a script asks for JSON, or sends it. */
export function isPagePost(request: FastifyRequest): boolean {
  return postTypeOf(request) !== 'application/json' && /\btext\/html\b/i.test(request.headers.accept ?? '');
}

/**
 * What can be refused before the body is read.
 * @returns the type of the body
 * @throws FormRefusal
 */
export function checkHead(request: FastifyRequest, visit: Visit): PostType {
  const { open, words } = visit;
  const type = postTypeOf(request);
  if (type === null) throw new FormRefusal({ status: 415, message: words.wrongType });
  const most = mostBytes(type, open.form.limits);
  if (Number(request.headers['content-length'] ?? 0) > most) {
    throw new FormRefusal({ status: 413, message: words.tooLarge(saySize(most)) });
  }
  return type;
}

/** Refuses a sender who is known to be over a limit. @throws FormRefusal 429 */
export function checkGate(gate: Gate, countKey: string, { open, words }: Visit): void {
  const perMinute = Math.max(LEAST_ATTEMPTS_PER_MINUTE, open.form.limits.postsPerHour);
  const wait = gate.knock(countKey, { now: Date.now(), perMinute });
  if (wait !== null) throw tooMany(words, wait);
}

export function tooMany(words: PageWords, wait: number): FormRefusal {
  const message = words.tooMany(sayWait(words, wait));
  return new FormRefusal({ status: 429, code: 'TOO_MANY_REQUESTS', message, retryAfterSeconds: wait });
}

export function countKeyOf(desk: IntakeDesk, open: OpenForm, request: FastifyRequest): string {
  return addressKey(formSecret(desk, open), `form/${open.design.id}`, request.ip);
}

/**
 * Lets in posts of our own pages, of sites that the form names, and of programs, which have no origin; tells the browser so.
 * @throws FormRefusal 403
 */
export function checkOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  of: { desk: IntakeDesk; open: OpenForm; language: Language },
): void {
  const { origin } = request.headers;
  reply.header('vary', 'Accept, Accept-Language, Origin');
  if (origin === undefined || isOwnOrigin(request, of.desk, origin)) return;
  if (!of.open.form.origins.includes(origin)) {
    const message = pageWords[of.language].wrongOrigin(origin.slice(0, 200));
    throw new FormRefusal({ status: 403, code: 'REFUSED', message });
  }
  reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', 'retry-after');
}

/** Under whatever name we were reached: behind a proxy it may be another than ours. */
function isOwnOrigin(request: FastifyRequest, desk: IntakeDesk, origin: string): boolean {
  if (request.headers['sec-fetch-site'] === 'same-origin') return true;
  const asked = URL.parse(origin);
  return asked !== null && (asked.origin === URL.parse(desk.publicUrl)?.origin || asked.host === request.host);
}
