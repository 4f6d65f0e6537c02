import { tell } from '../../client/ask.ts';
import type { WebhookRequest } from '../../channels/platform-channel.ts';
import { commitNews } from '../../database/platform/commit-news.ts';
import { clearError, countRefusal, noteDelivered, wasDelivered } from '../../database/webhooks.ts';
import { Refusal } from '../chat/refusal.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { withSettings, type OpenDoor } from './open-door.ts';
import { routeNews, type RoutedNews } from './route-news.ts';

/**
 * Takes in what was pushed, and answers only when it is kept. What is not genuine, stale or came before is refused by
 * its bytes and headers, before anything of it is read.
 * @throws Refusal 401, 400, 503
 */
export async function takeDelivery(
  desk: IntakeDesk,
  door: OpenDoor,
  request: WebhookRequest,
): Promise<'taken' | 'replayed'> {
  const { source, webhook, account } = door;
  const { database } = desk;
  const now = new Date().toISOString();
  const verified = await withSettings(desk, source, () => webhook.verify(request, account));
  if (!verified.isGenuine) {
    await countRefusal(database, { sourceId: source.id, reason: verified.reason, now });
    throw refusals[verified.reason]();
  }
  if (verified.id !== null && (await wasDelivered(database, source.id, verified.id))) {
    await countRefusal(database, { sourceId: source.id, reason: 'replayed', now });
    return 'replayed';
  }
  let hasNews = false;
  for (const routed of await routeNews(desk, door, request)) {
    const isNew = await commit(desk, routed, now);
    if (routed.door === door) hasNews = isNew;
  }
  await noteDelivered(database, { sourceId: source.id, webhookId: verified.id, now, hasNews });
  // Of one that is polled, the poll says how it is.
  if (source.lastErrorCode && door.channel.pollSeconds === null) await clearError(database, source.id);
  return 'taken';
}

/** @returns whether there was anything that the desk did not know; responses that become no tickets count too */
async function commit(desk: IntakeDesk, { door, news }: RoutedNews, now: string): Promise<boolean> {
  const access = {
    database: desk.database,
    log: desk.log,
    lookAt: (ticketId: string) => tell(desk, ticketId),
  };
  const { newCount } = await commitNews(access, { source: door.source, news, now });
  return newCount > 0 || news.some(({ kind }) => kind === 'response');
}

const refusals = {
  'bad-signature': () =>
    new Refusal({
      status: 401,
      code: 'REFUSED',
      message: 'the signature is missing, or is not of the secret known here',
    }),
  stale: () =>
    new Refusal({ status: 400, code: 'REFUSED', message: 'the time of the signature is more than five minutes off' }),
};
