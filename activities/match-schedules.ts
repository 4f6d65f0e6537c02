import { listPollSchedules, noteOf, POLL_PREFIX, removeSchedule, setPollSchedule } from '../client/schedules.ts';
import { listSources } from '../database/sources.ts';
import type { Tools } from './tools.ts';

const DEFAULT_INTERVAL_SECONDS = 20;

/** Makes schedules match sources, both ways: missing ones are made, changed ones set, those of no source removed. */
export async function matchSchedules(tools: Tools): Promise<void> {
  const sources = (await listSources(tools.database)).filter(({ channel }) => channel === 'email');
  const present = await listPollSchedules(tools.client);
  for (const source of sources) {
    const poll = {
      sourceId: source.id,
      intervalSeconds: source.pollIntervalSeconds ?? DEFAULT_INTERVAL_SECONDS,
      isPaused: !source.isOn,
    };
    if (present.get(POLL_PREFIX + source.id) !== noteOf(poll)) await setPollSchedule(tools.client, poll);
  }
  const wanted = new Set(sources.map(({ id }) => POLL_PREFIX + id));
  for (const scheduleId of present.keys()) {
    if (!wanted.has(scheduleId)) await removeSchedule(tools.client, scheduleId);
  }
}
