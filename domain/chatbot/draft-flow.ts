import type { Block } from './flow.ts';
import type { DesignPath, DesignReader } from '../design/read-design.ts';

/** A block of a file that is being checked; one that could not be read keeps the flows it names. */
export type DraftBlock = Block | { kind: 'unreadable'; goto: string[]; mayFillAttributes: boolean };

export type DraftFlows = Record<string, DraftBlock[]>;

/** What there is on the desk that a chatbot may name. */
export interface DeskNames {
  calendars: string[];
  teams: string[];
  /** Attributes of contacts, as the desk owner defined them. */
  attributes: string[];
}

/** What every check of a chatbot looks at, and where it tells what it found. */
export interface FlowCheck {
  start: string;
  flows: DraftFlows;
  desk: DeskNames;
  report: DesignReader['report'];
}

/** Every block with its place in the file. */
export function eachBlock(flows: DraftFlows): { block: DraftBlock; flow: string; path: DesignPath }[] {
  return Object.entries(flows).flatMap(([flow, blocks]) =>
    blocks.map((block, index) => ({ block, flow, path: ['flows', flow, index] })),
  );
}
