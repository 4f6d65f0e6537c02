import { TypeAhead } from './input/type-ahead.ts';
import { render } from 'ink';
import { newId } from '../database/new-id.ts';
import { parseFilter } from '../domain/filter.ts';
import { choosePerson } from './actions/choose-person.ts';
import { keepOpenDrafts } from './actions/compose.ts';
import type { App } from './app-context.ts';
import type { DeskData } from './data.ts';
import { lateData } from './late-data.ts';
import { startPoller } from './poller.ts';
import { Screen, type TerminalParts } from './screen.tsx';
import { initialState } from './state.ts';
import { createStore } from './store.ts';

export interface TerminalUiOptions {
  /** Opens the desk's data; called once the first picture stands. */
  openData: () => Promise<DeskData>;
  hasColour: boolean;
  isAscii: boolean;
  /** IANA zone. */
  timeZone: string;
  editor: string;
  log: (error: unknown) => void;
  stdin?: NodeJS.ReadStream;
  stdout?: NodeJS.WriteStream;
  /** Ends the screen from outside: open drafts are kept. */
  signal?: AbortSignal;
  /** Told how long each frame took, in milliseconds. */
  onFrame?: (milliseconds: number) => void;
}

/** Runs the terminal UI until its user leaves it. Rejects with what broke it, after the terminal has been put right. */
export async function runTerminalUi(options: TerminalUiOptions): Promise<void> {
  const { stdin = process.stdin, stdout = process.stdout } = options;
  const app = makeApp(options, stdout);
  let terminal: TerminalParts | null = null;
  app.leave = () => terminal?.leave();
  app.suspend = (work) => terminal?.suspend(work) ?? work();
  const { opening, open } = whenOpened(options.openData);
  app.data = lateData(opening, { newId, checkFilter: (filter) => void parseFilter(filter) });
  const screen = render(<Screen app={app} onTerminal={(parts) => (terminal = parts)} />, {
    stdin,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 60,
    patchConsole: false,
    exitOnCtrlC: false,
    interactive: stdout.isTTY,
    onRender: ({ renderTime }) => options.onFrame?.(renderTime),
  });
  let isOver = false;
  const end = () => void keepOpenDrafts(app).catch(app.log).finally(app.leave);
  options.signal?.addEventListener('abort', end, { once: true });
  await screen.waitUntilRenderFlush();
  open();
  const poller = startPoller(app);
  app.readNow = poller.readNow;
  choosePerson(app, () => isOver);
  try {
    await screen.waitUntilExit();
  } finally {
    isOver = true;
    poller.stop();
    await opening.then((data) => data.close(), app.log);
  }
}

function makeApp({ hasColour, isAscii, timeZone, editor, log }: TerminalUiOptions, stdout: NodeJS.WriteStream): App {
  const store = createStore(initialState({ theme: { hasColour, isAscii }, timeZone, now: Date.now(), me: null }));
  store.update((state) => ({ ...state, size: { columns: stdout.columns || 80, rows: stdout.rows || 24 } }));
  const notYet = () => {};
  return {
    store,
    data: undefined as unknown as DeskData,
    typeAhead: new TypeAhead(),
    readNow: notYet,
    leave: notYet,
    suspend: (work) => work(),
    writeToTerminal: (sequence) => stdout.write(sequence),
    editor,
    log,
  };
}

/** A promise of the data that begins to be kept when `open` is called. */
function whenOpened(openData: () => Promise<DeskData>): { opening: Promise<DeskData>; open: () => void } {
  const { promise, resolve, reject } = Promise.withResolvers<DeskData>();
  // Whoever asks is told; nobody asking is no fault.
  promise.catch(() => {});
  return { opening: promise, open: () => void openData().then(resolve, reject) };
}
