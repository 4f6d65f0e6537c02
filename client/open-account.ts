import type { AccountAccess, PlatformAccount, PlatformChannel } from '../channels/platform-channel.ts';
import { platformChannel, platformChannels } from '../channels/table.ts';
import type { Channel } from '../domain/channel.ts';
import { DeskError } from '../domain/errors.ts';
import { secretRef } from '../domain/secret-ref.schema.ts';
import type { Source } from '../database/sources.ts';
import { budgetedHttp } from './budgeted-http.ts';
import type { PlatformAccess } from './platform-access.ts';

/** What of a source an account is opened with. */
export type AccountSource = Pick<Source, 'id' | 'channel' | 'settings' | 'accountId'>;

/**
 * A client bound to the account of a source.
 * @throws DeskError INVALID_INPUT when the channel has no accounts, or the settings are no settings of it
 */
export function openAccount(
  access: PlatformAccess,
  source: AccountSource,
): { channel: PlatformChannel; account: PlatformAccount } {
  const channel = channelOf(access, source.channel);
  return { channel, account: channel.open(accountAccess(access, source)) };
}

/** The same without a client: what a webhook's door looks at. @throws DeskError as openAccount */
export function accountAccess(access: PlatformAccess, source: AccountSource): AccountAccess {
  const channel = channelOf(access, source.channel);
  const settings = channel.readSettings(source.settings);
  return {
    sourceId: source.id,
    settings,
    accountId: source.accountId,
    secret: (name) => openSecret(access, { source, settings, name }),
    http: budgetedHttp(access.database, {
      sourceId: source.id,
      accountKey: source.accountId ? `${source.channel}:${source.accountId}` : source.id,
      budgets: channel.budgets,
    }),
    now: Date.now,
  };
}

/** Every channel that has accounts at a platform. */
export function channelsOf(access: Pick<PlatformAccess, 'channels'>): readonly PlatformChannel[] {
  return access.channels ?? platformChannels;
}

/** @throws DeskError INVALID_INPUT for a channel that has no accounts at a platform */
export function channelOf(access: Pick<PlatformAccess, 'channels'>, channel: Channel): PlatformChannel {
  return findChannel(access, channel) ?? platformChannel(channel);
}

/** Undefined for a channel that has no accounts at a platform. */
export function findChannel(access: Pick<PlatformAccess, 'channels'>, channel: Channel): PlatformChannel | undefined {
  return channelsOf(access).find((candidate) => candidate.channel === channel);
}

/** What the secrets of a source are sealed with. */
export function secretContext(sourceId: string, name: string): string {
  return `source:${sourceId}:${name}`;
}

function openSecret(
  { secrets, environment }: PlatformAccess,
  of: { source: AccountSource; settings: Record<string, unknown>; name: string },
): string {
  const ref = secretRef.safeParse(of.settings[of.name] ?? of.source.settings[of.name]);
  if (!ref.success) throw new DeskError('SECRET_UNREADABLE', `the source has no ${of.name}`);
  return secrets.open(ref.data, secretContext(of.source.id, of.name), environment);
}
