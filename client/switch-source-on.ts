import type { CheckedAccount } from '../channels/platform-channel.ts';
import { keepAccount } from '../database/platform/keep-account.ts';
import { resumeSource } from '../database/platform/pause-source.ts';
import { takeInWaitingResponses } from '../database/pushed/redirect-responses.ts';
import { switchSource, type Source } from '../database/sources.ts';
import type { Actor } from '../domain/actor.ts';
import type { Desk } from './ask.ts';
import { checkAccount } from './check-account.ts';
import { channelOf, openAccount } from './open-account.ts';
import type { PlatformAccess } from './platform-access.ts';
import { sealSecrets } from './seal-secrets.ts';
import { wakeSource } from './wake-source.ts';

export interface SwitchingOn {
  source: Source;
  actor: Actor;
  /** ISO. */
  now: string;
  /** To have it polled at once; null leaves that to reconcile. */
  desk: Desk | null;
  /** Where the desk is reached from outside, without a slash at its end; null: the platform is asked for no pushes. */
  publicUrl?: string | null;
}

export interface SwitchedOn extends CheckedAccount {
  /** Why the platform will not push, when it was asked to: polling works without. */
  pushProblem: string | null;
}

/**
 * Switches a source on once a call has proven that its account works: what it was stopped for is over, what was held
 * for it goes out, what was pushed meanwhile is taken in, and it is polled at once.
 * @throws PlatformFault why the account does not work, and the source stays as it was; DeskError INVALID_INPUT when it is
 *   another source's, SECRET_KEY_MISSING
 */
export async function switchSourceOn(access: PlatformAccess, switching: SwitchingOn): Promise<SwitchedOn> {
  const { source, actor, now, desk } = switching;
  const { secrets = {}, ...checked } = await checkAccount(access, source);
  const sealed = sealSecrets(access, source.id, secrets);
  const ticketIds = await access.database.transaction(async (transaction) => {
    await keepAccount(transaction, { ...checked, sourceId: source.id, secrets: sealed, hasNewToken: false, now });
    await switchSource(transaction, { sourceId: source.id, isOn: true, actor, now });
    return resumeSource(transaction, { sourceId: source.id, now });
  });
  const waited = await takeInWaitingResponses(access.database, { sourceId: source.id, now });
  const channel = channelOf(access, source.channel);
  const woken = { source: { ...source, isOn: true }, channel, ticketIds: [...ticketIds, ...waited.ticketIds] };
  await wakeSource(desk, woken);
  const settings = { ...source.settings, ...sealed };
  return {
    ...checked,
    pushProblem: await askForPushes(access, { ...switching, source: { ...source, settings, ...checked } }),
  };
}

/** Where the platform's own pages are not needed for that. @returns why it refuses, or null */
async function askForPushes(
  access: PlatformAccess,
  { source, publicUrl }: Pick<SwitchingOn, 'publicUrl'> & { source: Omit<Source, 'tokenEndsAt'> },
): Promise<string | null> {
  const { account } = openAccount(access, source);
  if (!publicUrl || !account.subscribe) return null;
  try {
    await account.subscribe(`${publicUrl}/webhooks/${source.id}`);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
