import type { AccountNews, WebhookRequest } from '../../channels/platform-channel.ts';
import { findAccountSources } from '../../database/webhooks.ts';
import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import { Refusal } from '../chat/refusal.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { doorOf, withSettings, type OpenDoor } from './open-door.ts';

export interface RoutedNews {
  door: OpenDoor;
  news: PlatformNews[];
}

/**
 * Gives news to the sources whose accounts they are of: one delivery may hold several accounts'. Another source gets its
 * part only where its own secret signed the delivery too. News of accounts that no source has are dropped.
 */
export async function routeNews(desk: IntakeDesk, door: OpenDoor, request: WebhookRequest): Promise<RoutedNews[]> {
  const told = door.webhook.read(request.body, door.account);
  const byAccount = new Map<string, PlatformNews[]>();
  const own: PlatformNews[] = [];
  for (const { accountId, news } of told) {
    if (isOwn(door, accountId)) own.push(...news);
    else if (accountId !== null) byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), ...news]);
  }
  const routed: RoutedNews[] = [{ door, news: own }];
  for (const source of await findAccountSources(desk.database, door.source.channel, [...byAccount.keys()])) {
    const other = await genuineDoor(desk, source, request);
    const news = byAccount.get(source.accountId ?? '') ?? [];
    if (other) routed.push({ door: other, news });
  }
  return routed
    .map((one) => ({ ...one, news: one.news.filter((news) => isTaken(one.door, news)) }))
    .filter(({ news }) => news.length > 0);
}

function isOwn({ source }: OpenDoor, accountId: AccountNews['accountId']): boolean {
  return accountId === null || accountId === source.accountId;
}

/** What is wrong with another source's settings must not keep back what is for this one. */
async function genuineDoor(
  desk: IntakeDesk,
  source: OpenDoor['source'],
  request: WebhookRequest,
): Promise<OpenDoor | null> {
  try {
    const door = await doorOf(desk, source);
    if (!door) return null;
    const verified = await withSettings(desk, source, () => door.webhook.verify(request, door.account));
    return verified.isGenuine ? door : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** While a source is off its comments are left to the next poll; what comes only once is kept. */
function isTaken({ source, channel }: OpenDoor, news: PlatformNews): boolean {
  return source.isOn || news.kind === 'response' || channel.pollSeconds === null;
}
