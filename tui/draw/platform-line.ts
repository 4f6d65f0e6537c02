import type { Channel } from '../../domain/channel.ts';
import type { PlatformState } from '../../domain/platform/platform-state.ts';
import { answerText, deadlineText, placeText, placeTitles, privateText, sightText } from './platform-words.ts';
import { fullTime } from './times.ts';

/** All that is known of the comment or question at its platform, in one line. */
export function platformLine(channel: Channel, platform: PlatformState, at: { now: number; timeZone: string }): string {
  const { privateReply, answerBy, status } = platform;
  const sight = sightText(platform);
  const parts = [
    `${placeTitles[channel] ?? 'Place'}: ${placeText(platform)}`,
    sight && `${sight} there`,
    status ? `answer ${answerText(platform)}` : '',
    answerBy && platform.answer !== 'published'
      ? `answer by ${fullTime(answerBy, at.timeZone)} (${deadlineText(platform, at.now)})`
      : '',
    privateReply?.usedAt ? `private reply sent ${fullTime(privateReply.usedAt, at.timeZone)}` : '',
    privateReply && !privateReply.usedAt && !platform.isRemoved
      ? `private reply until ${fullTime(privateReply.until, at.timeZone)} (${privateText(platform, at.now)})`
      : '',
  ];
  return parts.filter(Boolean).join(', ');
}
