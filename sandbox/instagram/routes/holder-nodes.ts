import { type NodeShape, chooseFields } from '../../graph/choose-fields.ts';
import { requirePermissions } from '../../graph/graph-tokens.ts';
import { routeOf } from '../permissions.ts';
import type { Account } from '../store/state.ts';
import { type Call, notThere } from './call.ts';

type AccountView = Account & { id: string };

const accountShape: NodeShape<AccountView> = {
  defaults: ['id'],
  fields: { username: ({ username }) => username, name: ({ name }) => name },
};

/** With Instagram Login `id` is app-scoped and `user_id` is the one that everything else goes by. */
const ownAccountShape: NodeShape<AccountView> = {
  defaults: ['id'],
  fields: { ...accountShape.fields, user_id: ({ userId }) => userId, account_type: () => 'Business' },
};

const pageShape: NodeShape<AccountView> = {
  defaults: ['name'],
  fields: {
    name: ({ name }) => name,
    access_token: ({ pageToken }) => pageToken,
    instagram_business_account: ({ userId }) => ({ id: userId }),
  },
};

const personShape: NodeShape<{ id: string; name: string }> = {
  defaults: ['name'],
  fields: { name: ({ name }) => name },
};

/** An Instagram account (Instagram Platform, "Get started"; Instagram reference, "IG User"). */
export function accountNode(call: Call, account: Account, fields: string | null): Record<string, unknown> {
  return routeOf(call.token) === 'instagram-login'
    ? chooseFields({ ...account, id: account.appScopedId }, ownAccountShape, fields)
    : chooseFields({ ...account, id: account.userId }, accountShape, fields);
}

/** A Page, which knows the account linked to it. */
export function pageNode(call: Call, id: string, fields: string | null): Record<string, unknown> {
  requirePermissions(call.token, ['pages_show_list', 'instagram_basic']);
  const account = call.accounts.find(({ pageId, route }) => pageId === id && route === 'facebook-login');
  if (!account) throw notThere(id);
  return chooseFields({ ...account, id }, pageShape, fields);
}

/** `/me` with Facebook Login: who logged in, or the Page itself with a Page token. */
export function personNode(call: Call, fields: string | null): Record<string, unknown> {
  const { kind, holder } = call.token;
  if (kind === 'page') return pageNode(call, holder, fields);
  return chooseFields({ id: holder, name: 'Ada Demo' }, personShape, fields);
}
