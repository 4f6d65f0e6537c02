import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { AccountAccess } from '../platform-channel.ts';
import type { PlatformCall, PlatformResponse } from '../platform-http.ts';
import { graphFault } from './graph-fault.ts';
import { readGraphUsage } from './graph-usage.ts';
import { membersOf, textOf } from './wire-value.ts';

/** The budget that every call is taken from unless it names another. */
export const GRAPH_BUDGET = 'calls';

export type GraphObject = Readonly<Record<string, unknown>>;

export interface GraphRead {
  /** Behind the version: `me`, `{id}/comments`. */
  path: string;
  query?: Record<string, string>;
  signal?: AbortSignal;
  /** A token call: without version and Authorization, its parameters say it all. */
  isTokenCall?: boolean;
}

export interface GraphWrite extends Pick<GraphRead, 'path' | 'query'> {
  method: 'POST' | 'DELETE';
  json?: Record<string, unknown>;
  budget?: string;
  attempt?: { deadline: number; signal: AbortSignal };
}

/** Calls of the Graph API with one token. */
export interface GraphClient {
  /** @throws PlatformFault */
  read(call: GraphRead): Promise<GraphObject>;
  /** @throws PlatformFault; `unsure` when it may have happened */
  write(call: GraphWrite): Promise<GraphObject>;
  /** The same with another token. */
  withToken(token: string): GraphClient;
}

type Access = Pick<AccountAccess, 'http' | 'settings' | 'now'>;

/**
 * The token goes in the `Authorization` header: in the query it would lie in the logs of everything in between.
 * Settings: `baseUrl`, `version`.
 */
export function createGraphClient(access: Access, token: () => string): GraphClient {
  const client: GraphClient = {
    async read({ path, query = {}, signal, isTokenCall = false }) {
      const call = { method: 'GET', url: urlOf(access, { path, query, isTokenCall }), signal } as const;
      return answerOf(access, { ...call, headers: isTokenCall ? {} : authorization(token()) });
    },
    async write({ method, path, query = {}, json, budget = GRAPH_BUDGET, attempt }) {
      const call = { method, url: urlOf(access, { path, query, isTokenCall: false }), budget, isWrite: true };
      return answerOf(access, {
        ...call,
        ...attempt,
        headers: authorization(token()),
        ...(json ? { body: { json } } : {}),
      });
    },
    withToken: (other) => createGraphClient(access, () => other),
  };
  return client;
}

function authorization(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** Ids come from the platform, or from what was parked: none may lead elsewhere. @throws PlatformFault refuse */
function urlOf(
  { settings }: Access,
  { path, query, isTokenCall }: { path: string; query: Record<string, string>; isTokenCall: boolean },
): string {
  if (!/^(?!\.)[\w.:=~-]+(\/(?!\.)[\w.:=~-]+)*$/.test(path))
    throw new PlatformFault('INVALID_INPUT', 'an id is none of this platform', { effect: 'refuse' });
  const version = isTokenCall ? '' : `/${textOf(settings['version']) ?? ''}`;
  const url = new URL(`${textOf(settings['baseUrl']) ?? ''}${version}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

async function answerOf(
  access: Access,
  call: Omit<PlatformCall, 'budget'> & { budget?: string },
): Promise<GraphObject> {
  const budget = call.budget ?? GRAPH_BUDGET;
  const response = await access.http.call({ ...call, budget });
  const { percent, regainMinutes } = readGraphUsage(response.headers);
  const until = regainMinutes > 0 ? new Date(access.now() + regainMinutes * 60_000).toISOString() : null;
  // It is advice only: that it could not be kept must not make an answered call look like one that failed.
  if (percent !== null) await access.http.noteUsage({ name: budget, percent, until }).catch(() => undefined);
  const body = membersOf(response.json);
  const isWrite = call.isWrite ?? false;
  if ('error' in body) throw graphFault(errorOf(body['error']), { isWrite, regainMinutes, now: access.now() });
  if (response.status >= 200 && response.status < 300 && response.json !== undefined) return body;
  throw unreadable(response, isWrite);
}

/** No envelope: a proxy's page, half an answer. After a write only a plain refusal (4xx) says that nothing happened. */
function unreadable({ status }: PlatformResponse, isWrite: boolean): PlatformFault {
  const isRefusal = status >= 400 && status < 500 && status !== 429;
  const message = `the platform answered ${status} in a shape that is not its own`;
  if (isRefusal) return new PlatformFault('PLATFORM_UNREADABLE', message, { effect: 'refuse' });
  const code = status >= 500 || status === 429 ? 'PLATFORM_UNREACHABLE' : 'PLATFORM_UNREADABLE';
  return new PlatformFault(code, message, { effect: isWrite ? 'unsure' : 'retry' });
}

function errorOf(value: unknown): Parameters<typeof graphFault>[0] {
  const error = membersOf(value);
  const said = [textOf(error['message']), textOf(error['error_user_msg'])].filter((each) => each !== null).join(' - ');
  return {
    code: Number(error['code']) || 0,
    subcode: Number(error['error_subcode']) || 0,
    message: withoutTokens(said || 'the platform gave no reason'),
    isTransient: error['is_transient'] === true,
  };
}

/** Some messages quote the token that they refuse. Names of permissions are as long, but have no capitals or digits. */
function withoutTokens(text: string): string {
  return text.replaceAll(/[A-Za-z0-9_|%-]{30,}/g, (word) => (/^[a-z_]+$/.test(word) ? word : '[...]')).slice(0, 400);
}
