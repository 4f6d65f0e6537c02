import { mayBeRepeated } from '../delivery.ts';
import { standingOf, stopsDeliveries } from '../ticket.ts';
import type { Circumstances, Decision } from './decision.ts';
import { event, nothing } from './decision.ts';

/**
 * An attempt past its end without a receipt: whether the mail went out is unknown.
 * A notice is repeated once with the same Message-ID; an answer to a customer waits for an operator.
 */
export function settleOverdue(at: Circumstances): Decision {
  const decision = nothing();
  for (const delivery of at.openDeliveries) {
    if (delivery.state !== 'sending' || !delivery.attemptEndsAt || delivery.attemptEndsAt > at.now) continue;
    const { id, kind, attempt } = delivery;
    decision.events.push(event(at, 'delivery.unsure', { deliveryId: id, kind, attempt }));
    if (mayBeRepeated(kind) && !delivery.wasRepeated && !stopsDeliveries(standingOf(at.ticket))) {
      decision.events.push(event(at, 'delivery.repeated', { deliveryId: id, kind }));
      decision.deliveryChanges.push({ id, to: 'repeated' });
    } else {
      decision.deliveryChanges.push({ id, to: 'unsure' });
    }
  }
  return decision;
}
