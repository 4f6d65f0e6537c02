import type { FastifyRequest } from 'fastify';
import { languages, type Language } from '../domain/chatbot/flow.ts';

/** The language that is asked for by `?lang=`, else the first of Accept-Language that is offered, else the first offered. */
export function chooseLanguage(request: FastifyRequest, offered: readonly Language[] = languages): Language {
  // An address that cannot be read has no query at all.
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  const accepted = acceptedLanguages(request.headers['accept-language'] ?? '');
  const wished = [...(typeof lang === 'string' ? [lang] : []), ...accepted];
  const found = wished.map((wish) => offered.find((language) => language === wish)).find(Boolean);
  return found ?? offered[0] ?? 'en';
}

function acceptedLanguages(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', quality = ''] = part.trim().toLowerCase().split(';');
      const weight = Number(/^\s*q=([\d.]+)/.exec(quality)?.[1] ?? 1);
      return { language: tag.split('-')[0] ?? '', weight: Number.isNaN(weight) ? 0 : weight };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ language }) => language);
}
