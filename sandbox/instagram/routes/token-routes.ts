import { GraphRefusal, refusalAnswer } from '../../graph/graph-error.ts';
import { faultyRead } from '../../graph/graph-faults.ts';
import { type GraphToken, secondsLeft } from '../../graph/graph-tokens.ts';
import type { PlatformAnswer, PlatformRequest, PlatformRoute } from '../../platform/platform-server.ts';
import type { Instagram } from '../instagram.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { Account } from '../store/state.ts';
import { useCode, writeCode } from '../store/login-codes.ts';

/**
 * Token calls of both routes (Instagram Platform, "Business Login"; Facebook Login, "Long-Lived Tokens"). They go
 * without a version, as the samples show them; one in front is taken too.
 */
export const tokenRoutes = (instagram: Instagram): PlatformRoute[] => [
  tokenRoute(instagram, ['GET', 'access_token'], exchangeInstagramToken),
  tokenRoute(instagram, ['GET', 'refresh_access_token'], refreshToken),
  tokenRoute(instagram, ['GET', 'oauth/access_token'], exchangeFacebookToken),
  tokenRoute(instagram, ['POST', 'oauth/access_token'], tokenForInstagramCode),
  [
    'GET',
    /^\/(?:v[0-9.]+\/dialog\/oauth|oauth\/authorize)$/,
    (request) => refusalAnswer(() => consent(instagram, request)),
  ],
];

type Parameters = URLSearchParams;

function tokenRoute(
  instagram: Instagram,
  [method, path]: [method: string, path: string],
  run: (instagram: Instagram, parameters: Parameters) => unknown,
): PlatformRoute {
  return [
    method,
    new RegExp(`^/(?:v[0-9.]+/)?${path}$`),
    ({ url, body }) =>
      faultyRead(instagram.faults, () =>
        refusalAnswer(() => {
          const parameters = method === 'POST' ? new URLSearchParams(body.toString()) : url.searchParams;
          const answer = { body: run(instagram, parameters) };
          instagram.state.save();
          return answer;
        }),
      ),
  ];
}

function exchangeInstagramToken({ tokens, state }: Instagram, parameters: Parameters): unknown {
  needGrant(parameters, 'ig_exchange_token');
  const short = tokens.good(parameters.get('access_token') ?? '', ['instagram']);
  const account = state.value.accounts.find(({ userId }) => userId === short.holder);
  if (account?.appSecret !== parameters.get('client_secret')) throw wrongClient();
  return bearer(tokens.exchange(short.token, 'instagram'));
}

function refreshToken({ tokens }: Instagram, parameters: Parameters): unknown {
  needGrant(parameters, 'ig_refresh_token');
  return bearer(tokens.refresh(parameters.get('access_token') ?? ''));
}

/** Facebook Login: a code's first token, or a long-lived one for a short-lived one. */
function exchangeFacebookToken(instagram: Instagram, parameters: Parameters): unknown {
  const { tokens } = instagram;
  const account = client(instagram, parameters, 'facebook-login');
  if (parameters.has('code')) {
    const permissions = useCode(instagram, account, parameters);
    const { facebookUserId: holder } = account;
    return bearer(tokens.issue({ kind: 'user', holder, permissions, lifetime: 'short' }));
  }
  needGrant(parameters, 'fb_exchange_token');
  const short = tokens.good(parameters.get('fb_exchange_token') ?? '', ['user']);
  if (short.holder !== account.facebookUserId) throw wrongClient();
  return bearer(tokens.exchange(short.token, 'user'));
}

function tokenForInstagramCode(instagram: Instagram, parameters: Parameters): unknown {
  needGrant(parameters, 'authorization_code');
  const account = client(instagram, parameters, 'instagram-login');
  const permissions = useCode(instagram, account, parameters);
  const holder = account.userId;
  const { token } = instagram.tokens.issue({ kind: 'instagram', holder, permissions, lifetime: 'short' });
  return { access_token: token, user_id: account.userId, permissions };
}

/** The consent page, where everybody consents at once. */
function consent(instagram: Instagram, { url }: PlatformRequest): PlatformAnswer {
  const { searchParams } = url;
  const account = instagram.state.value.accounts.find(({ appId }) => appId === searchParams.get('client_id'));
  const redirectUri = searchParams.get('redirect_uri') ?? '';
  const scopes = (searchParams.get('scope') ?? '').split(/[ ,]+/);
  if (!account || searchParams.get('response_type') !== 'code' || !URL.canParse(redirectUri)) throw wrongClient();
  const granted = PERMISSIONS[account.route].all.filter((permission) => scopes.includes(permission));
  const back = new URL(redirectUri);
  back.searchParams.set('code', writeCode(instagram, account, { redirectUri, permissions: granted }));
  const secret = searchParams.get('state');
  if (secret !== null) back.searchParams.set('state', secret);
  // The address that Instagram goes back to ends so.
  back.hash = '_';
  return { status: 302, headers: { location: back.href }, body: '' };
}

function client({ state }: Instagram, parameters: Parameters, route: Account['route']): Account {
  const account = state.value.accounts.find(({ appId }) => appId === parameters.get('client_id'));
  if (account?.route !== route || account.appSecret !== parameters.get('client_secret')) throw wrongClient();
  return account;
}

function needGrant(parameters: Parameters, grant: string): void {
  if (parameters.get('grant_type') !== grant)
    throw new GraphRefusal({ code: 100, message: `Param grant_type must be ${grant}` });
}

/** Code 101 is unconfirmed. */
function wrongClient(): GraphRefusal {
  return new GraphRefusal({ code: 101, message: 'Error validating the application: wrong client or secret' });
}

function bearer(token: GraphToken): object {
  const permissions = token.kind === 'instagram' ? { permissions: token.permissions.join(',') } : {};
  return { access_token: token.token, token_type: 'bearer', expires_in: secondsLeft(token), ...permissions };
}
