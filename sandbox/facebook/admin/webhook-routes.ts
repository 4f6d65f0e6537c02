import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import { announceValue } from '../webhook/announce.ts';
import { adminRoute } from './admin-body.ts';

/** What is done in the app's dashboard, and what the platform itself would do. */
export function webhookRoutes(world: FacebookWorld): PlatformRoute[] {
  const { webhooks, store } = world;
  return [
    // `{callbackUrl, verifyToken?, appSecret?, holders?}`; 400 when the callback does not pass the handshake.
    adminRoute('webhooks', async (body) => {
      const { app } = store.state;
      const subscription = {
        callbackUrl: body.text('callbackUrl'),
        verifyToken: body.optionalText('verifyToken') ?? app.verifyToken,
        appSecret: body.optionalText('appSecret') ?? app.appSecret,
        holders: body.texts('holders') ?? [],
      };
      const reason = await webhooks.subscribe(subscription);
      if (reason !== null) throw new Error(reason);
      return store.change(() => subscription);
    }),
    // `{callbackUrl, appSecret?}`
    adminRoute('webhooks/remove', (body) => {
      store.change(() =>
        webhooks.unsubscribe(body.text('callbackUrl'), body.optionalText('appSecret') ?? store.state.app.appSecret),
      );
      return {};
    }),
    // `{pageId, value}`: a change of `feed` of any item and verb.
    adminRoute('webhooks/push', (body) => {
      announceValue(world, { pageId: body.text('pageId'), value: body.values['value'] as Record<string, unknown> });
      return {};
    }),
    adminRoute('webhooks/flush', () => {
      webhooks.flush();
      return {};
    }),
    ['GET', /^\/sandbox\/webhooks\/attempts$/, () => ({ body: webhooks.attempts })],
  ];
}
