/** One call to a platform. */
export interface PlatformCall {
  method: 'GET' | 'POST' | 'DELETE';
  /** Never kept or told: it may hold a token. */
  url: string;
  headers?: Record<string, string>;
  /** JSON or form; GET has none. */
  body?: { json: unknown } | { form: Record<string, string> };
  /** The name of the budget that it is taken from. */
  budget: string;
  /** Whether it changes something: then a lost answer means `unsure`, not `retry`. */
  isWrite?: boolean;
  /** Milliseconds since 1970; ten seconds from now without one. */
  deadline?: number;
  signal?: AbortSignal;
}

export interface PlatformResponse {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined when it is none. */
  json: unknown;
}

/** How a client reaches its platform: every call is taken from the account's budget first. */
export interface PlatformHttp {
  /** @throws PlatformFault wait (budget used up), retry (not reached), unsure (a write without an answer) */
  call(call: PlatformCall): Promise<PlatformResponse>;
  /** What the platform's headers say of the budget: percent used, and when it may be asked again. */
  noteUsage(usage: { name: string; percent: number; until: string | null }): Promise<void>;
}
