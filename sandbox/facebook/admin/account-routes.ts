import type { TokenLifetime } from '../../graph/graph-tokens.ts';
import type { UsageBudget } from '../../graph/graph-usage.ts';
import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import { allPermissions } from '../page-rights.ts';
import { type AdminBody, adminRoute } from './admin-body.ts';

const LIFETIMES: readonly string[] = ['short', 'long', 'endless'] satisfies TokenLifetime[];

/** To change tokens, roles and budgets, and to look at everything. */
export function accountRoutes(world: FacebookWorld): PlatformRoute[] {
  return [
    ['GET', /^\/sandbox\/state$/, () => ({ body: world.store.state })],
    adminRoute('tokens', (body) => issueToken(world, body)),
    adminRoute('tokens/set', (body) => setTokens(world, body)),
    adminRoute('pages/set', (body) => setPage(world, body)),
    adminRoute('usage', (body) => setUsage(world, body)),
  ];
}

/** `{holder?, permissions?, lifetime?}`: as if somebody had logged in; `holder` is the person or a Page. */
function issueToken({ store, tokens }: FacebookWorld, body: AdminBody): object {
  const holder = body.optionalText('holder') ?? store.state.app.userId;
  const lifetime = body.optionalText('lifetime') ?? 'short';
  if (!LIFETIMES.includes(lifetime)) throw new Error(`lifetime must be one of ${LIFETIMES.join(', ')}`);
  return store.change(() =>
    tokens.issue({
      kind: store.page(holder) ? 'page' : 'user',
      holder,
      permissions: body.texts('permissions') ?? [...allPermissions],
      lifetime: lifetime as TokenLifetime,
    }),
  );
}

/** `{token?, holder?, revoked?, ageSeconds?, lapsed?}`: of one token, of one holder's, or of all (a changed password). */
function setTokens({ store, tokens }: FacebookWorld, body: AdminBody): object {
  const token = body.optionalText('token');
  const holder = body.optionalText('holder');
  const meant = tokens.all.filter(
    (each) => (token === undefined || each.token === token) && (holder === undefined || each.holder === holder),
  );
  const age = body.number('ageSeconds');
  const lapsed = body.texts('lapsed');
  store.change(() => {
    for (const each of meant) {
      if (body.values['revoked'] === null) tokens.revoke(each.token, null);
      else if (body.values['revoked'] !== undefined) tokens.revoke(each.token, body.number('revoked') ?? 0);
      if (age !== undefined) tokens.age(each.token, age);
      if (lapsed) tokens.lapse(each.token, lapsed);
    }
  });
  return { changed: meant.length };
}

/** `{id, tasks?, hasRole?}` */
function setPage({ store }: FacebookWorld, body: AdminBody): object {
  const page = store.page(body.text('id'));
  if (!page) throw new Error('there is no such Page');
  return store.change(() => {
    page.tasks = body.texts('tasks') ?? page.tasks;
    page.hasRole = body.flag('hasRole') ?? page.hasRole;
    return page;
  });
}

/** `{account, calls?, windowSeconds?, code?, regainMinutes?, headersFromPercent?}`: of a Page, or of the person. */
function setUsage({ store, usage }: FacebookWorld, body: AdminBody): object {
  const account = body.text('account');
  const changes: Partial<UsageBudget> = {};
  for (const name of ['calls', 'windowSeconds', 'code', 'regainMinutes', 'headersFromPercent'] as const) {
    const value = body.number(name);
    if (value !== undefined) changes[name] = value;
  }
  return usage[store.page(account) ? 'pages' : 'people'].set(account, changes);
}
