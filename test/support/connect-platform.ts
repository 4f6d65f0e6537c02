import { createSecrets } from '../../channels/secrets.ts';
import type { Desk } from '../../client/ask.ts';
import type { GivenSetting } from '../../client/given-settings.ts';
import type { PlatformAccess } from '../../client/platform-access.ts';
import { savePlatformSource } from '../../client/save-platform-source.ts';
import { switchSourceOn } from '../../client/switch-source-on.ts';
import { findSource, type Source } from '../../database/sources.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Channel } from '../../domain/channel.ts';
import { STORY_KEY } from './story-desk.ts';

export interface PlatformConnection {
  channel: Channel;
  given: Record<string, GivenSetting>;
  /** What mailed answers leave by; only forms have them. */
  senderId?: string;
  /** Every second unless told. */
  pollSeconds?: number;
}

/** Connects an account as the owner of a desk does: saved, proven and switched on. @returns the source's id */
export async function connectPlatform(desk: Desk, connection: PlatformConnection): Promise<string> {
  const { channel, given, senderId = null, pollSeconds = 1 } = connection;
  const access = accessOf(desk);
  const now = new Date().toISOString();
  const rest = { source: null, tags: [], acknowledgement: null, actor: theDesk, now, desk };
  const save = { ...rest, channel, name: `The ${channel} account`, given, senderId, pollIntervalSeconds: null };
  const { sourceId } = await savePlatformSource(access, save);
  if (channel !== 'supsis-form')
    // Nobody may ask for so much by hand.
    await desk.database('sources').where({ id: sourceId }).update({ poll_interval_seconds: pollSeconds });
  await switchSourceOn(access, { source: await findSource(desk.database, sourceId), actor: theDesk, now, desk });
  return sourceId;
}

/** Gives a source settings, as its owner does who mends it: whatever it was stopped for is over. */
export async function giveSettings(
  desk: Desk,
  source: Source,
  given: Readonly<Record<string, GivenSetting | null>>,
): Promise<void> {
  const { channel, name, tags, senderId } = source;
  const kept = { source, channel, name, tags, pollIntervalSeconds: null, senderId, acknowledgement: null };
  await savePlatformSource(accessOf(desk), { ...kept, given, actor: theDesk, now: new Date().toISOString(), desk });
}

function accessOf({ database }: Desk): PlatformAccess {
  return { database, secrets: createSecrets(Buffer.from(STORY_KEY, 'base64')), environment: {} };
}
