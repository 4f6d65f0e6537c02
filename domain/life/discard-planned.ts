import type { Circumstances, Decision } from './decision.ts';
import { event } from './decision.ts';

/** What is still planned does not go out any more, and the ticket says so: at spam and at delete. */
export function discardPlanned(at: Circumstances, decision: Decision, reason: string): Decision {
  for (const delivery of at.openDeliveries.filter(({ state }) => state === 'planned')) {
    decision.deliveryChanges.push({ id: delivery.id, to: 'discarded', reason });
    decision.events.push(event(at, 'delivery.discarded', { deliveryId: delivery.id, kind: delivery.kind, reason }));
    decision.wakes.push({ kind: 'delivery-retry', reference: delivery.id, due: null });
  }
  return decision;
}
