import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import { accountSecret } from '../account-secret.ts';
import { meantPage, openedPages, type OpenedPage } from '../graph/find-page.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { isNotThere } from '../graph/graph-fault.ts';
import { askForToken, type FreshToken } from '../graph/long-lived-token.ts';
import { idOf, membersOf, textOf } from '../graph/wire-value.ts';
import type { AccountAccess, CheckedAccount } from '../platform-channel.ts';

const HOUR = 3_600_000;
/** A long-lived token lives 60 days, and one that is too young to be refreshed is not a day old. */
const LEAST_LEFT_OF_LONG_ONE = 59 * 24 * HOUR;

/** Proves by calls that the login opens the account and its media, by either route. @throws PlatformFault */
export async function checkInstagram(access: AccountAccess, graph: GraphClient): Promise<CheckedAccount> {
  return access.settings['login'] === 'facebook-login'
    ? checkFacebookLogin(access, graph)
    : checkInstagramLogin(access, graph);
}

/** `user_id` is what everything goes by; `id` is app-scoped and matches nothing (Instagram Platform, "Get started"). */
async function checkInstagramLogin(access: AccountAccess, graph: GraphClient): Promise<CheckedAccount> {
  const me = await graph.read({ path: 'me', query: { fields: 'user_id,username' } });
  const accountId = idOf(me['user_id']);
  if (accountId === null)
    throw new PlatformFault('PLATFORM_UNREADABLE', 'the account gave no user_id', { effect: 'refuse' });
  const { token, endsAt } = await longestToken(access, graph);
  await proveMedia(graph.withToken(token), accountId);
  return { accountId, accountName: nameOf(me['username'], accountId), tokenEndsAt: endsAt, secrets: { token } };
}

/** The Page that the account is linked to opens it; its token has no fixed end. */
async function checkFacebookLogin(access: AccountAccess, graph: GraphClient): Promise<CheckedAccount> {
  const linked: (OpenedPage & { accountId: string })[] = [];
  for (const page of await openedPages(access, graph)) {
    const node = await graph
      .withToken(page.token)
      .read({ path: page.id, query: { fields: 'instagram_business_account' } });
    const accountId = idOf(membersOf(node['instagram_business_account'])['id']);
    if (accountId !== null) linked.push({ ...page, accountId });
  }
  if (linked.length === 0)
    throw new PlatformFault('INVALID_INPUT', 'no Page of this login has an Instagram account', { effect: 'refuse' });
  const known = linked.find(({ accountId }) => accountId === access.accountId)?.id ?? null;
  const { accountId, token } = meantPage(linked, textOf(access.settings['pageId']) ?? known);
  const opened = graph.withToken(token);
  const account = await opened.read({ path: accountId, query: { fields: 'username' } });
  await proveMedia(opened, accountId);
  return { accountId, accountName: nameOf(account['username'], accountId), tokenEndsAt: null, secrets: { token } };
}

/**
 * A long-lived token and its end. One that is a day old is refreshed, a short-lived one exchanged. Where neither can be
 * done, the earliest end that it can have: it is refreshed before that.
 */
async function longestToken(access: AccountAccess, graph: GraphClient): Promise<FreshToken> {
  const refreshed = await refreshInstagramToken(access, graph).catch(nullIfRefused);
  if (refreshed) return refreshed;
  const hasSecret = access.settings['appSecret'] !== undefined;
  const exchanged = hasSecret ? await exchange(access, graph).catch(nullIfRefused) : null;
  if (exchanged) return exchanged;
  const left = hasSecret ? LEAST_LEFT_OF_LONG_ONE : HOUR;
  return { token: accountSecret(access, 'token'), endsAt: new Date(access.now() + left).toISOString() };
}

/** 60 more days for a long-lived token that is at least a day old (Instagram Platform, "Business Login"). @throws PlatformFault */
export async function refreshInstagramToken(access: AccountAccess, graph: GraphClient): Promise<FreshToken> {
  const query = { grant_type: 'ig_refresh_token', access_token: accountSecret(access, 'token') };
  return askForToken(graph, { path: 'refresh_access_token', query }, access.now());
}

async function exchange(access: AccountAccess, graph: GraphClient): Promise<FreshToken> {
  const query = {
    grant_type: 'ig_exchange_token',
    client_secret: accountSecret(access, 'appSecret'),
    access_token: accountSecret(access, 'token'),
  };
  return askForToken(graph, { path: 'access_token', query }, access.now());
}

/** Refused for its age or its kind; a dead token or a wrong app secret is thrown. */
function nullIfRefused(fault: unknown): null {
  if (isNotThere(fault)) return null;
  throw fault;
}

async function proveMedia(graph: GraphClient, accountId: string): Promise<void> {
  await graph.read({ path: `${accountId}/media`, query: { fields: 'id', limit: '1' } });
}

function nameOf(username: unknown, accountId: string): string {
  const name = textOf(username);
  return name === null ? accountId : `@${name}`;
}
