import type { DeskContext } from './context.ts';

/** How often a mailbox is polled unless its owner says otherwise. */
export const standardPollSeconds = 20;

/** Told at once where Temporal can be reached; otherwise reconcile makes schedules match sources. */
export async function schedulePolls(
  context: DeskContext,
  wish: { sourceId: string; intervalSeconds: number; isPaused: boolean },
): Promise<void> {
  const { client } = await context.desk();
  if (!client) return;
  const { setPollSchedule } = await import('../client/schedules.ts');
  await client.withDeadline(Date.now() + 3000, () => setPollSchedule(client, wish)).catch(() => {});
}
