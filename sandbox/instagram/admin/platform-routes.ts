import type { UsageBudget } from '../../graph/graph-usage.ts';
import type { TokenLifetime } from '../../graph/graph-tokens.ts';
import type { PlatformRequest, PlatformRoute } from '../../platform/platform-server.ts';
import type { Instagram } from '../instagram.ts';
import { PERMISSIONS } from '../permissions.ts';
import { addAccount } from '../store/accounts.ts';
import type { Account } from '../store/state.ts';
import { showAccount } from '../show-account.ts';
import { accountNamed, readBody } from './read-body.ts';

/** To act as the platform: accounts, tokens, rate limits; and to look at everything. */
export const platformRoutes = (instagram: Instagram): PlatformRoute[] => {
  const { state } = instagram;
  return [
    [
      'GET',
      /^\/sandbox\/state$/,
      () => ({
        body: { media: Object.values(state.value.media), comments: Object.values(state.value.comments) },
      }),
    ],
    ['GET', /^\/sandbox\/accounts$/, () => ({ body: state.value.accounts.map(showAccount) })],
    ['POST', /^\/sandbox\/accounts$/, (request) => ({ body: postAccount(instagram, request) })],
    ['GET', /^\/sandbox\/tokens$/, () => ({ body: instagram.tokens.all })],
    ['POST', /^\/sandbox\/tokens$/, (request) => ({ body: postToken(instagram, request) })],
    ['POST', /^\/sandbox\/tokens\/state$/, (request) => ({ body: changeTokens(instagram, request) })],
    ['POST', /^\/sandbox\/usage$/, (request) => ({ body: setUsage(instagram, request) })],
  ];
};

function postAccount(instagram: Instagram, request: PlatformRequest): unknown {
  const { username = 'shop_new', route = 'instagram-login', name = username } = readBody<Account>(request);
  const account = addAccount(instagram, { username, route, name });
  instagram.state.save();
  return showAccount(account);
}

/** A token as a login gives it; without `permissions` all that comments need. */
function postToken(instagram: Instagram, request: PlatformRequest): unknown {
  const body = readBody<{ account: string; lifetime: TokenLifetime; permissions: string[] }>(request);
  const { route, userId, facebookUserId } = accountNamed(instagram, body.account);
  const issued = instagram.tokens.issue({
    kind: route === 'instagram-login' ? 'instagram' : 'user',
    holder: route === 'instagram-login' ? userId : facebookUserId,
    permissions: body.permissions ?? PERMISSIONS[route].all,
    lifetime: body.lifetime ?? 'short',
  });
  instagram.state.save();
  return issued;
}

interface TokenChanges {
  /** One token, or all of an account. */
  token: string;
  account: string;
  ageSeconds: number;
  /** Subcode, 0 for code 190 alone, null to make it good again. */
  revoked: number | null;
  lapsed: string[];
}

function changeTokens(instagram: Instagram, request: PlatformRequest): unknown {
  const { token, account, ageSeconds, revoked, lapsed } = readBody<TokenChanges>(request);
  const texts = token === undefined ? tokensOf(instagram, accountNamed(instagram, account)) : [token];
  for (const text of texts) {
    if (ageSeconds !== undefined) instagram.tokens.age(text, ageSeconds);
    if (revoked !== undefined) instagram.tokens.revoke(text, revoked);
    if (lapsed !== undefined) instagram.tokens.lapse(text, lapsed);
  }
  instagram.state.save();
  return { changed: texts.length };
}

function tokensOf({ tokens }: Instagram, { userId, pageId, facebookUserId }: Account): string[] {
  const holders = [userId, pageId, facebookUserId];
  return tokens.all.filter(({ holder }) => holders.includes(holder)).map(({ token }) => token);
}

function setUsage(instagram: Instagram, request: PlatformRequest): unknown {
  const body = readBody<UsageBudget & { account: string; of: 'calls' | 'private-replies' }>(request);
  const { account, of = 'calls', ...changes } = body;
  const usage = of === 'calls' ? instagram.usage : instagram.privateReplyUsage;
  return usage.set(accountNamed(instagram, account).userId, changes);
}
