/** A run of a ticket's workflow as far as finding gaps needs it. ISO times; `closedAt` null while it runs. */
export interface KnownRun {
  runId: string;
  startedAt: string;
  closedAt: string | null;
  /** The run this one continues, from its start event. */
  continues: string | null;
}

/** An input that some run took up, and when by that run's clock. */
export interface TakenInput {
  number: number;
  takenAt: string;
}

/** One run or several in a row whose history is gone. */
export interface LostRun {
  /** Known only where a later run says that it continues this one. */
  runId: string | null;
  /** The inputs taken up there, by number, and when the first and the last of them were. */
  inputs: number[];
  from: string | null;
  until: string | null;
}

/**
 * Names what is missing from a life. Every input ends by the clock of the run that took it up, so one that ended while
 * no known run lived was taken up in a lost one; and a run says which run it continues. A lost run that took nothing up
 * and was continued by none leaves no mark: it decided nothing.
 */
export function findLostRuns(runs: readonly KnownRun[], inputs: readonly TakenInput[]): LostRun[] {
  const known = new Set(runs.map(({ runId }) => runId));
  const ordered = [...runs].sort((a, b) => compare(a.startedAt, b.startedAt));
  const gaps = new Map<string, LostRun>();
  const uncovered = inputs.filter(({ takenAt }) => !ordered.some((run) => livedAt(run, takenAt)));
  for (const { number, takenAt } of uncovered.toSorted((a, b) => compare(a.takenAt, b.takenAt))) {
    const next = ordered.find(({ startedAt }) => startedAt > takenAt);
    const key = next?.runId ?? '';
    const gap = gaps.get(key) ?? { runId: null, inputs: [], from: takenAt, until: takenAt };
    gaps.set(key, { ...gap, inputs: [...gap.inputs, number], until: takenAt });
  }
  for (const { runId, continues } of ordered) {
    if (continues === null || known.has(continues)) continue;
    gaps.set(runId, { ...(gaps.get(runId) ?? { inputs: [], from: null, until: null }), runId: continues });
  }
  return [...gaps.values()].sort((a, b) => compare(a.from ?? '', b.from ?? ''));
}

function livedAt({ startedAt, closedAt }: KnownRun, at: string): boolean {
  return startedAt <= at && (closedAt === null || at <= closedAt);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
