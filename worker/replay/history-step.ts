import type { HistoryEventJson, HistoryJson } from '../../domain/life-file.ts';

/** `EVENT_TYPE_MARKER_RECORDED` is `MarkerRecorded` to people. */
export function eventTypeName(event: HistoryEventJson): string {
  return event.eventType
    .replace(/^EVENT_TYPE_/, '')
    .toLowerCase()
    .replace(/(^|_)(\w)/g, (_, _underscore, letter: string) => letter.toUpperCase());
}

/** The step of the story that an event belongs to: an activity, a timer, a signal, an ending. */
export function stepName(history: HistoryJson, event: HistoryEventJson): string {
  const attributes = attributesOf(event);
  const origin = attributes['scheduledEventId'] ?? attributes['startedEventId'];
  if (/^EVENT_TYPE_(ACTIVITY_TASK_(?!SCHEDULED)|TIMER_(?!STARTED))/.test(event.eventType) && origin !== undefined) {
    const started = history.events.find(({ eventId }) => eventId === origin);
    if (started && started !== event) return stepName(history, started);
  }
  switch (event.eventType) {
    case 'EVENT_TYPE_MARKER_RECORDED':
      return localActivity(event)?.activityType ?? String(attributes['markerName']);
    case 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED':
      return scheduledActivity(event) ?? 'activity';
    case 'EVENT_TYPE_TIMER_STARTED':
      return `timer of ${String(attributes['startToFireTimeout'])}`;
    case 'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED':
      return `signal ${String(attributes['signalName'])}`;
    case 'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW':
      return 'continue as new';
    case 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED':
      return 'completion';
    default:
      return eventTypeName(event);
  }
}

/** What a local activity's marker records: its number in the run and its type. Null for any other event. */
export function localActivity(event: HistoryEventJson): { sequence: number; activityType: string } | null {
  const payload = markerPayload(event);
  if (!payload?.data) return null;
  const { seq, activity_type } = JSON.parse(Buffer.from(payload.data, 'base64').toString()) as {
    seq: number;
    activity_type: string;
  };
  return { sequence: seq, activityType: activity_type };
}

export function scheduledActivity(event: HistoryEventJson): string | null {
  const { activityType } = attributesOf(event) as { activityType?: { name?: string } };
  return event.eventType === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED' ? (activityType?.name ?? null) : null;
}

/** Changes the activity type that an event records, in place; events of other kinds stay. */
export function renameActivity(event: HistoryEventJson, rename: (name: string) => string): void {
  const scheduled = scheduledActivity(event);
  if (scheduled !== null)
    (attributesOf(event) as { activityType: { name: string } }).activityType.name = rename(scheduled);
  const payload = markerPayload(event);
  if (!payload?.data) return;
  const data = JSON.parse(Buffer.from(payload.data, 'base64').toString()) as { activity_type: string };
  payload.data = Buffer.from(JSON.stringify({ ...data, activity_type: rename(data.activity_type) })).toString('base64');
}

function markerPayload(event: HistoryEventJson): { data?: string } | undefined {
  const marker = attributesOf(event) as {
    markerName?: string;
    details?: { data?: { payloads?: { data?: string }[] } };
  };
  return marker.markerName === 'core_local_activity' ? marker.details?.data?.payloads?.[0] : undefined;
}

function attributesOf(event: HistoryEventJson): Record<string, unknown> {
  const name = Object.keys(event).find((key) => key.endsWith('EventAttributes'));
  return name ? (event[name] as Record<string, unknown>) : {};
}
