import { randomBytes } from 'node:crypto';
import type { PlatformAnswer } from '../platform/platform-server.ts';

export interface GraphFault {
  code: number;
  subcode?: number;
  /** Without the `(#code)` in front. */
  message: string;
  isTransient?: boolean;
  /** Else the one that goes with the code. */
  status?: number;
  userTitle?: string;
  userMessage?: string;
  headers?: Record<string, string>;
}

/** Thrown by whoever finds a call wrong; `refusalAnswer` makes the answer of it. */
export class GraphRefusal extends Error {
  readonly fault: GraphFault;

  constructor(fault: GraphFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/**
 * The error envelope of every Graph answer (Graph API, "Handling Errors"). `error_subcode`, `is_transient` and the
 * `error_user_*` fields stand only when there is something to say, so a reader cannot count on them.
 */
export function graphError(fault: GraphFault): PlatformAnswer {
  const { code, subcode, message, isTransient, userTitle, userMessage } = fault;
  return {
    status: fault.status ?? usualStatus(code),
    headers: fault.headers ?? {},
    body: {
      error: {
        message: `(#${code}) ${message}`,
        type: code === 100 && subcode === 33 ? 'GraphMethodException' : 'OAuthException',
        code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        ...(isTransient === undefined ? {} : { is_transient: isTransient }),
        ...(userTitle === undefined ? {} : { error_user_title: userTitle }),
        ...(userMessage === undefined ? {} : { error_user_msg: userMessage }),
        fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
      },
    },
  };
}

/** What `run` answers, or the error envelope of what it threw. Anything else thrown goes on. */
export function refusalAnswer(run: () => PlatformAnswer): PlatformAnswer {
  try {
    return run();
  } catch (error) {
    if (error instanceof GraphRefusal) return graphError(error.fault);
    throw error;
  }
}

/** Which status goes with which code is nowhere promised; these are the ones commonly met (unconfirmed). */
function usualStatus(code: number): number {
  if (code === 1 || code === 2) return 500;
  if (code === 10 || (code >= 200 && code < 300) || code === 4 || code === 32) return 403;
  return 400;
}
