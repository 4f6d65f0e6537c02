import { setTimeout as sleep } from 'node:timers/promises';
import type { CallBudget } from '../channels/platform-channel.ts';
import { parseJson } from '../channels/parse-json.ts';
import type { PlatformCall, PlatformHttp, PlatformResponse } from '../channels/platform-http.ts';
import type { Database } from '../database/connect.ts';
import { noteUsage, takeCall } from '../database/platform/account-budget.ts';
import { isTransient } from '../database/transient.ts';
import { DeskError } from '../domain/errors.ts';
import { isLoopbackHost } from '../domain/loopback-host.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import { withoutCredentials } from './without-credentials.ts';

const STANDARD_MILLISECONDS = 10_000;
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;
/** A shorter wait for the budget is slept; a longer one is told, and the source comes again then. */
const SLEPT_MILLISECONDS = 2000;
/** Causes that say for sure: nothing has reached the platform. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

export interface BudgetedAccount {
  sourceId: string;
  /** Who the platform counts: all sources and workers with this key share one budget. */
  accountKey: string;
  budgets: readonly CallBudget[];
}

/** Calls over HTTPS, each taken from the account's budget first. No error of it holds an address or a token. */
export function budgetedHttp(database: Database, account: BudgetedAccount): PlatformHttp {
  return {
    async call(call) {
      const url = checkedUrl(call.url);
      const deadline = call.deadline ?? Date.now() + STANDARD_MILLISECONDS;
      await takeFromBudget(database, account, { call, deadline });
      return send(url, call, deadline);
    },
    noteUsage: (usage) => noteUsage(database, { ...usage, sourceId: account.sourceId, now: new Date().toISOString() }),
  };
}

function checkedUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname))) return url;
  throw new PlatformFault('INVALID_INPUT', 'the base address must begin with https://', { effect: 'stop' });
}

async function takeFromBudget(
  database: Database,
  account: BudgetedAccount,
  { call, deadline }: { call: PlatformCall; deadline: number },
): Promise<void> {
  const budget = account.budgets.find(({ name }) => name === call.budget);
  if (!budget) throw new DeskError('UNEXPECTED', `the channel has no budget ${call.budget}`);
  const { sourceId, accountKey } = account;
  const slept = { until: Math.min(Date.now() + SLEPT_MILLISECONDS, deadline) };
  for (;;) {
    const wait = await takeCall(database, { sourceId, accountKey, budget }).catch(notSent);
    if (wait === 0) return;
    if (Date.now() + wait > slept.until) {
      const until = new Date(Date.now() + wait).toISOString();
      throw new PlatformFault('PLATFORM_RATE_LIMITED', `its budget of ${budget.name} is used up until ${until}`, {
        effect: 'wait',
        until,
      });
    }
    await sleep(wait, undefined, { signal: call.signal }).catch(() => {
      throw unreachable('stopped while it waited', false);
    });
  }
}

/** Without the database nobody knows how much is left. @throws PlatformFault TRANSIENT */
function notSent(error: unknown): never {
  if (!isTransient(error)) throw error;
  throw new PlatformFault('TRANSIENT', 'the database did not count the call', { effect: 'retry', cause: error });
}

async function send(url: URL, call: PlatformCall, deadline: number): Promise<PlatformResponse> {
  const isWrite = call.isWrite ?? false;
  const left = deadline - Date.now();
  if (left <= 0) throw unreachable('no time was left for the call', false);
  const timeout = AbortSignal.timeout(left);
  try {
    const response = await fetch(url, {
      method: call.method,
      headers: { accept: 'application/json', ...headersOf(call), ...call.headers },
      body: bodyOf(call),
      // A redirect would carry the token to wherever it points.
      redirect: 'manual',
      signal: call.signal ? AbortSignal.any([call.signal, timeout]) : timeout,
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw unreadable(`answered ${response.status}, a redirect`, isWrite);
    }
    const told = await readText(response, isWrite);
    // What it refuses a platform may quote; what it grants is a token itself.
    const text = response.ok ? told : withoutCredentials(told, { url, headers: call.headers ?? {} });
    return { status: response.status, headers: response.headers, text, json: parseJson(text) };
  } catch (error) {
    if (error instanceof PlatformFault) throw error;
    const code = causeOf(error);
    const was = timeout.aborted ? 'has not answered in time' : `does not answer${code ? ` (${code})` : ''}`;
    throw unreachable(`the platform ${was}`, isWrite && !neverSent.has(code ?? ''));
  }
}

function headersOf({ body }: PlatformCall): Record<string, string> {
  if (!body) return {};
  return { 'content-type': 'json' in body ? 'application/json' : 'application/x-www-form-urlencoded' };
}

function bodyOf({ body }: PlatformCall): string | null {
  if (!body) return null;
  return 'json' in body ? JSON.stringify(body.json) : new URLSearchParams(body.form).toString();
}

async function readText(response: Response, isWrite: boolean): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw unreadable('answered with more than 10 MB', isWrite);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The code that the network gave, such as ECONNRESET; never its words, which may quote the request. */
function causeOf(error: unknown): string | null {
  const { cause, code } = Object(error) as { cause?: unknown; code?: unknown };
  const found = (Object(cause) as { code?: unknown }).code ?? code;
  return typeof found === 'string' && /^[A-Z_0-9]{3,40}$/.test(found) ? found : null;
}

function unreachable(message: string, isUnsure: boolean): PlatformFault {
  return new PlatformFault('PLATFORM_UNREACHABLE', message, { effect: isUnsure ? 'unsure' : 'retry' });
}

function unreadable(what: string, isWrite: boolean): PlatformFault {
  return new PlatformFault('PLATFORM_UNREADABLE', `the platform ${what}`, { effect: isWrite ? 'unsure' : 'retry' });
}
