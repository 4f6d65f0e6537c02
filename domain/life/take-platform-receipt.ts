import { theDesk } from '../actor.ts';
import { backOffSeconds, HELD_SECONDS, heldBySource } from '../delivery.ts';
import type { NewEvent } from '../events.ts';
import type { PlatformState } from '../platform/platform-state.ts';
import type { WakeChange } from './decision.ts';
import type { AttemptedDelivery, AttemptOutcome, PlatformAttempt, ReceiptDecision, ReceivedAt } from './receipt.ts';
import { stopsDelivery } from './stops-delivery.ts';

type Ended = Pick<AttemptOutcome, 'outcome'> & PlatformAttempt;

/**
 * Decides what the outcome of an attempt at a platform means. What may have happened is asked for after a while, again
 * and again; only after two days of that it is an operator's turn. An account in trouble holds it, and fails nothing.
 */
export function takePlatformReceipt(delivery: AttemptedDelivery, ended: Ended, at: ReceivedAt): ReceiptDecision {
  const { id: deliveryId, kind, attempt, wasRepeated } = delivery;
  const by = { actor: theDesk, at: at.now };
  const attempted = { deliveryId, kind, attempt };
  switch (ended.outcome) {
    case 'sent':
      return sent(delivery, ended, at);
    case 'unsure':
      return unsure(delivery, ended, at);
    case 'fault': {
      const until = later(at.now, HELD_SECONDS);
      const held: NewEvent = { type: 'delivery.held', data: { deliveryId, kind, until }, ...by };
      const heldReason = heldBySource('stopped', ended.code);
      return { state: 'planned', wasRepeated, nextAttemptAt: until, heldReason, events: [held] };
    }
    case 'deferred': {
      const seconds = backOffSeconds(attempt);
      const nextAttemptAt = ended.until ?? (seconds === null ? null : later(at.now, seconds));
      if (nextAttemptAt === null) break;
      const deferred: NewEvent = { type: 'delivery.deferred', data: { ...attempted, nextAttemptAt }, ...by };
      return { state: 'planned', wasRepeated, nextAttemptAt, events: [deferred] };
    }
    case 'refused':
  }
  const failed: NewEvent = { type: 'delivery.failed', data: { ...attempted, bounced: false }, ...by };
  return { state: 'failed', wasRepeated, nextAttemptAt: null, events: [failed] };
}

function unsure(delivery: AttemptedDelivery, { settleSeconds }: Ended, { now, standing }: ReceivedAt): ReceiptDecision {
  const { id: deliveryId, kind, attempt, wasRepeated } = delivery;
  const by = { actor: theDesk, at: now };
  const events: NewEvent[] = [{ type: 'delivery.unsure', data: { deliveryId, kind, attempt }, ...by }];
  const seconds = backOffSeconds(attempt, settleSeconds);
  // What may have happened is not discarded with the rest: somebody has to see that nobody knows.
  if (seconds === null || stopsDelivery(standing, kind))
    return { state: 'unsure', wasRepeated, nextAttemptAt: null, events };
  const nextAttemptAt = later(now, seconds);
  events.push({ type: 'delivery.deferred', data: { deliveryId, kind, attempt, nextAttemptAt }, ...by });
  return { state: 'planned', wasRepeated, nextAttemptAt, events };
}

function sent(delivery: AttemptedDelivery, ended: Ended, { now, platform }: ReceivedAt): ReceiptDecision {
  const { id: deliveryId, kind, attempt, wasRepeated } = delivery;
  const { itemId } = ended;
  const data = { deliveryId, kind, attempt, itemId };
  const events: NewEvent[] = [{ type: 'delivery.sent', data, actor: theDesk, at: now }];
  const change = changeOf(ended, platform ?? null);
  if (change) events.push({ type: change, data: { itemId }, actor: ended.by, at: now });
  return { state: 'sent', wasRepeated, nextAttemptAt: null, events, wakes: overWakes(ended, platform ?? null) };
}

/** What a moderation made of the item; null when the platform told it before, or for an answer. */
function changeOf(
  { act, itemId }: Ended,
  platform: PlatformState | null,
): 'comment.hidden' | 'comment.shown' | 'comment.removed' | null {
  const isNewest = platform?.itemId === itemId;
  if (act === 'remove') return isNewest && platform.isRemoved ? null : 'comment.removed';
  if (act !== 'hide' && act !== 'show') return null;
  if (isNewest && platform.isHidden === (act === 'hide')) return null;
  return act === 'hide' ? 'comment.hidden' : 'comment.shown';
}

/** The deadlines that no longer matter. */
function overWakes({ act, itemId }: Ended, platform: PlatformState | null): WakeChange[] {
  if (act === 'answer') return [{ kind: 'answer-deadline', reference: null, due: null }];
  const isUsed = (act === 'private-reply' || act === 'remove') && platform?.itemId === itemId;
  return isUsed ? [{ kind: 'private-reply-end', reference: null, due: null }] : [];
}

function later(now: string, seconds: number): string {
  return new Date(Date.parse(now) + seconds * 1000).toISOString();
}
