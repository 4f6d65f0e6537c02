import type { Channel } from '../domain/channel.ts';
import { DeskError } from '../domain/errors.ts';
import { facebookChannel } from './facebook/facebook-channel.ts';
import { instagramChannel } from './instagram/instagram-channel.ts';
import type { PlatformChannel } from './platform-channel.ts';
import { supsisFormChannel } from './supsis-form/supsis-form-channel.ts';
import { trendyolChannel } from './trendyol/trendyol-channel.ts';

/** Every channel that lives on a platform. A new one is a folder beside this file and a row here. */
export const platformChannels: readonly PlatformChannel[] = [
  instagramChannel,
  facebookChannel,
  trendyolChannel,
  supsisFormChannel,
];

/** Undefined for a channel that has no accounts at a platform. */
export function findPlatformChannel(channel: Channel): PlatformChannel | undefined {
  return platformChannels.find((candidate) => candidate.channel === channel);
}

/** @throws DeskError INVALID_INPUT for a channel that has no accounts at a platform */
export function platformChannel(channel: Channel): PlatformChannel {
  const found = findPlatformChannel(channel);
  if (!found) throw new DeskError('INVALID_INPUT', `${channel} has no accounts at a platform`);
  return found;
}
