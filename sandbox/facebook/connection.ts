import type { GraphToken } from '../graph/graph-tokens.ts';
import type { FacebookWorld } from './facebook-world.ts';
import { allPermissions } from './page-rights.ts';
import type { Page } from './store/facebook-state.ts';

/** What a client needs to connect one Page. */
export interface PageConnection {
  pageId: string;
  name: string;
  /** Has no fixed end. */
  pageToken: string;
  /** Short-lived, to begin the token chain with; good for an hour from the start. */
  userToken: string;
  /** About 60 days, as the exchange gives it. */
  longUserToken: string;
  userId: string;
  appId: string;
  appSecret: string;
  verifyToken: string;
}

/** Page tokens and the long user token stay the same over restarts unless they died; the short one is new each time. */
export function connections({ store, tokens }: FacebookWorld): PageConnection[] {
  const { app, pages } = store.state;
  const permissions = [...allPermissions];
  const kept = (kind: GraphToken['kind'], holder: string): GraphToken | undefined =>
    tokens.all.find(
      (token) => token.kind === kind && token.holder === holder && token.lifetime !== 'short' && token.revoked === null,
    );
  return store.change(() => {
    const user = { kind: 'user', holder: app.userId, permissions } as const;
    const userToken = tokens.issue({ ...user, lifetime: 'short' }).token;
    const longUserToken = (kept('user', app.userId) ?? tokens.issue({ ...user, lifetime: 'long' })).token;
    const tokenOf = ({ id }: Page): string =>
      (kept('page', id) ?? tokens.issue({ kind: 'page', holder: id, permissions, lifetime: 'endless' })).token;
    return pages.map((page) => ({
      pageId: page.id,
      name: page.name,
      pageToken: tokenOf(page),
      userToken,
      longUserToken,
      userId: app.userId,
      appId: app.appId,
      appSecret: app.appSecret,
      verifyToken: app.verifyToken,
    }));
  });
}
