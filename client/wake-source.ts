import type { PlatformChannel } from '../channels/platform-channel.ts';
import type { Source } from '../database/sources.ts';
import type { Desk } from './ask.ts';
import { look } from './look.ts';
import { pollNow, setPollSchedule } from './schedules.ts';

const DEADLINE_MILLISECONDS = 3000;

/**
 * Has a source polled at once and what was held for it sent. Without the engine reconcile does it a little later.
 * @param wake.ticketIds tickets that have something to send
 */
export async function wakeSource(
  desk: Desk | null,
  wake: {
    source: Pick<Source, 'id' | 'isOn' | 'pollIntervalSeconds'>;
    channel: Pick<PlatformChannel, 'pollSeconds'>;
    ticketIds: readonly string[];
  },
): Promise<void> {
  if (!desk?.client) return;
  const { client, lingerSeconds, continueAfterEvents } = desk;
  const { source, channel, ticketIds } = wake;
  const poll = async () => {
    if (channel.pollSeconds === null) return;
    const intervalSeconds = source.pollIntervalSeconds ?? channel.pollSeconds;
    await setPollSchedule(client, { sourceId: source.id, intervalSeconds, isPaused: !source.isOn });
    if (source.isOn) await pollNow(client, source.id);
  };
  await Promise.allSettled([
    client.withDeadline(Date.now() + DEADLINE_MILLISECONDS, poll),
    ...ticketIds.map((ticketId) => look(client, { ticketId, lingerSeconds, continueAfterEvents })),
  ]);
}
