import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Language } from '../domain/chatbot/flow.ts';
import { html, Html } from './html.ts';
import { pageStyle } from './page-style.ts';

export interface Page {
  language: Language;
  title: string;
  body: Html;
  /** Sites besides our own that may show it in a frame. Default: none. */
  origins?: readonly string[];
  /** Shown in a frame of another page: with the script that tells its height. */
  frameScript?: string | null;
  /** no-referrer keeps the address from every other server; same-origin lets posts tell where they come from. */
  referrer?: 'no-referrer' | 'same-origin';
}

const styleHash = createHash('sha256').update(pageStyle).digest('base64');
/** Put together by hand: a formatter that lays out templates would change what the hash is of. */
const styleElement = new Html(`<style>${pageStyle}</style>`);

/** Sends a page of ours: nothing in it comes from elsewhere, no script runs but the frame's, and nobody keeps a copy. */
export function sendPage(reply: FastifyReply, page: Page, status = 200): FastifyReply {
  const { language, title, body, origins = [], frameScript = null, referrer = 'same-origin' } = page;
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    ...(frameScript ? ["script-src 'self'"] : []),
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${["'self'", ...origins].join(' ')}`,
  ].join('; ');
  const made = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${styleElement} ${frameScript ? html`<script src="${frameScript}" defer></script>` : null}
      </head>
      <body class="${frameScript ? 'framed' : 'whole'}">
        <main>${body}</main>
      </body>
    </html> `;
  return reply
    .code(status)
    .header('content-security-policy', policy)
    .header('referrer-policy', referrer)
    .header('x-content-type-options', 'nosniff')
    .header('x-robots-tag', 'noindex')
    .header('cache-control', 'no-store')
    .header('content-language', language)
    .header('vary', 'Accept, Accept-Language, Origin')
    .type('text/html; charset=utf-8')
    .send(made.source);
}
