import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One write that the platform accepted: what an operator's answer became there. */
export interface AcceptedWrite {
  /** From 1, in the order of acceptance. */
  number: number;
  /** ISO. */
  at: string;
  /** `reply`, `private-reply`, `hide`, `unhide`, `delete`, `answer` ... */
  kind: string;
  /** What it was done to. */
  target: string;
  /** What came of it: the id of the new comment or answer. */
  id: string | null;
  text: string | null;
}

/** Every write that was accepted, in a file that only grows: stories count here, never in the desk's own tables. */
export class WriteLog {
  readonly #path: string;
  readonly #entries: AcceptedWrite[];

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#path = join(directory, 'writes.jsonl');
    this.#entries = readLines(this.#path);
  }

  get entries(): readonly AcceptedWrite[] {
    return this.#entries;
  }

  add(write: Omit<AcceptedWrite, 'number' | 'at'>): AcceptedWrite {
    const entry = { number: this.#entries.length + 1, at: new Date().toISOString(), ...write };
    appendFileSync(this.#path, `${JSON.stringify(entry)}\n`);
    this.#entries.push(entry);
    return entry;
  }
}

/** A line cut off by a crash was never answered. */
function readLines(path: string): AcceptedWrite[] {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as AcceptedWrite);
}
