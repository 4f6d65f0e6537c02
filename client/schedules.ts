import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import { taskQueues } from '../workflows/messages.ts';

export const POLL_PREFIX = 'poll/';
const TEND_SECONDS = 3600;

export interface PollSchedule {
  sourceId: string;
  intervalSeconds: number;
  isPaused: boolean;
}

/** What a poll's schedule is. Its note holds the settings, so that a changed source is seen by comparing. */
function pollOptions(poll: PollSchedule): ScheduleOptions {
  return {
    scheduleId: POLL_PREFIX + poll.sourceId,
    spec: {
      intervals: [{ every: poll.intervalSeconds * 1000 }],
      // Mailboxes of one server are not all asked in the same second.
      jitter: Math.min(poll.intervalSeconds * 100, 5000),
    },
    action: {
      type: 'startWorkflow',
      workflowType: 'pollSource',
      workflowId: POLL_PREFIX + poll.sourceId,
      taskQueue: taskQueues.sources,
      args: [{ sourceId: poll.sourceId }],
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: Math.max(poll.intervalSeconds * 1000, 10_000) },
    state: { paused: poll.isPaused, note: noteOf(poll) },
  };
}

export function noteOf(poll: PollSchedule): string {
  return `every ${poll.intervalSeconds} s${poll.isPaused ? ', switched off' : ''}`;
}

/** Makes a source's schedule what it should be, whatever it was. */
export async function setPollSchedule(client: Client, poll: PollSchedule): Promise<void> {
  const options = pollOptions(poll);
  try {
    await client.schedule.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, action, policies, state } = options;
    await client.schedule.getHandle(options.scheduleId).update((previous) => ({
      ...previous,
      spec,
      action: action as typeof previous.action,
      policies: { ...previous.policies, ...policies },
      state: { ...previous.state, paused: poll.isPaused, note: state?.note },
    }));
  }
}

export async function removeSchedule(client: Client, scheduleId: string): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleId).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}

/** "Poll now." */
export async function pollNow(client: Client, sourceId: string): Promise<void> {
  await client.schedule.getHandle(POLL_PREFIX + sourceId).trigger(ScheduleOverlapPolicy.BUFFER_ONE);
}

/** The notes of all poll schedules that the engine has, by schedule id. */
export async function listPollSchedules(client: Client): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const schedule of client.schedule.list()) {
    if (schedule.scheduleId.startsWith(POLL_PREFIX)) found.set(schedule.scheduleId, schedule.state.note ?? '');
  }
  return found;
}

/** A schedule of the desk's own: how often its workflow runs. */
function deskOptions(scheduleId: string, workflowType: string, everySeconds: number) {
  return {
    scheduleId,
    spec: { intervals: [{ every: everySeconds * 1000 }] },
    action: { type: 'startWorkflow', workflowType, workflowId: scheduleId, taskQueue: taskQueues.sources, args: [] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: Math.max(everySeconds * 1000, 10_000) },
    // Its note tells how often, as with polls.
    state: { paused: false, note: `every ${everySeconds} s` },
  } satisfies ScheduleOptions;
}

/** What goes wrong between looks is made good by this schedule. */
export async function ensureReconcileSchedule(client: Client, everySeconds: number): Promise<void> {
  await ensureSchedule(client, deskOptions('reconcile', 'reconcile', everySeconds));
}

/** Tokens are renewed and sources audited by this one. */
export async function ensureTendSchedule(client: Client): Promise<void> {
  await ensureSchedule(client, deskOptions('tend-sources', 'tendSources', TEND_SECONDS));
}

/**
 * The desk's own schedules live in the engine, which may lose its data, and where anybody may pause them: every worker
 * makes sure that they are there, go as often as they should, and run.
 */
async function ensureSchedule(client: Client, options: ReturnType<typeof deskOptions>): Promise<void> {
  const handle = client.schedule.getHandle(options.scheduleId);
  try {
    await client.schedule.create(options);
    await handle.trigger(ScheduleOverlapPolicy.SKIP);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { state } = await handle.describe();
    if (!state.paused && state.note === options.state.note) return;
    const { spec, policies } = options;
    await handle.update((previous) => ({
      ...previous,
      spec,
      policies: { ...previous.policies, ...policies },
      state: { ...previous.state, ...options.state },
    }));
  }
}
