import type { DeskData } from './data.ts';
import type { TypeAhead } from './input/type-ahead.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';

/** What actions work with. */
export interface App {
  store: Store<State>;
  data: DeskData;
  /** Presses that wait for what is being opened. */
  typeAhead: TypeAhead;
  /** Reads again at once what is on the screen. */
  readNow(): void;
  /** Ends the terminal UI. */
  leave(): void;
  /** Hands the terminal to another program, such as an editor, and takes it back. */
  suspend(work: () => Promise<void>): Promise<void>;
  /** Writes a sequence of ours to the terminal: never anything of a ticket but its number. */
  writeToTerminal(sequence: string): void;
  /** Command of the editor. */
  editor: string;
  /** Keeps an error for whoever looks for its cause. */
  log(error: unknown): void;
}
