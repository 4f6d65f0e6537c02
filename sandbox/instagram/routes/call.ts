import { GraphRefusal, refusalAnswer } from '../../graph/graph-error.ts';
import { type ApplyWrite, faultyRead, faultyWrite } from '../../graph/graph-faults.ts';
import { writeParameters } from '../../graph/graph-parameters.ts';
import type { GraphToken } from '../../graph/graph-tokens.ts';
import { checkVersion, versionedPath } from '../../graph/graph-version.ts';
import type { PlatformRequest, PlatformRoute } from '../../platform/platform-server.ts';
import type { Instagram } from '../instagram.ts';
import type { Account } from '../store/state.ts';

/** One call whose version, token and budget were found good. */
export interface Call {
  instagram: Instagram;
  /** With the token as `access_token`, however it came: paging links carry it. */
  url: URL;
  version: string;
  /** The variable pieces of the path behind the version. */
  parts: string[];
  token: GraphToken;
  /** Accounts that the token may act for. */
  accounts: Account[];
}

export interface WriteCall extends Call {
  parameters: Record<string, unknown>;
  /** How often what it makes is pushed, if it is pushed. */
  pushes: 1 | 2;
}

export const readRoute = (instagram: Instagram, path: string, run: (call: Call) => unknown): PlatformRoute => [
  'GET',
  versionedPath(path),
  (request) =>
    faultyRead(instagram.faults, () =>
      refusalAnswer(() => {
        const { call, headers } = openCall(instagram, request);
        return { headers, body: run(call) };
      }),
    ),
];

export function writeRoute(
  instagram: Instagram,
  [method, path]: [method: 'POST' | 'DELETE', path: string],
  run: (call: WriteCall) => unknown,
): PlatformRoute {
  const answer = (request: PlatformRequest): ApplyWrite => {
    return (pushes) =>
      refusalAnswer(() => {
        const { call, headers } = openCall(instagram, request);
        try {
          return { headers, body: run({ ...call, parameters: writeParameters(request), pushes }) };
        } finally {
          // Also after a refusal: a write with `fields` is refused and has happened.
          instagram.state.save();
        }
      });
  };
  return [method, versionedPath(path), (request) => faultyWrite(instagram.faults, answer(request))];
}

/** What a node that is unknown, gone or somebody else's is refused with (subcode 33 is unconfirmed). */
export function notThere(id: string): GraphRefusal {
  return new GraphRefusal({ code: 100, subcode: 33, message: `There is no object ${id}, or it must not be seen` });
}

function openCall(instagram: Instagram, request: PlatformRequest): { call: Call; headers: Record<string, string> } {
  const [version = '', ...parts] = request.parts;
  checkVersion(version);
  const token = instagram.tokens.of(request, ['instagram', 'user', 'page']);
  const accounts = accountsOf(instagram, token);
  const headers = instagram.usage.count(accounts[0]?.userId ?? token.holder);
  const url = new URL(request.url);
  url.searchParams.set('access_token', token.token);
  return { call: { instagram, url, version, parts, token, accounts }, headers };
}

function accountsOf({ state }: Instagram, { kind, holder }: GraphToken): Account[] {
  const { accounts } = state.value;
  if (kind === 'instagram') return accounts.filter(({ userId }) => userId === holder);
  if (kind === 'page') return accounts.filter(({ pageId }) => pageId === holder);
  return accounts.filter(({ facebookUserId }) => facebookUserId === holder);
}
