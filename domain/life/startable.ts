import { isAtPlatform, type OpenDelivery } from '../delivery.ts';

/**
 * The deliveries that may go out now. Answers on one thread keep their order, and so do lines of a chat and what is done
 * at a platform: a later one waits for an earlier one that is due or on its way; one that backs off, failed or is unsure
 * lets it pass. At a platform only one of a kind is under way: of two with the same words each finds its own.
 */
export function startable(deliveries: readonly OpenDelivery[], now: string): OpenDelivery[] {
  const isBusy = (delivery: OpenDelivery) =>
    delivery.state === 'sending' || (delivery.state === 'planned' && delivery.nextAttemptAt <= now);
  return deliveries.filter((delivery) => {
    const { kind } = delivery;
    if (delivery.state !== 'planned' || delivery.nextAttemptAt > now) return false;
    if (kind !== 'reply' && kind !== 'chat' && !isAtPlatform(kind)) return true;
    const others = deliveries.filter((other) => other.kind === kind && other.id !== delivery.id);
    if (isAtPlatform(kind) && others.some(({ state }) => state === 'sending')) return false;
    return !others.some((other) => isBusy(other) && isEarlier(other, delivery));
  });
}

function isEarlier(one: OpenDelivery, other: OpenDelivery): boolean {
  return one.plannedAt < other.plannedAt || (one.plannedAt === other.plannedAt && one.id < other.id);
}
