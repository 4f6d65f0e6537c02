import type { Command } from '../command.ts';
import { canModerate } from '../platform/can-moderate.ts';
import type { AtPlatform, CommandContext } from './command-context.ts';
import type { Circumstances, Decision } from './decision.ts';
import { nothing, refuse } from './decision.ts';
import { derivedId } from './derived-id.ts';

type Moderate = Extract<Command, { name: 'moderate' }>;

/** Hides the customer's newest comment at its platform, shows it again, or removes it there for good. */
export function moderate(at: Circumstances, { act }: Moderate, { commandId, atPlatform }: CommandContext): Decision {
  const { platform } = at.ticket;
  if (!platform) return refuse('ANSWER_NOT_ALLOWED', 'the request did not come from a platform');
  if (platform.isRemoved) return refuse('STATE_FORBIDS', 'the comment is gone from the platform');
  if (!canModerate(at.ticket))
    return refuse('ANSWER_NOT_ALLOWED', `nothing that came by ${at.ticket.channel} can be hidden, shown or removed`);
  if (act !== 'remove' && platform.isHidden === (act === 'hide'))
    return refuse('STATE_FORBIDS', `the comment is ${platform.isHidden ? 'hidden' : 'shown'} already`);
  if (atPlatform.some((other) => isUnderWay(other, platform.itemId)))
    return refuse('STATE_FORBIDS', 'another change of the comment is still on its way to the platform');
  return {
    ...nothing(),
    deliveries: [
      {
        id: derivedId(commandId, 2),
        kind: 'moderation',
        key: `moderation/${commandId}`,
        messageId: null,
        recipient: null,
        recipients: {},
        data: { act, itemId: platform.itemId, placeId: platform.place?.id ?? null, by: at.actor },
      },
    ],
  };
}

function isUnderWay({ kind, state, itemId }: AtPlatform, ofItem: string): boolean {
  return kind === 'moderation' && itemId === ofItem && state !== 'sent';
}
