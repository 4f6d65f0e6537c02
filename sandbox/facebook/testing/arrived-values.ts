import { setTimeout as wait } from 'node:timers/promises';
import type { WebhookReceiver } from '../../graph/webhook-receiver.ts';

/** One entry as Pages have it. */
export interface FeedEntry {
  id: string;
  time: number;
  changes: { field: string; value: Record<string, unknown> }[];
}

export function entriesOf(receiver: WebhookReceiver): FeedEntry[] {
  return receiver.entries() as unknown as FeedEntry[];
}

/** Every `value` that came, in the order of arrival, once there are so many (or too few after 5 seconds). */
export async function arrivedValues(receiver: WebhookReceiver, count: number): Promise<Record<string, unknown>[]> {
  const values = (): Record<string, unknown>[] =>
    entriesOf(receiver).flatMap(({ changes }) => changes.map(({ value }) => value));
  for (let tries = 0; values().length < count && tries < 250; tries += 1) await wait(20);
  return values();
}
