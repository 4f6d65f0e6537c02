import type { PlatformRequest, PlatformRoute } from '../../platform/platform-server.ts';
import type { Instagram } from '../instagram.ts';
import type { Account } from '../store/state.ts';
import { testEntry } from '../webhook-entries.ts';
import { accountNamed, readBody } from './read-body.ts';

/** What the app's dashboard does, and a look at every delivery that was tried. */
export const webhookRoutes = (instagram: Instagram): PlatformRoute[] => {
  const { pusher, state } = instagram;
  return [
    ['POST', /^\/sandbox\/webhooks$/, (request) => register(instagram, request)],
    [
      'DELETE',
      /^\/sandbox\/webhooks$/,
      () => {
        const body = { removed: state.value.subscriptions.splice(0).length };
        state.save();
        return { body };
      },
    ],
    ['GET', /^\/sandbox\/webhooks$/, () => ({ body: pusher.attempts })],
    [
      'POST',
      /^\/sandbox\/webhooks\/flush$/,
      async () => {
        pusher.flush();
        await pusher.idle();
        return { body: pusher.attempts };
      },
    ],
    [
      'POST',
      /^\/sandbox\/webhooks\/test$/,
      () => {
        pusher.push(testEntry());
        return { body: { done: true } };
      },
    ],
  ];
};

/** Registers a callback for one account, or for all of them, each with its own app's secret. 400 when it does not count. */
async function register(instagram: Instagram, request: PlatformRequest): Promise<{ status?: number; body: unknown }> {
  const body = readBody<{ callbackUrl: string; account: string; verifyToken: string }>(request);
  const accounts: Account[] =
    body.account === undefined ? instagram.state.value.accounts : [accountNamed(instagram, body.account)];
  for (const { userId, verifyToken, appSecret } of accounts) {
    const reason = await instagram.pusher.subscribe({
      callbackUrl: body.callbackUrl ?? '',
      verifyToken: body.verifyToken ?? verifyToken,
      appSecret,
      holders: [userId],
    });
    if (reason !== null) return { status: 400, body: { error: reason } };
  }
  instagram.state.save();
  return { body: { done: true } };
}
