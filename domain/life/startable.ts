import type { OpenDelivery } from '../delivery.ts';

/**
 * The deliveries that may go out now. Answers on one thread keep their order, and lines of a chat keep theirs: a later
 * one waits for an earlier one that is due or on its way; one that backs off, failed or is unsure lets it pass.
 */
export function startable(deliveries: readonly OpenDelivery[], now: string): OpenDelivery[] {
  const isBusy = (delivery: OpenDelivery) =>
    delivery.state === 'sending' || (delivery.state === 'planned' && delivery.nextAttemptAt <= now);
  return deliveries.filter((delivery) => {
    if (delivery.state !== 'planned' || delivery.nextAttemptAt > now) return false;
    if (delivery.kind !== 'reply' && delivery.kind !== 'chat') return true;
    return !deliveries.some(
      (other) =>
        other.kind === delivery.kind && isBusy(other) && isEarlier(other, delivery) && other.id !== delivery.id,
    );
  });
}

function isEarlier(one: OpenDelivery, other: OpenDelivery): boolean {
  return one.plannedAt < other.plannedAt || (one.plannedAt === other.plannedAt && one.id < other.id);
}
