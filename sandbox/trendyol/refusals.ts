import type { PlatformAnswer } from '../platform/platform-server.ts';

/** An error as the platform words it: the exception's name, and a list of keys with messages. */
export function refusal(
  status: number,
  exception: string,
  { key, message }: { key: string; message: string },
): PlatformAnswer {
  return {
    status,
    body: { timestamp: Date.now(), exception, errors: [{ key, message, errorCode: String(status), args: [] }] },
  };
}

/** What the gateway answers before the platform has seen the call: no JSON. */
export function gatewayRefusal(status: 403 | 503, title: string): PlatformAnswer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<html><head><title>${status} ${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

export function badRequest(key: string, message: string): PlatformAnswer {
  return refusal(400, 'TrendyolBusinessException', { key, message });
}
