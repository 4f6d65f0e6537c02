import { backOffSeconds, isAtPlatform, mayBeRepeated } from '../delivery.ts';
import { standingOf } from '../ticket.ts';
import type { Circumstances, Decision } from './decision.ts';
import { event, nothing } from './decision.ts';
import { stopsDelivery } from './stops-delivery.ts';

/**
 * An attempt past its end without a receipt: whether the mail went out is unknown.
 * A notice is repeated once with the same Message-ID; a mailed answer to a customer waits for an operator. Of what is
 * done at a platform the platform itself is asked.
 */
export function settleOverdue(at: Circumstances): Decision {
  const decision = nothing();
  for (const delivery of at.openDeliveries) {
    if (delivery.state !== 'sending' || !delivery.attemptEndsAt || delivery.attemptEndsAt > at.now) continue;
    const { id, kind, attempt } = delivery;
    decision.events.push(event(at, 'delivery.unsure', { deliveryId: id, kind, attempt }));
    const isStopped = stopsDelivery(standingOf(at.ticket), kind);
    if (isAtPlatform(kind) && backOffSeconds(attempt) !== null && !isStopped) {
      decision.deliveryChanges.push({ id, to: 'asked-for' });
    } else if (mayBeRepeated(kind) && !delivery.wasRepeated && !isStopped) {
      decision.events.push(event(at, 'delivery.repeated', { deliveryId: id, kind }));
      decision.deliveryChanges.push({ id, to: 'repeated' });
    } else {
      decision.deliveryChanges.push({ id, to: 'unsure' });
    }
  }
  return decision;
}
