import type { DeskError } from '../../domain/errors.ts';
import type { TabId } from '../../domain/tab.ts';
import type { PageKey, TicketRow } from '../../domain/views.ts';
import type { App } from '../app-context.ts';
import { listRows } from '../draw/frame.ts';
import { indexOfSelected, moveSelection, showSelected } from '../lists/move-selection.ts';
import { appendRows, PAGE_ROWS, prependRows, refreshRows } from '../lists/take-page.ts';
import { asDeskError } from './as-desk-error.ts';
import { emptyList, isTicketTab, type ListState, type State } from '../state.ts';

/** Reads the loaded rows and the counts again. Whatever arrived, the choice stays where it is. */
export async function readList(app: App): Promise<void> {
  const { tabId, list } = app.store.get();
  if (!isTicketTab(tabId)) return;
  const limit = Math.max(PAGE_ROWS, list.rows.length);
  const query = { tab: tabId, filter: list.filter };
  try {
    const [page, counts] = await Promise.all([
      app.data.listTickets({ ...query, limit, ...(list.anchor ? { after: list.anchor } : {}) }),
      app.data.countByStatus(query),
    ]);
    changeList(app, { tabId, list }, (now, state) => ({
      ...refreshRows(now, { rows: page.rows, isAtEnd: page.next === null }, listRows(state)),
      counts,
    }));
  } catch (error) {
    const wrong = badFilter(error);
    if (!wrong) throw error;
    changeList(app, { tabId, list }, (now) => ({ ...now, rows: [], counts: [], isLoaded: true, error: wrong.line }));
  }
}

function badFilter(error: unknown): DeskError | null {
  const known = asDeskError(error);
  return known && ['NOT_FOUND', 'USAGE', 'INVALID_INPUT'].includes(known.code) ? known : null;
}

/** Changes the list unless it is another by now: another tab, another filter, another part of it. */
function changeList(
  app: App,
  read: { tabId: TabId; list: ListState },
  change: (list: ListState, state: State) => ListState,
): void {
  app.store.update((state) => {
    const isSame =
      state.tabId === read.tabId &&
      state.list.filter === read.list.filter &&
      samePlace(state.list.anchor, read.list.anchor);
    return isSame ? { ...state, list: change(state.list, state) } : state;
  });
}

function samePlace(a: PageKey | null, b: PageKey | null): boolean {
  return a?.id === b?.id && a?.activityAt === b?.activityAt;
}

/** Moves the choice, and reads on where the loaded rows end. */
export function moveInList(app: App, by: number): void {
  app.store.update((state) => ({ ...state, list: moveSelection(state.list, by, listRows(state)) }));
  readAround(app);
}

let isReading = false;

/** Reads the next or the previous page when the choice comes near the end of what is loaded. */
export function readAround(app: App): void {
  const { list, size } = app.store.get();
  const index = indexOfSelected(list);
  if (isReading || index < 0) return;
  const reading =
    index > list.rows.length - size.rows && !list.isAtEnd
      ? readNext(app)
      : index < size.rows && list.anchor
        ? readPrevious(app)
        : null;
  if (!reading) return;
  isReading = true;
  reading.catch(app.log).finally(() => {
    isReading = false;
  });
}

async function readNext(app: App): Promise<void> {
  const { tabId, list } = app.store.get();
  const last = list.rows.at(-1);
  if (!last) return;
  const page = await app.data.listTickets({ tab: tabId, filter: list.filter, limit: PAGE_ROWS, after: keyOf(last) });
  changeList(app, { tabId, list }, (now) => appendRows(now, { rows: page.rows, isAtEnd: page.next === null }));
}

async function readPrevious(app: App): Promise<void> {
  const { tabId, list } = app.store.get();
  const [first] = list.rows;
  if (!first) return;
  const page = await app.data.listTickets({
    tab: tabId,
    filter: list.filter,
    limit: PAGE_ROWS + 1,
    before: keyOf(first),
  });
  changeList(app, { tabId, list }, (now) => prependRows(now, beforeRows(page.rows)));
}

/** One row more than a page was read: it tells where the page begins. */
function beforeRows(rows: TicketRow[]): { rows: TicketRow[]; anchor: PageKey | null } {
  const [first] = rows;
  return rows.length > PAGE_ROWS && first ? { rows: rows.slice(1), anchor: keyOf(first) } : { rows, anchor: null };
}

function keyOf({ activityAt, id }: TicketRow): PageKey {
  return { activityAt, id };
}

/** To the first ticket: the list is read from its start. */
export async function goToFirst(app: App): Promise<void> {
  const { list } = app.store.get();
  if (!list.anchor) return moveInList(app, -list.rows.length);
  app.store.update((state) => ({
    ...state,
    list: { ...emptyList(list.filter), marks: list.marks, counts: list.counts },
  }));
  await readList(app);
}

const beforeAll: PageKey = { activityAt: '0001-01-01T00:00:00.000Z', id: '00000000-0000-0000-0000-000000000000' };

/** To the last ticket: the list is read from its end. */
export async function goToLast(app: App): Promise<void> {
  const { tabId, list } = app.store.get();
  if (!list.isAtEnd) {
    const page = await app.data.listTickets({
      tab: tabId,
      filter: list.filter,
      limit: PAGE_ROWS + 1,
      before: beforeAll,
    });
    changeList(app, { tabId, list }, (now) => ({
      ...now,
      ...beforeRows(page.rows),
      isAtEnd: true,
      top: 0,
      selectedId: page.rows.at(-1)?.id ?? null,
    }));
  }
  app.store.update((state) => ({
    ...state,
    list: showSelected({ ...state.list, selectedId: state.list.rows.at(-1)?.id ?? null }, listRows(state)),
  }));
}

/** Another tab, or another filter of the same one: an empty list until it has been read. */
export function showList(app: App, change: { tabId?: TabId; filter?: string }): void {
  app.store.update((state) => ({
    ...state,
    tabId: change.tabId ?? state.tabId,
    detail: null,
    contacts: null,
    list: emptyList(change.filter ?? (change.tabId && change.tabId !== state.tabId ? '' : state.list.filter)),
    settings: { ...state.settings, isInside: false, cursor: 0 },
  }));
  app.readNow();
}
