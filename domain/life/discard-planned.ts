import type { Circumstances, Decision } from './decision.ts';
import { event } from './decision.ts';
import { stopsDelivery } from './stops-delivery.ts';

/** What is still planned does not go out any more, and the ticket says so: at spam and at delete. */
export function discardPlanned(at: Circumstances, decision: Decision, becomes: 'spam' | 'deleted'): Decision {
  const reason = becomes === 'spam' ? 'the ticket is spam' : 'the ticket was deleted';
  const planned = at.openDeliveries.filter(({ state }) => state === 'planned');
  for (const delivery of planned.filter(({ kind }) => stopsDelivery(becomes, kind))) {
    decision.deliveryChanges.push({ id: delivery.id, to: 'discarded', reason });
    decision.events.push(event(at, 'delivery.discarded', { deliveryId: delivery.id, kind: delivery.kind, reason }));
    decision.wakes.push({ kind: 'delivery-retry', reference: delivery.id, due: null });
  }
  return decision;
}
