import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from './refusal.ts';

/**
 * Lets in a browser's request from our own pages and from the sites that may embed the chat, and tells the browser so;
 * one without an origin comes from a program, which could name any.
 * @throws Refusal 403
 */
export function checkOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: { publicUrl: string; origins: readonly string[] },
): void {
  const { origin } = request.headers;
  reply.header('vary', 'Origin');
  if (origin === undefined || isOwnOrigin(request, origin, allowed.publicUrl)) return;
  if (!allowed.origins.some((listed) => originOf(listed) === origin)) {
    throw new Refusal({
      status: 403,
      code: 'REFUSED',
      message: `this chat may not be used from ${origin.slice(0, 200)}; its owner names the sites that may`,
    });
  }
  reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', 'retry-after');
}

/** Whether a page of the intake itself asks, under whatever name it was reached. */
export function isOwnOrigin(request: FastifyRequest, origin: string, publicUrl: string): boolean {
  if (publicUrl !== '' && originOf(publicUrl) === origin) return true;
  return origin !== 'null' && URL.parse(origin)?.host === request.host;
}

/** Scheme, name and port of an address; null for what is none. */
export function originOf(address: string): string | null {
  return URL.parse(address)?.origin ?? null;
}
