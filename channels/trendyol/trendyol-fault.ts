import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import { parseJson } from '../parse-json.ts';
import type { PlatformResponse } from '../platform-http.ts';

/** No `Retry-After` is documented: ten seconds are the window of the limit. */
const WAIT_MILLISECONDS = 15_000;
const MOST_LETTERS = 500;

/**
 * What an answer that is no success means (developers.trendyol.com, service limits and error codes).
 * @param of.isProduction otherwise a 503 most likely means that the caller's address is not registered on the stage
 * @param of.now milliseconds
 */
export function trendyolFault(response: PlatformResponse, of: { isProduction: boolean; now: number }): PlatformFault {
  const { status } = response;
  const words = `Trendyol answered ${status}: ${platformWords(response)}`;
  if (status === 401) return new PlatformFault('PLATFORM_LOGIN_REJECTED', words, { effect: 'stop' });
  if (status === 403) {
    const why = 'the address, the User-Agent or the calling address is not accepted';
    return new PlatformFault('PLATFORM_PERMISSION_MISSING', `${words}; ${why}`, { effect: 'stop' });
  }
  if (status === 429) {
    const until = new Date(of.now + WAIT_MILLISECONDS).toISOString();
    return new PlatformFault('PLATFORM_RATE_LIMITED', words, { effect: 'wait', until });
  }
  if (status >= 500) {
    const stage = status === 503 && !of.isProduction ? '; on the stage: the calling address is not registered' : '';
    return new PlatformFault('PLATFORM_UNREACHABLE', words + stage, { effect: 'retry' });
  }
  return new PlatformFault('PLATFORM_REFUSED', words, { effect: 'refuse' });
}

/** An answer of HTTP 200 that cannot be read. */
export function unreadable(what: string): PlatformFault {
  return new PlatformFault('PLATFORM_UNREADABLE', `Trendyol’s answer to ${what} cannot be read`, { effect: 'retry' });
}

/** The platform's own words: the messages in its list of errors, else the name of its exception. */
export function platformWords({ text, json }: Pick<PlatformResponse, 'text' | 'json'>): string {
  const { errors, message, exception } = Object(json ?? parseJson(text)) as Record<string, unknown>;
  const told = (Array.isArray(errors) ? errors : [])
    .map((error: unknown) => (Object(error) as { message?: unknown; key?: unknown }).message)
    .filter((words) => typeof words === 'string');
  const words = [...told, message, exception].find((part) => typeof part === 'string' && part !== '');
  return (typeof words === 'string' ? words : 'no reason is told').slice(0, MOST_LETTERS);
}
