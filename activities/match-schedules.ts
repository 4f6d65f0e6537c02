import { channelsOf } from '../client/open-account.ts';
import { listPollSchedules, noteOf, POLL_PREFIX, removeSchedule, setPollSchedule } from '../client/schedules.ts';
import { listSources } from '../database/sources.ts';
import type { Channel } from '../domain/channel.ts';
import type { Tools } from './tools.ts';

const MAIL_INTERVAL_SECONDS = 20;

/**
 * Makes schedules match sources, both ways: missing ones are made, changed ones set, those of no source removed. What is
 * off is paused; what a platform stopped keeps its schedule, and its polls do nothing.
 */
export async function matchSchedules(tools: Tools): Promise<void> {
  const standardSeconds = new Map<Channel, number | null>([
    ['email', MAIL_INTERVAL_SECONDS],
    ...channelsOf(tools.platforms).map(({ channel, pollSeconds }) => [channel, pollSeconds] as const),
  ]);
  const polls = (await listSources(tools.database)).flatMap((source) => {
    const standard = standardSeconds.get(source.channel) ?? null;
    if (standard === null) return [];
    return [{ sourceId: source.id, intervalSeconds: source.pollIntervalSeconds ?? standard, isPaused: !source.isOn }];
  });
  const present = await listPollSchedules(tools.client);
  for (const poll of polls) {
    if (present.get(POLL_PREFIX + poll.sourceId) !== noteOf(poll)) await setPollSchedule(tools.client, poll);
  }
  const wanted = new Set(polls.map(({ sourceId }) => POLL_PREFIX + sourceId));
  for (const scheduleId of present.keys()) {
    if (!wanted.has(scheduleId)) await removeSchedule(tools.client, scheduleId);
  }
}
