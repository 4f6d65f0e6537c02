import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './write-whole.ts';

/** What a stand-in keeps over restarts: one JSON value in its folder, written whole before anything is answered. */
export class StateFile<State extends object> {
  readonly #path: string;
  readonly #state: State;

  constructor(directory: string, fresh: State) {
    mkdirSync(directory, { recursive: true });
    this.#path = join(directory, 'state.json');
    this.#state = { ...fresh, ...read<State>(this.#path) };
    this.save();
  }

  /** May be changed in place; `save` keeps it. */
  get value(): State {
    return this.#state;
  }

  save(): void {
    writeWhole(this.#path, JSON.stringify(this.#state));
  }
}

function read<State>(path: string): Partial<State> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<State>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
