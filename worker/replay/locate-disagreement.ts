import type { HistoryEventJson, HistoryJson } from '../../domain/life-file.ts';
import { eventTypeName, localActivity, renameActivity, scheduledActivity, stepName } from './history-step.ts';
import { NEVER_ENDS, type Replayer, type ReplayedRun } from './replayer.ts';

/** Where today's code leaves a saved history. */
export interface Disagreement {
  eventId: number;
  /** Such as `MarkerRecorded`. */
  eventType: string;
  /** The step that the history shows there: an activity, a timer, an ending. */
  step: string;
  /** What today's code does instead. */
  instead: string;
}

const NO_STEP = 'does not take this step here';
/** No activity has such a name, so a tagged one never agrees. */
const TAG = '\u241F';

/**
 * Finds the first event at which a run disagrees. The engine's words name the event, or a number of a local activity,
 * or only two activity types; in the last case the event is found by replaying the run a few times more.
 */
export async function locateDisagreement(replayer: Replayer, run: ReplayedRun, words: string): Promise<Disagreement> {
  const { events } = run.history;
  const named = /HistoryEvent\(id: (\d+)/.exec(words);
  if (named) {
    const machine = /(\w[\w ]*?) machine does not handle/.exec(words)?.[1]?.replace(/^.*error: /, '');
    return at(run.history, eventOf(events, Number(named[1])), machine ? `wants ${wantedBy(machine)} there` : NO_STEP);
  }
  const missing = /Missing associated machine for LocalActivity\((\d+)\)/.exec(words);
  if (missing) return at(run.history, markerOf(events, Number(missing[1])), NO_STEP);
  if (/ of recorded marker /.test(words)) return searchTyped(replayer, run, (event) => localActivity(event) !== null);
  if (/ of scheduled event /.test(words))
    return searchTyped(replayer, run, (event) => scheduledActivity(event) !== null);
  if (words === NEVER_ENDS)
    return at(run.history, events.at(-1), 'waits for something that the history does not bring');
  return searchTask(replayer, run, words);
}

function at(history: HistoryJson, event: HistoryEventJson | undefined, instead: string): Disagreement {
  const found = event ?? history.events.at(-1);
  if (!found) throw new Error('a history without events cannot disagree');
  return { eventId: Number(found.eventId), eventType: eventTypeName(found), step: stepName(history, found), instead };
}

function eventOf(events: HistoryEventJson[], id: number): HistoryEventJson | undefined {
  return events.find(({ eventId }) => Number(eventId) === id);
}

function markerOf(events: HistoryEventJson[], sequence: number): HistoryEventJson | undefined {
  return events.find((event) => localActivity(event)?.sequence === sequence);
}

/** The engine's machines in our words: `Complete workflow` is a completion. */
function wantedBy(machine: string): string {
  const words: Record<string, string> = {
    'Complete workflow': 'the completion',
    'Continue as new workflow': 'to continue as new',
  };
  return words[machine] ?? `a ${machine.toLowerCase()}`;
}

/**
 * The types differ at one of several activities of the same name. Replayed with every activity from the k-th on given a
 * name that never agrees, the run fails at the k-th unless it failed before: so the largest k that fails at its tag is
 * the one sought, and the words there say what the code wants.
 */
async function searchTyped(
  replayer: Replayer,
  run: ReplayedRun,
  isTyped: (event: HistoryEventJson) => boolean,
): Promise<Disagreement> {
  const typed = run.history.events.filter(isTyped);
  let [low, high] = [0, typed.length - 1];
  let wanted = '';
  while (low <= high) {
    const middle = (low + high) >> 1;
    const words = await replayTagged(replayer, run, typed.slice(middle));
    if (words.includes(TAG)) {
      wanted = /command '(.*?)'/.exec(words)?.[1] ?? '';
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return at(run.history, typed[Math.max(high, 0)], wanted ? `takes ${wanted} there` : NO_STEP);
}

async function replayTagged(replayer: Replayer, run: ReplayedRun, tagged: HistoryEventJson[]): Promise<string> {
  const history = structuredClone(run.history);
  const ids = new Set(tagged.map(({ eventId }) => eventId));
  for (const event of history.events) if (ids.has(event.eventId)) renameActivity(event, (name) => name + TAG);
  return (await replayer.replay({ ...run, history })) ?? '';
}

/** The shortest beginning of the history that fails tells in which workflow task the code fails. */
async function searchTask(replayer: Replayer, run: ReplayedRun, words: string): Promise<Disagreement> {
  const { events } = run.history;
  const starts = events.flatMap(({ eventType }, index) =>
    eventType === 'EVENT_TYPE_WORKFLOW_TASK_STARTED' ? [index] : [],
  );
  for (const start of starts) {
    const history = { events: events.slice(0, start + 1) };
    if ((await replayer.replay({ ...run, history })) === null) continue;
    return at(run.history, events[start + 2] ?? events[start], `fails: ${words}`);
  }
  return at(run.history, events.at(-1), `fails: ${words}`);
}
