import type { Channel } from '../channel.ts';
import type { PlatformState } from './platform-state.ts';

/** Whether the desk may hide, show and remove it at its platform: comments under the account's own posts. */
export function canModerate(ticket: { channel: Channel; platform: PlatformState | null }): boolean {
  const isComment = ticket.channel === 'instagram' || ticket.channel === 'facebook';
  return isComment && ticket.platform !== null && !ticket.platform.isRemoved;
}
