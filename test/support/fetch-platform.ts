import type { PlatformCall, PlatformHttp } from '../../channels/platform-http.ts';
import { PlatformFault } from '../../domain/platform/platform-fault.ts';

export interface FetchPlatform extends PlatformHttp {
  /** Every call that was made. */
  calls: PlatformCall[];
  usages: Parameters<PlatformHttp['noteUsage']>[0][];
}

/**
 * Calls by plain `fetch`, without a budget: for clients that are tried without a database. `refuse` gives the error that a
 * call is answered instead, where the stand-in has no such mood.
 */
export function fetchPlatform(refuse: (call: PlatformCall) => object | null = () => null): FetchPlatform {
  const calls: PlatformCall[] = [];
  const usages: FetchPlatform['usages'] = [];
  return {
    calls,
    usages,
    async call(call) {
      calls.push(call);
      const error = refuse(call);
      if (error) return { status: 400, headers: new Headers(), text: '', json: { error } };
      const { method, url, body, headers, deadline = Date.now() + 5000, isWrite } = call;
      const json = body && 'json' in body ? { 'content-type': 'application/json' } : {};
      try {
        const response = await fetch(url, {
          method,
          headers: { ...json, ...headers },
          body: body && ('json' in body ? JSON.stringify(body.json) : new URLSearchParams(body.form)),
          signal: AbortSignal.timeout(Math.max(1, deadline - Date.now())),
        });
        const text = await response.text();
        return { status: response.status, headers: response.headers, text, json: parsed(text) };
      } catch {
        const effect = isWrite ? 'unsure' : 'retry';
        throw new PlatformFault('PLATFORM_UNREACHABLE', 'the platform does not answer', { effect });
      }
    },
    async noteUsage(usage) {
      usages.push(usage);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
