import { asDeskError } from './actions/as-desk-error.ts';
import { readTalk } from './actions/compose.ts';
import { readContacts } from './actions/read-contacts.ts';
import { readDetail } from './actions/read-detail.ts';
import { readList } from './actions/read-list.ts';
import { readSettings } from './actions/settings-acts.ts';
import type { App } from './app-context.ts';
import type { Trouble } from './data.ts';
import type { State } from './state.ts';

const EVERY_MILLISECONDS = 500;
const HEALTH_EVERY_MILLISECONDS = 1500;
const DIRECTORY_EVERY_MILLISECONDS = 5000;
/** A read that takes longer is told as a database that does not answer. */
const SLOW_MILLISECONDS = 2500;
/** A visitor goes without anything being written: whoever is shown as there is looked for so often. */
const VISITORS_EVERY_MILLISECONDS = 5000;
const TICK_MILLISECONDS = 1000;
/** Ages on the screen move on so often when nothing else happens. */
const IDLE_TICKS = 10;

const DATABASE = 'PostgreSQL';

export interface Poller {
  /** Reads at once, whether or not anything changed. */
  readNow(): void;
  stop(): void;
}

/** The one reader behind the screen: asks whether anything changed, and reads what is in sight when it did. */
export function startPoller(app: App): Poller {
  const poll = { word: '', isWanted: true, isRunning: false, since: 0, readAt: 0, directoryAt: 0 };
  const timers = [
    setInterval(() => void round(), EVERY_MILLISECONDS),
    setInterval(() => void checkHealth(app), HEALTH_EVERY_MILLISECONDS),
    setInterval(() => tick(), TICK_MILLISECONDS),
  ];
  let ticks = 0;
  void round();
  void checkHealth(app);

  async function round(): Promise<void> {
    if (poll.isRunning || (app.store.get().isPaused && !poll.isWanted)) return;
    poll.isRunning = true;
    poll.since = Date.now();
    try {
      const isWanted = poll.isWanted;
      poll.isWanted = false;
      const word = await app.data.probe('tickets');
      const isOld = seesVisitors(app.store.get()) && poll.since - poll.readAt > VISITORS_EVERY_MILLISECONDS;
      if (isWanted || word !== poll.word || isOld) await readAll(isWanted);
      poll.word = word;
      worksAgain(app, DATABASE);
    } catch (error) {
      poll.word = '';
      fails(app, { what: DATABASE, words: errorWords(error) });
    } finally {
      poll.isRunning = false;
      if (poll.isWanted) void round();
    }
  }

  async function readAll(isWanted: boolean): Promise<void> {
    const { tabId } = app.store.get();
    poll.readAt = poll.since;
    await Promise.all([
      readList(app),
      readDetail(app),
      readTalk(app),
      readContacts(app),
      tabId === 'settings' ? readSettings(app) : undefined,
    ]);
    if (!isWanted && Date.now() - poll.directoryAt < DIRECTORY_EVERY_MILLISECONDS) return;
    poll.directoryAt = Date.now();
    await readDirectory(app);
  }

  function tick(): void {
    ticks += 1;
    const now = Date.now();
    if (poll.isRunning && now - poll.since > SLOW_MILLISECONDS)
      fails(app, { what: DATABASE, words: 'it does not answer', since: poll.since });
    const { toast, troubles, recovered, staleSince } = app.store.get();
    const isMoving = toast !== null || troubles.length > 0 || recovered !== null || staleSince !== null;
    if (isMoving || ticks % IDLE_TICKS === 0) app.store.update((state) => moveOn(state, now));
  }

  return {
    readNow() {
      poll.isWanted = true;
      void round();
    },
    stop: () => timers.forEach(clearInterval),
  };
}

/** Whether somebody is shown as being in a chat. */
function seesVisitors({ list, detail, layers }: State): boolean {
  return (
    list.rows.some(({ conversation }) => conversation?.isVisitorThere) ||
    detail?.ticket?.conversation?.isVisitorThere === true ||
    layers.some((layer) => layer.kind === 'composer' && layer.way.talk?.isVisitorThere)
  );
}

/** What was said long enough goes. */
function moveOn(state: State, now: number): State {
  return {
    ...state,
    now,
    toast: state.toast && state.toast.until > now ? state.toast : null,
    recovered: state.recovered && state.recovered.until > now ? state.recovered : null,
  };
}

async function readDirectory(app: App): Promise<void> {
  const directory = await app.data.readDirectory();
  app.store.update((state) =>
    JSON.stringify(state.directory) === JSON.stringify(directory) ? state : { ...state, directory },
  );
}

let isChecking = false;

/** Temporal, mailboxes and senders: what does not work, since when. */
async function checkHealth(app: App): Promise<void> {
  if (isChecking) return;
  isChecking = true;
  try {
    const { troubles, attention } = await app.data.readHealth();
    app.store.update((state) =>
      withTroubles({ ...state, attention }, [...state.troubles.filter(({ what }) => what === DATABASE), ...troubles]),
    );
  } catch (error) {
    app.log(error);
  } finally {
    isChecking = false;
  }
}

function fails(app: App, trouble: { what: string; words: string; since?: number }): void {
  app.store.update((state) => {
    const known = state.troubles.find(({ what }) => what === trouble.what);
    const since = known?.since ?? new Date(trouble.since ?? Date.now()).toISOString();
    const others = state.troubles.filter(({ what }) => what !== trouble.what);
    return {
      ...state,
      now: Date.now(),
      staleSince: state.staleSince ?? Date.parse(since),
      troubles: [{ ...trouble, since }, ...others],
    };
  });
}

function worksAgain(app: App, what: string): void {
  app.store.update((state) => {
    if (state.staleSince === null && !state.troubles.some((trouble) => trouble.what === what)) return state;
    return withTroubles(
      { ...state, staleSince: null },
      state.troubles.filter((trouble) => trouble.what !== what),
    );
  });
}

/** What was in trouble and is no more is told for a while. */
export function withTroubles(state: State, troubles: Trouble[]): State {
  const gone = state.troubles.filter((old) => !troubles.some(({ what }) => what === old.what));
  const isSame = JSON.stringify(troubles) === JSON.stringify(state.troubles);
  if (isSame && gone.length === 0) return state;
  const now = Date.now();
  const recovered =
    gone.length > 0
      ? { text: `${gone.map(({ what }) => what).join(', ')} works again`, until: now + 8000 }
      : state.recovered;
  return { ...state, now, troubles: isSame ? state.troubles : troubles, recovered };
}

function errorWords(error: unknown): string {
  const known = asDeskError(error);
  if (known) return known.message;
  const message =
    error instanceof Error ? error.message || String((error as { code?: unknown }).code ?? error.name) : String(error);
  return message.split('\n')[0] ?? message;
}
