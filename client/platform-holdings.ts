import { commitNews } from '../database/platform/commit-news.ts';
import { knownExternalIds } from '../database/inbound-items.ts';
import type { Source } from '../database/sources.ts';
import { DeskError } from '../domain/errors.ts';
import type { PlatformItem } from '../domain/platform/platform-item.ts';
import { hintOf, type AuditedSource, type HeldItem } from './audited-source.ts';
import { openAccount } from './open-account.ts';
import type { PlatformAccess } from './platform-access.ts';

const AT_ONCE = 50;

/**
 * What an account at a platform holds, against what the desk has heard of.
 * @throws DeskError REFUSED when the platform lists nothing, or the account was never checked
 */
export function platformHoldings(
  access: PlatformAccess & { lookAt(ticketId: string): void },
  source: Source,
): AuditedSource {
  const { account } = openAccount(access, source);
  const { list } = account;
  if (!list)
    throw new DeskError('REFUSED', `${source.name} is only pushed to: its platform lists nothing to compare with`);
  if (source.accountId === null)
    throw new DeskError('REFUSED', `${source.name} was never switched on; its account is not known yet`);
  const prefix = `${source.channel}:${source.accountId}:`;
  // Only what turned out to be missing is kept, until it is brought in.
  const seen = new Map<string, PlatformItem>();
  const readAt = new Date().toISOString();
  return {
    async *held(period) {
      for await (const items of list(period)) {
        const foreign = items.filter(({ isOwn }) => !isOwn);
        for (const item of foreign) seen.set(item.id, item);
        yield foreign.map(toHeld);
      }
    },
    async known(itemIds) {
      const found = await knownExternalIds(
        access.database,
        source.id,
        itemIds.map((id) => prefix + id),
      );
      const known = new Set([...found].map((id) => id.slice(prefix.length)));
      for (const id of known) seen.delete(id);
      return known;
    },
    async bring(itemIds, signal) {
      const items = itemIds.flatMap((id) => seen.get(id) ?? []).toSorted(bySequence);
      for (let first = 0; first < items.length; first += AT_ONCE) {
        signal.throwIfAborted();
        const news = items.slice(first, first + AT_ONCE).map((item) => ({ kind: 'item' as const, item }));
        const now = new Date().toISOString();
        const log = access.log ?? { error: () => {} };
        await commitNews({ database: access.database, log, lookAt: access.lookAt }, { source, news, now, readAt });
      }
    },
  };
}

function toHeld({ id, writtenAt, text }: PlatformItem): HeldItem {
  return { itemId: id, at: writtenAt, hint: hintOf(text) };
}

/** What stands above comes before what stands below it. */
function bySequence(one: PlatformItem, other: PlatformItem): number {
  const depth = Number(one.parentId !== null) - Number(other.parentId !== null);
  return depth || one.writtenAt.localeCompare(other.writtenAt);
}
