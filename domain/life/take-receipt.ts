import { backOffSeconds, isAtPlatform, mayBeRepeated, type DeliveryState } from '../delivery.ts';
import type { NewEvent } from '../events.ts';
import { theDesk } from '../actor.ts';
import type { AttemptedDelivery, AttemptOutcome, ReceiptDecision, ReceivedAt } from './receipt.ts';
import { stopsDelivery } from './stops-delivery.ts';
import { takePlatformReceipt } from './take-platform-receipt.ts';

/**
 * Decides what an attempt's outcome means: done, another try later, once more at once, or an operator's turn. On a
 * ticket that became spam or was deleted meanwhile there is no other try.
 */
export function takeReceipt(
  delivery: AttemptedDelivery,
  ended: Pick<AttemptOutcome, 'outcome' | 'atPlatform'>,
  at: ReceivedAt,
): ReceiptDecision {
  const { id: deliveryId, kind } = delivery;
  const decision =
    isAtPlatform(kind) && ended.atPlatform
      ? takePlatformReceipt(delivery, { outcome: ended.outcome, ...ended.atPlatform }, at)
      : decide(delivery, ended.outcome, at.now);
  if (decision.state !== 'planned' || !stopsDelivery(at.standing, kind)) return decision;
  const reason = `the ticket is ${at.standing}`;
  const discarded: NewEvent = {
    type: 'delivery.discarded',
    data: { deliveryId, kind, reason },
    actor: theDesk,
    at: at.now,
  };
  return { state: 'discarded', wasRepeated: decision.wasRepeated, nextAttemptAt: null, events: [discarded] };
}

function decide(delivery: AttemptedDelivery, outcome: AttemptOutcome['outcome'], now: string): ReceiptDecision {
  const { id: deliveryId, kind, attempt, wasRepeated } = delivery;
  const ended = (state: DeliveryState, event: NewEvent): ReceiptDecision => ({
    state,
    wasRepeated,
    nextAttemptAt: null,
    events: [event],
  });
  const by = { actor: theDesk, at: now };
  switch (outcome) {
    case 'sent':
      return ended('sent', { type: 'delivery.sent', data: { deliveryId, kind, attempt }, ...by });
    case 'refused':
      return ended('failed', { type: 'delivery.failed', data: { deliveryId, kind, attempt, bounced: false }, ...by });
    case 'unsure':
      return unsure(delivery, now);
    default:
      return laterOrFailed(delivery, now);
  }
}

function unsure({ id: deliveryId, kind, attempt, wasRepeated }: AttemptedDelivery, now: string): ReceiptDecision {
  const by = { actor: theDesk, at: now };
  const events: NewEvent[] = [{ type: 'delivery.unsure', data: { deliveryId, kind, attempt }, ...by }];
  if (!mayBeRepeated(kind) || wasRepeated) return { state: 'unsure', wasRepeated, nextAttemptAt: null, events };
  events.push({ type: 'delivery.repeated', data: { deliveryId, kind }, ...by });
  return { state: 'planned', wasRepeated: true, nextAttemptAt: now, events };
}

function laterOrFailed(delivery: AttemptedDelivery, now: string): ReceiptDecision {
  const { id: deliveryId, kind, attempt, wasRepeated } = delivery;
  const by = { actor: theDesk, at: now };
  const seconds = backOffSeconds(attempt);
  if (seconds === null) {
    const failed: NewEvent = { type: 'delivery.failed', data: { deliveryId, kind, attempt, bounced: false }, ...by };
    return { state: 'failed', wasRepeated, nextAttemptAt: null, events: [failed] };
  }
  const nextAttemptAt = new Date(Date.parse(now) + seconds * 1000).toISOString();
  const deferred: NewEvent = { type: 'delivery.deferred', data: { deliveryId, kind, attempt, nextAttemptAt }, ...by };
  return { state: 'planned', wasRepeated, nextAttemptAt, events: [deferred] };
}
