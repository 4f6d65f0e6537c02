import { answerOptions } from '../platform/answer-options.ts';
import type { CommandContext } from './command-context.ts';
import type { Circumstances, Decision } from './decision.ts';
import { event, nothing, refuse } from './decision.ts';

/** Tries a delivery again. At a platform that begins with the question whether it happened. */
export function retryDelivery(at: Circumstances, context: CommandContext): Decision {
  const { delivery } = context;
  if (!delivery) return refuse('NOT_FOUND', 'the ticket has no such delivery');
  if (!['failed', 'unsure', 'planned'].includes(delivery.state)) {
    return refuse(
      'STATE_FORBIDS',
      `the delivery is ${delivery.state}; only a failed, unsure or waiting one can be tried again`,
    );
  }
  const problem = delivery.state === 'failed' ? whyNotAgain(at, delivery, context) : null;
  if (problem) return refuse('ANSWER_NOT_ALLOWED', problem);
  return {
    ...nothing(),
    events: [event(at, 'delivery.retried', { deliveryId: delivery.id, kind: delivery.kind })],
    deliveryChanges: [{ id: delivery.id, to: 'planned' }],
    wakes: [{ kind: 'delivery-retry', reference: delivery.id, due: null }],
  };
}

/** A failed answer has left its place: what the platform takes may have changed, and another may have been given. */
function whyNotAgain(
  at: Circumstances,
  { kind, itemId }: NonNullable<CommandContext['delivery']>,
  { atPlatform }: CommandContext,
): string | null {
  const option = answerOptions(at.ticket, at.now).find(({ way }) => `${way}-reply` === kind);
  if (!option) return null;
  const isOnlyOne = kind === 'private-reply' || at.ticket.platform?.status !== null;
  const isOther = atPlatform.some((other) => other.kind === kind && other.itemId === itemId && other.state !== 'sent');
  return option.refusal ?? (isOnlyOne && isOther ? 'another answer is on its way' : null);
}
