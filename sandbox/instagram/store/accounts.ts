import { randomBytes } from 'node:crypto';
import type { Instagram } from '../instagram.ts';
import { PERMISSIONS } from '../permissions.ts';
import { type Account, newId } from './state.ts';

/** Makes a professional account whose owner has granted everything that comments need. The caller saves the state. */
export function addAccount(
  { state, tokens }: Instagram,
  { username, name, route }: Pick<Account, 'username' | 'name' | 'route'>,
): Account {
  const secret = (): string => randomBytes(16).toString('hex');
  const account: Account = {
    username,
    name,
    route,
    userId: newId(state.value, '178'),
    appScopedId: newId(state.value, '620'),
    appId: newId(state.value, '100'),
    appSecret: secret(),
    verifyToken: secret(),
    facebookUserId: newId(state.value, '100'),
    pageId: newId(state.value, '100'),
    token: '',
    pageToken: '',
    subscribedFields: [],
    restricted: [],
  };
  const permissions = PERMISSIONS[route].all;
  const kind = route === 'instagram-login' ? 'instagram' : 'user';
  const holder = kind === 'instagram' ? account.userId : account.facebookUserId;
  account.token = tokens.issue({ kind, holder, permissions, lifetime: 'long' }).token;
  if (route === 'facebook-login')
    account.pageToken = tokens.issue({ kind: 'page', holder: account.pageId, permissions, lifetime: 'endless' }).token;
  state.value.accounts.push(account);
  return account;
}
