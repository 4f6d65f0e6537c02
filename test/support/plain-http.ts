import type { PlatformCall, PlatformHttp, PlatformResponse } from '../../channels/platform-http.ts';
import { PlatformFault } from '../../domain/platform/platform-fault.ts';

/** Calls without a budget, for tests of one client; keeps what was called. */
export class PlainHttp implements PlatformHttp {
  readonly calls: PlatformCall[] = [];
  readonly usages: Parameters<PlatformHttp['noteUsage']>[0][] = [];

  async call(call: PlatformCall): Promise<PlatformResponse> {
    this.calls.push(call);
    try {
      const response = await fetch(call.url, {
        method: call.method,
        ...bodyOf(call),
        signal: AbortSignal.timeout(Math.max(1, (call.deadline ?? Date.now() + 5000) - Date.now())),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
    } catch (cause) {
      const effect = call.isWrite ? 'unsure' : 'retry';
      throw new PlatformFault('PLATFORM_UNREACHABLE', 'the platform does not answer', { effect, cause });
    }
  }

  async noteUsage(usage: Parameters<PlatformHttp['noteUsage']>[0]): Promise<void> {
    this.usages.push(usage);
  }
}

function bodyOf({ body, headers }: PlatformCall): { headers: Record<string, string>; body?: string } {
  if (!body) return { headers: headers ?? {} };
  const [type, text] =
    'json' in body
      ? ['application/json', JSON.stringify(body.json)]
      : ['application/x-www-form-urlencoded', new URLSearchParams(body.form).toString()];
  return { headers: { 'content-type': type, ...headers }, body: text };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
