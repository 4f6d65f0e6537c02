import type { PlatformAnswer, PlatformRequest, PlatformRoute } from '../platform/platform-server.ts';
import { GraphRefusal, refusalAnswer } from '../graph/graph-error.ts';
import { faultyRead, faultyWrite } from '../graph/graph-faults.ts';
import { writeParameters } from '../graph/graph-parameters.ts';
import type { GraphToken } from '../graph/graph-tokens.ts';
import { checkVersion, versionedPath } from '../graph/graph-version.ts';
import type { FacebookWorld } from './facebook-world.ts';

/** A call whose version and token are good. */
export interface GraphCall {
  request: PlatformRequest;
  token: GraphToken;
  /** The path's variable pieces behind the version. */
  parts: string[];
  query: URLSearchParams;
}

export interface WriteCall extends GraphCall {
  parameters: Record<string, unknown>;
  /** How often webhooks about it go out. */
  pushes: 1 | 2;
}

/** A route that only looks. What `read` gives is the body of the answer. */
export function readRoute(world: FacebookWorld, path: string, read: (call: GraphCall) => object): PlatformRoute {
  return [
    'GET',
    versionedPath(path),
    (request) => refusalAnswer(() => faultyRead(world.faults, () => answerGood(world, request, (call) => read(call)))),
  ];
}

/** A route that changes something. What `write` gives is the body of the answer. */
export function writeRoute(
  world: FacebookWorld,
  [method, path]: [method: 'POST' | 'DELETE', path: string],
  write: (call: WriteCall) => object,
): PlatformRoute {
  const applied = (request: PlatformRequest, pushes: 1 | 2): PlatformAnswer =>
    answerGood(world, request, (call) => write({ ...call, pushes, parameters: writeParameters(request) }));
  return [
    method,
    versionedPath(path),
    (request) => refusalAnswer(() => faultyWrite(world.faults, (pushes) => applied(request, pushes))),
  ];
}

function answerGood(world: FacebookWorld, request: PlatformRequest, body: (call: GraphCall) => object): PlatformAnswer {
  const [version = '', ...parts] = request.parts;
  checkVersion(version);
  const token = world.tokens.of(request, ['user', 'page']);
  checkRole(world, token);
  const headers = world.usage[token.kind === 'page' ? 'pages' : 'people'].count(token.holder);
  failForNow(world);
  return { headers, body: body({ request, token, parts, query: request.url.searchParams }) };
}

/** A Page token whose person lost the role is dead, and so is every new one until the role is back. */
function checkRole({ store }: FacebookWorld, token: GraphToken): void {
  if (token.kind === 'page' && !store.page(token.holder)?.hasRole)
    throw new GraphRefusal({ code: 190, subcode: 492, message: 'The person has lost the role on the Page' });
}

function failForNow({ faults }: FacebookWorld): void {
  const { code } = faults.now.transientErrors;
  if (!faults.take('transientErrors')) return;
  // Code 1 is transient too, but does not say so.
  const transient = code === 1 ? {} : { isTransient: true };
  throw new GraphRefusal({ code, message: 'An unexpected error has occurred', ...transient });
}
