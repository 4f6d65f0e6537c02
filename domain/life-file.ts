import type { LostRun } from './lost-runs.ts';

/** A history as the engine's JSON has it; only what we look at is typed. */
export interface HistoryJson {
  events: HistoryEventJson[];
}

export interface HistoryEventJson {
  eventId: string;
  eventTime?: string;
  eventType: string;
  [attributes: string]: unknown;
}

export interface LifeRun {
  workflowId: string;
  runId: string;
  workflowType: string;
  startedAt: string;
  closedAt: string | null;
  history: HistoryJson;
}

/** A whole life in one file: ids, times and kinds; never a word of a customer. */
export interface LifeFile {
  format: 1;
  /** Null for a life that is no ticket's: a poll's or reconcile's, or a talk's alone. */
  ticket: { number: number; id: string } | null;
  exportedAt: string;
  /** Of the ticket and of the talks it was made of, in the order they started. */
  runs: LifeRun[];
  /** What went with the engine's data, as far as it can be named. */
  lostRuns: LostRun[];
  /** What the ticket's rows tell of the same life. */
  events: { number: number; type: string; at: string }[];
  deliveries: { id: string; kind: string; state: string; attempts: number }[];
}

export const LIFE_FILE_FORMAT = 1;
