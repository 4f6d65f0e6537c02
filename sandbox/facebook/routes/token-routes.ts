import type { NodeShape } from '../../graph/choose-fields.ts';
import { chooseFields } from '../../graph/choose-fields.ts';
import { GraphRefusal, refusalAnswer } from '../../graph/graph-error.ts';
import { faultyRead } from '../../graph/graph-faults.ts';
import { type GraphToken, requirePermissions, secondsLeft } from '../../graph/graph-tokens.ts';
import { checkVersion } from '../../graph/graph-version.ts';
import type { PlatformRequest, PlatformRoute } from '../../platform/platform-server.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import { type GraphCall, readRoute } from '../graph-call.ts';
import { edgePage } from '../nodes/edge-page.ts';
import type { Page } from '../store/facebook-state.ts';
import { unknownObject } from '../unknown-object.ts';

/** The chain short user token, long user token, Page token; and who a token is (`/me`). */
export function tokenRoutes(world: FacebookWorld): PlatformRoute[] {
  return [
    [
      'GET',
      /^\/(?:v([0-9]+\.[0-9]+)\/)?oauth\/access_token\/?$/,
      (request) => refusalAnswer(() => faultyRead(world.faults, () => ({ body: exchange(world, request) }))),
    ],
    readRoute(world, '(me|[0-9]+)/accounts', (call) => accounts(world, call)),
    readRoute(world, 'me', (call) => me(world, call)),
  ];
}

/** Codes of wrong app id, secret and grant type are unconfirmed. */
function exchange(world: FacebookWorld, { url, parts }: PlatformRequest): object {
  const [version = ''] = parts;
  if (version !== '') checkVersion(version);
  const { app } = world.store.state;
  const query = url.searchParams;
  if (query.get('grant_type') !== 'fb_exchange_token')
    throw new GraphRefusal({ code: 100, message: 'Param grant_type must be fb_exchange_token' });
  if (query.get('client_id') !== app.appId || query.get('client_secret') !== app.appSecret)
    throw new GraphRefusal({ code: 101, message: 'Error validating the app: wrong client_id or client_secret' });
  const short = query.get('fb_exchange_token') ?? '';
  const long = world.store.change(() => world.tokens.exchange(short, 'user'));
  return { access_token: long.token, token_type: 'bearer', expires_in: secondsLeft(long) };
}

/** The Pages that the person has a role on, each with its token. */
function accounts(world: FacebookWorld, call: GraphCall): object {
  const [user = ''] = call.parts;
  const { token } = call;
  if (token.kind === 'page') throw new GraphRefusal({ code: 100, message: 'A Page has no field accounts' });
  if (user !== 'me' && user !== token.holder) throw unknownObject(user);
  requirePermissions(token, ['pages_show_list']);
  return edgePage(call, {
    nodes: world.store.state.pages.filter(({ hasRole }) => hasRole),
    shape: accountShape(world, token),
    rules: { usualLimit: 25, mostLimit: 100, overMost: 'cut', shortPages: world.faults.now.shortPages },
  });
}

function accountShape(world: FacebookWorld, user: GraphToken): NodeShape<Page> {
  return {
    defaults: ['access_token', 'category', 'name', 'tasks'],
    fields: {
      access_token: ({ id }) => pageTokenFor(world, { user, pageId: id }),
      category: ({ category }) => category,
      name: ({ name }) => name,
      tasks: ({ tasks }) => tasks,
    },
  };
}

/** A Page token has no end when the user token is a long-lived one; else it ends with it. */
function pageTokenFor(world: FacebookWorld, { user, pageId }: { user: GraphToken; pageId: string }): string {
  const key = `${user.token} ${pageId}`;
  const known = world.store.state.derivedTokens[key];
  if (known !== undefined) return known;
  return world.store.change((state) => {
    const lifetime = user.lifetime === 'long' ? 'endless' : 'short';
    const issued = world.tokens.issue({ kind: 'page', holder: pageId, permissions: user.permissions, lifetime });
    state.derivedTokens[key] = issued.token;
    return issued.token;
  });
}

function me({ store }: FacebookWorld, { token, query }: GraphCall): object {
  const name = token.kind === 'page' ? store.nameOf(token.holder) : store.state.app.userName;
  const shape: NodeShape<{ id: string }> = { defaults: ['name'], fields: { name: () => name } };
  return chooseFields({ id: token.holder }, shape, query.get('fields'));
}
