import type { Account } from './store/state.ts';

/** What a client needs to connect one account. */
export type InstagramSandboxAccount = Pick<
  Account,
  'userId' | 'username' | 'route' | 'token' | 'appId' | 'appSecret' | 'verifyToken' | 'pageId' | 'pageToken'
>;

/** Without Facebook Login there is no Page, and its token is empty. */
export function showAccount(account: Account): InstagramSandboxAccount {
  const { userId, username, route, token, appId, appSecret, verifyToken, pageId, pageToken } = account;
  return { userId, username, route, token, appId, appSecret, verifyToken, pageId, pageToken };
}
