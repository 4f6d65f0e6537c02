import type { HistoryEventJson, LifeFile, LifeRun } from '../../domain/life-file.ts';

/**
 * What a saved life shows, in words a manifest can ask for: `continue-as-new`, `timer-fired`, `woken-by-timer`,
 * `several-runs`, `open-run`, `step:NAME` and `activity:NAME` from the histories; `event:TYPE` and `delivery:STATE` from the ticket's
 * rows, a delivery only where a run of this file started it.
 */
export function featuresOf(life: LifeFile): string[] {
  const events = life.runs.flatMap(({ history }) => history.events);
  const started = new Set(events.flatMap(startedDelivery));
  const features = [
    ...events.flatMap(featureOfEvent),
    ...(life.runs.length > 1 ? ['several-runs'] : []),
    ...(life.runs.some(isOpen) ? ['open-run'] : []),
    ...(life.runs.some(isWokenByTimer) ? ['woken-by-timer'] : []),
    ...(isRestarted(life.runs) ? ['completed-then-started-again'] : []),
    ...life.events.map(({ type }) => `event:${type}`),
    ...life.deliveries.filter(({ id }) => started.has(id)).map(({ state }) => `delivery:${state}`),
  ];
  return [...new Set(features)].sort();
}

/** The type of the step or activity that an event tells of, or null. */
export function stepOf(event: HistoryEventJson): string | null {
  const marker = event['markerRecordedEventAttributes'] as { markerName?: string; details?: { data?: { payloads?: { data?: string }[] } } } | undefined;
  const data = marker?.markerName === 'core_local_activity' ? marker.details?.data?.payloads?.[0]?.data : undefined;
  if (!data) return null;
  return (JSON.parse(Buffer.from(data, 'base64').toString()) as { activity_type: string }).activity_type;
}

function featureOfEvent(event: HistoryEventJson): string[] {
  const step = stepOf(event);
  if (step) return [`step:${step}`, ...('failure' in (event['markerRecordedEventAttributes'] as object) ? ['step-failed'] : [])];
  switch (event.eventType) {
    case 'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW':
      return ['continue-as-new'];
    case 'EVENT_TYPE_TIMER_FIRED':
      return ['timer-fired'];
    case 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED':
      return ['completed'];
    case 'EVENT_TYPE_ACTIVITY_TASK_FAILED':
      return ['activity-failed'];
    case 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED':
      return [`activity:${activityOf(event)?.activityType?.name}`];
    default:
      return [];
  }
}

interface Scheduled {
  activityType?: { name?: string };
  input?: { payloads?: { data?: string }[] };
}

function activityOf(event: HistoryEventJson): Scheduled | undefined {
  return event['activityTaskScheduledEventAttributes'] as Scheduled | undefined;
}

function startedDelivery(event: HistoryEventJson): string[] {
  const activity = activityOf(event);
  const input = activity?.activityType?.name === 'deliver' ? activity.input?.payloads?.[0]?.data : undefined;
  return input ? [(JSON.parse(Buffer.from(input, 'base64').toString()) as { deliveryId: string }).deliveryId] : [];
}

function lastEvent(run: LifeRun): string {
  return run.history.events.at(-1)?.eventType ?? '';
}

function isOpen(run: LifeRun): boolean {
  return !/_(COMPLETED|CONTINUED_AS_NEW|FAILED|TIMED_OUT|TERMINATED|CANCELED)$/.test(lastEvent(run)) || !lastEvent(run).includes('WORKFLOW_EXECUTION_');
}

/** A timer fired and the same run took a step afterwards; one that only ended the run does not count. */
function isWokenByTimer({ history }: LifeRun): boolean {
  const fired = history.events.findIndex(({ eventType }) => eventType === 'EVENT_TYPE_TIMER_FIRED');
  return fired >= 0 && history.events.slice(fired).some((event) => stepOf(event) !== null);
}

function isRestarted(runs: LifeRun[]): boolean {
  return runs.slice(0, -1).some((run) => lastEvent(run) === 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED');
}
