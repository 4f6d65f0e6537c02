import { newId } from '../database/new-id.ts';
import { keepAccount } from '../database/platform/keep-account.ts';
import { resumeSource } from '../database/platform/pause-source.ts';
import { saveSource, type Acknowledgement, type Source } from '../database/sources.ts';
import type { CheckedAccount } from '../channels/platform-channel.ts';
import type { Actor } from '../domain/actor.ts';
import type { Channel } from '../domain/channel.ts';
import { DeskError } from '../domain/errors.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import type { Desk } from './ask.ts';
import { checkAccount } from './check-account.ts';
import { givenSettings, type GivenSetting } from './given-settings.ts';
import { channelOf } from './open-account.ts';
import type { PlatformAccess } from './platform-access.ts';
import { sealSecrets } from './seal-secrets.ts';
import { wakeSource } from './wake-source.ts';

const POLL_SECONDS = { least: 5, most: 86_400 };

export interface PlatformSourceSave {
  /** Null makes a new one, which is off until its account has proven to work. */
  source: Source | null;
  channel: Channel;
  name: string;
  /** Fields of the channel by name, only those that change; null takes one away. */
  given: Readonly<Record<string, GivenSetting | null>>;
  tags: string[];
  /** Null polls as often as is standard for the channel. */
  pollIntervalSeconds: number | null;
  senderId: string | null;
  acknowledgement: Acknowledgement | null;
  actor: Actor;
  /** ISO. */
  now: string;
  desk: Desk | null;
}

/**
 * Saves a source of a platform. Settings of one that is on are proven by a call before they are kept; then whatever it
 * was stopped for is over, and it is polled at once.
 * @returns its id, and what the account told where it was asked
 * @throws DeskError INVALID_INPUT naming every wrong value, SECRET_KEY_MISSING; PlatformFault when the account of a source
 *   that is on does not work with them, and nothing is saved
 */
export async function savePlatformSource(
  access: PlatformAccess,
  save: PlatformSourceSave,
): Promise<{ sourceId: string; checked: CheckedAccount | null }> {
  const { source } = save;
  const sourceId = source?.id ?? newId();
  const settings = await checkedSettings(access, { ...save, sourceId });
  const checked = source?.isOn && Object.keys(save.given).length > 0 ? await prove(access, source, settings) : null;
  await saveSource(access.database, {
    ...save,
    name: named(save.name),
    id: source?.id ?? null,
    newId: sourceId,
    isOn: false,
    settings,
    // A token that was renewed since then must not be lost.
    ...(source ? { seenVersion: source.version } : {}),
  });
  if (checked) await goOn(access, { save, sourceId, checked });
  return { sourceId, checked: checked === 'unproven' ? null : checked };
}

async function checkedSettings(
  access: PlatformAccess,
  save: PlatformSourceSave & { sourceId: string },
): Promise<Record<string, unknown>> {
  const { source, given, sourceId, pollIntervalSeconds: seconds } = save;
  const channel = channelOf(access, save.channel);
  const { settings, problems } = givenSettings(access, {
    sourceId,
    fields: channel.fields,
    present: source?.settings ?? {},
    given,
  });
  if (seconds !== null && !(Number.isInteger(seconds) && seconds >= POLL_SECONDS.least && seconds <= POLL_SECONDS.most))
    problems.push(`the interval must be from ${POLL_SECONDS.least} to ${POLL_SECONDS.most} seconds`);
  if (problems.length > 0) throw new DeskError('INVALID_INPUT', problems.join('; '));
  channel.readSettings(settings);
  return settings;
}

/** A platform that cannot be reached just now says nothing against the settings. */
async function prove(
  access: PlatformAccess,
  source: Source,
  settings: Record<string, unknown>,
): Promise<CheckedAccount | 'unproven'> {
  try {
    return await checkAccount(access, { ...source, settings });
  } catch (error) {
    if (error instanceof PlatformFault && (error.effect === 'retry' || error.effect === 'wait')) return 'unproven';
    throw error;
  }
}

async function goOn(
  access: PlatformAccess,
  going: { save: PlatformSourceSave; sourceId: string; checked: CheckedAccount | 'unproven' },
): Promise<void> {
  const { save, sourceId, checked } = going;
  const { now } = save;
  const ticketIds = await access.database.transaction(async (transaction) => {
    if (checked !== 'unproven') {
      const secrets = sealSecrets(access, sourceId, checked.secrets ?? {});
      await keepAccount(transaction, { ...checked, sourceId, secrets, hasNewToken: true, now });
    }
    return resumeSource(transaction, { sourceId, now });
  });
  const { pollIntervalSeconds, channel } = save;
  const source = { id: sourceId, isOn: true, pollIntervalSeconds };
  await wakeSource(save.desk, { source, channel: channelOf(access, channel), ticketIds });
}

function named(name: string): string {
  if (name.trim() === '') throw new DeskError('INVALID_INPUT', 'give it a name');
  return name.trim();
}
