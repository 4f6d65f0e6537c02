import type { DeliveryKind } from '../delivery.ts';
import { stopsDeliveries, type Standing } from '../ticket.ts';

/** Whether it does not go out any more in this standing. What spam left at a platform is hidden or removed all the same. */
export function stopsDelivery(standing: Standing, kind: DeliveryKind): boolean {
  return stopsDeliveries(standing) && !(standing === 'spam' && kind === 'moderation');
}
