import { tabs } from '../domain/tab.ts';
import { openCommandLine } from './actions/command-line.ts';
import { compose, keepOpenDrafts } from './actions/compose.ts';
import {
  askContactSearch,
  askErase,
  askMerge,
  askSplit,
  moveInContacts,
  openInContacts,
  showContacts,
} from './actions/contact-acts.ts';
import { editContact } from './actions/contact-form.ts';
import {
  changeDetail,
  discard,
  moveInDetail,
  moveSection,
  openNeighbour,
  retry,
  saveFiles,
} from './actions/detail-acts.ts';
import { openHelp } from './actions/help.ts';
import { moderate } from './actions/moderate.ts';
import { askFilter, stepBack, toggleAllMarks, toggleMark } from './actions/list-acts.ts';
import { openTicket } from './actions/read-detail.ts';
import { goToFirst, goToLast, moveInList, showList } from './actions/read-list.ts';
import {
  addRow,
  askRemoveRow,
  auditRow,
  editRow,
  enterSection,
  leaveSection,
  moveInSettings,
  pollRow,
  publishRow,
  retryRow,
  rollBackRow,
  switchRow,
  takeInOldRow,
  testRow,
} from './actions/settings-acts.ts';
import { start, tell } from './actions/tell.ts';
import * as acts from './actions/ticket-acts.ts';
import { createTicket, editTicket } from './actions/ticket-forms.ts';
import type { App } from './app-context.ts';
import { detailRows, listRows } from './draw/frame.ts';
import type { ActionId } from './keys.ts';
import { currentTicket, isTicketTab } from './state.ts';

/** What every action of the table of keys does. */
export const handlers: Record<ActionId, (app: App) => void> = {
  open: (app) => {
    const ticket = currentTicket(app.store.get());
    if (ticket) openTicket(app, ticket.id);
  },
  reply: (app) => compose(app, 'reply'),
  note: (app) => compose(app, 'note'),
  forward: (app) => compose(app, 'forward'),
  edit: editTicket,
  status: acts.pickStatus,
  assign: acts.pickHolder,
  priority: acts.pickPriority,
  tags: acts.askTags,
  snooze: acts.askSnooze,
  moderate,
  archive: acts.archive,
  unarchive: acts.unarchive,
  delete: acts.askDelete,
  create: createTicket,
  'copy-number': acts.copyNumber,
  filter: askFilter,
  mark: toggleMark,
  'mark-all': toggleAllMarks,
  'next-section': (app) => moveSection(app, 1),
  'previous-section': (app) => moveSection(app, -1),
  'save-files': saveFiles,
  'toggle-quotes': (app) => changeDetail(app, (detail) => ({ ...detail, showsQuotes: !detail.showsQuotes })),
  'next-ticket': (app) => openNeighbour(app, 1),
  'previous-ticket': (app) => openNeighbour(app, -1),
  retry,
  discard,
  contacts: showContacts,
  'open-contact': openInContacts,
  'search-contacts': askContactSearch,
  'edit-contact': editContact,
  'merge-contact': askMerge,
  'split-contact': askSplit,
  'erase-contact': askErase,
  'enter-section': enterSection,
  'leave-section': leaveSection,
  'add-row': addRow,
  'edit-row': editRow,
  'remove-row': askRemoveRow,
  'switch-row': switchRow,
  'publish-row': publishRow,
  'roll-back-row': rollBackRow,
  'test-row': testRow,
  'poll-row': pollRow,
  'audit-row': auditRow,
  'take-in-old-row': takeInOldRow,
  'retry-row': retryRow,
  down: (app) => move(app, 1),
  up: (app) => move(app, -1),
  'page-down': (app) => move(app, pageOf(app)),
  'page-up': (app) => move(app, -pageOf(app)),
  first: (app) => (isOnList(app) ? start(app, () => goToFirst(app)) : move(app, -1e6)),
  last: (app) => (isOnList(app) ? start(app, () => goToLast(app)) : move(app, 1e6)),
  'tab-1': (app) => goToTab(app, 0),
  'tab-2': (app) => goToTab(app, 1),
  'tab-3': (app) => goToTab(app, 2),
  'tab-4': (app) => goToTab(app, 3),
  'tab-5': (app) => goToTab(app, 4),
  'tab-6': (app) => goToTab(app, 5),
  'tab-7': (app) => goToTab(app, 6),
  'tab-8': (app) => goToTab(app, 7),
  'tab-9': (app) => goToTab(app, 8),
  'tab-10': (app) => goToTab(app, 9),
  'next-tab': (app) => goToTab(app, tabIndex(app) + 1),
  'previous-tab': (app) => goToTab(app, tabIndex(app) - 1),
  undo: (app) => {
    const { toast } = app.store.get();
    if (!toast?.undo || toast.until < Date.now())
      return tell(app, 'There is nothing to take back', { kind: 'warning' });
    toast.undo();
  },
  refresh: (app) => {
    app.readNow();
    tell(app, 'Read again');
  },
  pause: (app) => app.store.update((state) => ({ ...state, isPaused: !state.isPaused })),
  command: openCommandLine,
  help: openHelp,
  back: (app) => void stepBack(app),
  quit: (app) => {
    const { detail, contacts, tabId, settings } = app.store.get();
    const isBack = detail !== null || contacts !== null || (tabId === 'settings' && settings.isInside);
    if (isBack) stepBack(app);
    else app.leave();
  },
  'quit-now': (app) => {
    keepOpenDrafts(app)
      .catch(app.log)
      .finally(() => app.leave());
  },
};

function isOnList(app: App): boolean {
  const { detail, contacts, tabId } = app.store.get();
  return detail === null && contacts === null && isTicketTab(tabId);
}

function move(app: App, by: number): void {
  const { detail, contacts, tabId } = app.store.get();
  if (detail) moveInDetail(app, by);
  else if (contacts) moveInContacts(app, by);
  else if (tabId === 'settings') moveInSettings(app, by);
  else if (isTicketTab(tabId)) moveInList(app, by);
}

function pageOf(app: App): number {
  const state = app.store.get();
  return Math.max(1, (state.detail ? detailRows(state) : listRows(state)) - 1);
}

function tabIndex(app: App): number {
  return tabs.findIndex(({ id }) => id === app.store.get().tabId);
}

function goToTab(app: App, index: number): void {
  const tab = tabs[(index + tabs.length) % tabs.length];
  if (tab) showList(app, { tabId: tab.id });
}
