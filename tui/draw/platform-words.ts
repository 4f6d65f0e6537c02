import type { Channel } from '../../domain/channel.ts';
import type { PlatformState } from '../../domain/platform/platform-state.ts';
import { safeLine } from '../../domain/safe-text.ts';
import { leftText } from './times.ts';

/** What the place of a channel's requests is called. */
export const placeTitles: Partial<Record<Channel, string>> = {
  instagram: 'Post',
  facebook: 'Post',
  trendyol: 'Product',
  'supsis-form': 'Form',
};

/** The title of what the request stands under, or its id while nobody told it. */
export function placeText({ place }: Pick<PlatformState, 'place'>): string {
  return safeLine(place?.title) || safeLine(place?.id) || '-';
}

/** Whether customers see the comment; nothing while they do. */
export function sightText({ isRemoved, isHidden }: PlatformState): string {
  return isRemoved ? 'removed' : isHidden ? 'hidden' : '';
}

/** How far the one private reply is: sent, how long it is possible, or over. */
export function privateText({ privateReply, isRemoved }: PlatformState, now: number): string {
  if (!privateReply) return '';
  if (privateReply.usedAt) return 'sent';
  return isRemoved ? '' : leftText(privateReply.until, now) || 'over';
}

/** Where an answer to a question stands. */
export function answerText({ answer, status }: PlatformState): string {
  if (answer === 'in-review') return 'in review';
  if (answer !== 'none') return answer;
  return status === 'WAITING_FOR_ANSWER' ? 'waiting' : safeLine(status).toLowerCase().replaceAll('_', ' ');
}

/** How long an answer is still taken. */
export function deadlineText({ answerBy, answer }: PlatformState, now: number): string {
  if (!answerBy || answer === 'published') return '';
  return leftText(answerBy, now) || 'passed';
}

/** Less than this is left: it is shown as a warning. */
const SOON_MILLISECONDS = 24 * 3_600_000;

/** Whether it is past, or will be within a day. */
export function isSoon(until: string | null | undefined, now: number): boolean {
  return Boolean(until) && Date.parse(until!) - now < SOON_MILLISECONDS;
}
