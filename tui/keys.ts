import type { State } from './state.ts';
import { canModerate } from '../domain/platform/can-moderate.ts';
import { chosenContactId, currentTicket, targetTickets } from './state.ts';

/** Every key of the terminal UI as a row of data: presses, footer, help and docs/keys.md all come from here. */

export const screenPlaces = ['everywhere', 'list', 'detail', 'contacts', 'settings'] as const;
export type ScreenPlace = (typeof screenPlaces)[number];
export type LayerPlace = 'composer' | 'picker' | 'form' | 'confirm' | 'prompt';
export type Place = ScreenPlace | LayerPlace;

export interface Binding {
  action: string;
  keys: readonly string[];
  /** What it does, for help. */
  label: string;
  /** One word for the footer; not there without one. */
  hint?: string;
  places: readonly Place[];
  /** Why it does nothing now, or null when it does. */
  disabledReason?: (state: State) => string | null;
}

const onTickets = ['list', 'detail'] as const;

function needsTicket(state: State): string | null {
  return targetTickets(state).length > 0 ? null : 'choose a ticket first';
}

function needsComment(state: State): string | null {
  const ticket = currentTicket(state);
  return ticket && canModerate(ticket) ? null : 'only for Instagram and Facebook';
}

function needsContact(state: State): string | null {
  return chosenContactId(state) ? null : 'choose a contact first';
}

function needsSettingsRow(state: State): string | null {
  return state.settings.isInside ? null : 'open a section first (Enter)';
}

function inSections(...sections: string[]) {
  return (state: State) =>
    needsSettingsRow(state) ??
    (sections.includes(state.settings.section) ? null : `this is for ${sections.join(' and ')}`);
}

function needsRowIn(...sections: string[]) {
  return (state: State) =>
    state.detail && sections.includes(state.detail.section) ? null : `this is for ${sections.join(' and ')} (Tab)`;
}

export const bindings = [
  {
    action: 'open',
    keys: ['enter'],
    label: 'Open the ticket',
    hint: 'open',
    places: ['list'],
    disabledReason: needsTicket,
  },
  {
    action: 'reply',
    keys: ['r'],
    label: 'Reply to the customer (pencil)',
    hint: 'reply',
    places: onTickets,
    disabledReason: needsTicket,
  },
  {
    action: 'edit',
    keys: ['e'],
    label: 'Edit subject and contact (pencil)',
    hint: 'edit',
    places: onTickets,
    disabledReason: needsTicket,
  },
  {
    action: 'status',
    keys: ['s'],
    label: 'Choose the status',
    hint: 'status',
    places: onTickets,
    disabledReason: needsTicket,
  },
  {
    action: 'assign',
    keys: ['a'],
    label: 'Choose the representative or team',
    hint: 'assign',
    places: onTickets,
    disabledReason: needsTicket,
  },
  {
    action: 'archive',
    keys: ['A'],
    label: 'Archive; u takes it back for 10 seconds',
    hint: 'archive',
    places: onTickets,
    disabledReason: needsTicket,
  },
  {
    action: 'delete',
    keys: ['D'],
    label: 'Delete, after a question',
    hint: 'delete',
    places: onTickets,
    disabledReason: needsTicket,
  },
  { action: 'filter', keys: ['/'], label: 'Filter the list', hint: 'filter', places: onTickets },
  { action: 'create', keys: ['c'], label: 'Create a ticket', hint: 'create', places: onTickets },
  {
    action: 'note',
    keys: ['n'],
    label: 'Write an internal note',
    hint: 'note',
    places: onTickets,
    disabledReason: needsTicket,
  },
  {
    action: 'forward',
    keys: ['f'],
    label: 'Forward to an address',
    hint: 'forward',
    places: onTickets,
    disabledReason: needsTicket,
  },
  { action: 'priority', keys: ['p'], label: 'Choose the priority', places: onTickets, disabledReason: needsTicket },
  {
    action: 'tags',
    keys: ['t'],
    label: 'Add and remove tags (+new -old)',
    places: onTickets,
    disabledReason: needsTicket,
  },
  {
    action: 'moderate',
    keys: ['m'],
    label: 'Hide, show or remove a comment',
    places: onTickets,
    disabledReason: needsComment,
  },
  { action: 'snooze', keys: ['z'], label: 'Snooze for a time', places: onTickets, disabledReason: needsTicket },
  {
    action: 'unarchive',
    keys: ['U'],
    label: 'Bring back an archived or deleted ticket',
    places: onTickets,
    disabledReason: needsTicket,
  },
  {
    action: 'copy-number',
    keys: ['y'],
    label: 'Copy the number to the clipboard',
    places: onTickets,
    disabledReason: needsTicket,
  },
  {
    action: 'mark',
    keys: ['space'],
    label: 'Mark the ticket and go to the next',
    places: ['list'],
    disabledReason: needsTicket,
  },
  { action: 'mark-all', keys: ['*'], label: 'Mark all tickets of the list (500 at most), or none', places: ['list'] },
  {
    action: 'next-section',
    keys: ['tab', 'right', 'l'],
    label: 'Next part of the ticket',
    hint: 'part',
    places: ['detail'],
  },
  {
    action: 'previous-section',
    keys: ['shift+tab', 'left', 'h'],
    label: 'Previous part of the ticket',
    places: ['detail'],
  },
  {
    action: 'save-files',
    keys: ['w'],
    label: 'Save the files of the ticket to a folder',
    hint: 'files',
    places: ['detail'],
  },
  { action: 'toggle-quotes', keys: ['Q'], label: 'Show or fold quoted text', hint: 'quotes', places: ['detail'] },
  { action: 'next-ticket', keys: ['J'], label: 'Next ticket of the list', places: ['detail'] },
  { action: 'previous-ticket', keys: ['K'], label: 'Previous ticket of the list', places: ['detail'] },
  {
    action: 'retry',
    keys: ['x'],
    label: 'Retry the chosen delivery or parked input',
    places: ['detail'],
    disabledReason: needsRowIn('deliveries', 'waiting'),
  },
  {
    action: 'discard',
    keys: ['X'],
    label: 'Discard the chosen delivery, or cancel the waiting command',
    places: ['detail'],
    disabledReason: needsRowIn('deliveries', 'waiting'),
  },
  {
    action: 'contacts',
    keys: ['C'],
    label: 'Contacts; in a ticket: the one who asks',
    hint: 'contacts',
    places: onTickets,
  },
  {
    action: 'open-contact',
    keys: ['enter', 'right', 'l'],
    label: 'Open the contact; in a contact: the chosen ticket',
    hint: 'open',
    places: ['contacts'],
    disabledReason: needsContact,
  },
  { action: 'search-contacts', keys: ['/'], label: 'Search while typing', hint: 'search', places: ['contacts'] },
  {
    action: 'edit-contact',
    keys: ['e'],
    label: 'Edit name, addresses and attributes',
    hint: 'edit',
    places: ['contacts'],
    disabledReason: needsContact,
  },
  {
    action: 'merge-contact',
    keys: ['m'],
    label: 'Merge another contact into this one',
    hint: 'merge',
    places: ['contacts'],
    disabledReason: needsContact,
  },
  {
    action: 'split-contact',
    keys: ['s'],
    label: 'Split off what was merged',
    hint: 'split',
    places: ['contacts'],
    disabledReason: needsContact,
  },
  {
    action: 'erase-contact',
    keys: ['D'],
    label: 'Erase the person: texts, files, addresses; after the name was typed',
    hint: 'erase',
    places: ['contacts'],
    disabledReason: needsContact,
  },
  {
    action: 'enter-section',
    keys: ['enter', 'right', 'l'],
    label: 'Open the section; show or edit the row',
    hint: 'open',
    places: ['settings'],
  },
  { action: 'leave-section', keys: ['left', 'h'], label: 'Back to the sections', places: ['settings'] },
  {
    action: 'add-row',
    keys: ['c', '+'],
    label: 'Add a row to the section: a rule, a status, a chatbot...',
    hint: 'add',
    places: ['settings'],
  },
  {
    action: 'edit-row',
    keys: ['e'],
    label: 'Edit the row',
    hint: 'edit',
    places: ['settings'],
    disabledReason: needsSettingsRow,
  },
  {
    action: 'remove-row',
    keys: ['D'],
    label: 'Remove the row, after a question',
    hint: 'remove',
    places: ['settings'],
    disabledReason: needsSettingsRow,
  },
  {
    action: 'switch-row',
    keys: ['space'],
    label: 'Pause or resume the rule; switch the source, sender, chatbot or form on or off',
    hint: 'on/off',
    places: ['settings'],
    disabledReason: inSections('redirection', 'sources', 'senders', 'chatbots', 'forms', 'pushed-forms'),
  },
  {
    action: 'publish-row',
    keys: ['p'],
    label: 'Publish the draft of the chatbot or form',
    hint: 'publish',
    places: ['settings'],
    disabledReason: inSections('chatbots', 'forms'),
  },
  {
    action: 'roll-back-row',
    keys: ['b'],
    label: 'Roll the chatbot or form back to an earlier version, after a question',
    hint: 'roll back',
    places: ['settings'],
    disabledReason: inSections('chatbots', 'forms'),
  },
  {
    action: 'test-row',
    keys: ['T'],
    label: 'Send a test mail by the rule',
    hint: 'test',
    places: ['settings'],
    disabledReason: inSections('redirection'),
  },
  {
    action: 'poll-row',
    keys: ['o'],
    label: 'Poll the source now',
    hint: 'poll',
    places: ['settings'],
    disabledReason: inSections('sources'),
  },
  {
    action: 'audit-row',
    keys: ['a'],
    label: 'Look for gaps: what the source holds and nobody took in',
    hint: 'gaps',
    places: ['settings'],
    disabledReason: inSections('sources'),
  },
  {
    action: 'take-in-old-row',
    keys: ['i'],
    label: 'Make tickets of old responses, for a period',
    hint: 'old ones',
    places: ['settings'],
    disabledReason: inSections('pushed-forms'),
  },
  {
    action: 'retry-row',
    keys: ['x'],
    label: 'Take the parked request in again',
    places: ['settings'],
    disabledReason: inSections('parked'),
  },
  { action: 'down', keys: ['j', 'down'], label: 'Down', places: ['everywhere'] },
  { action: 'up', keys: ['k', 'up'], label: 'Up', places: ['everywhere'] },
  { action: 'page-down', keys: ['pagedown', 'ctrl+d', 'ctrl+f'], label: 'A page down', places: ['everywhere'] },
  { action: 'page-up', keys: ['pageup', 'ctrl+u', 'ctrl+b'], label: 'A page up', places: ['everywhere'] },
  { action: 'first', keys: ['g', 'home'], label: 'To the first', places: ['everywhere'] },
  { action: 'last', keys: ['G', 'end'], label: 'To the last', places: ['everywhere'] },
  { action: 'tab-1', keys: ['1'], label: 'Tickets', places: ['everywhere'] },
  { action: 'tab-2', keys: ['2'], label: 'Chatbot Requests', places: ['everywhere'] },
  { action: 'tab-3', keys: ['3'], label: 'Offline Requests', places: ['everywhere'] },
  { action: 'tab-4', keys: ['4'], label: 'Instagram Comments', places: ['everywhere'] },
  { action: 'tab-5', keys: ['5'], label: 'Facebook Comments', places: ['everywhere'] },
  { action: 'tab-6', keys: ['6'], label: 'Trendyol Q&A', places: ['everywhere'] },
  { action: 'tab-7', keys: ['7'], label: 'Automation Tickets', places: ['everywhere'] },
  { action: 'tab-8', keys: ['8'], label: 'Supsis Form Tickets', places: ['everywhere'] },
  { action: 'tab-9', keys: ['9'], label: 'Automations', places: ['everywhere'] },
  { action: 'tab-10', keys: ['0'], label: 'Request Settings', places: ['everywhere'] },
  { action: 'next-tab', keys: [']', 'tab'], label: 'Next tab', places: ['everywhere'] },
  { action: 'previous-tab', keys: ['[', 'shift+tab'], label: 'Previous tab', places: ['everywhere'] },
  { action: 'undo', keys: ['u'], label: 'Take the archiving back, while it is offered', places: ['everywhere'] },
  { action: 'refresh', keys: ['R'], label: 'Read everything again', places: ['everywhere'] },
  { action: 'pause', keys: ['P'], label: 'Hold live updates, or let them go on', places: ['everywhere'] },
  { action: 'command', keys: [':'], label: 'Command line', hint: 'command', places: ['everywhere'] },
  { action: 'help', keys: ['?'], label: 'This help', hint: 'help', places: ['everywhere'] },
  { action: 'back', keys: ['escape'], label: 'Back: marks, filter, ticket, section', places: ['everywhere'] },
  { action: 'quit', keys: ['q'], label: 'Back; on a tab: quit', hint: 'quit', places: ['everywhere'] },
  { action: 'quit-now', keys: ['ctrl+c'], label: 'Quit at once; drafts are kept', places: ['everywhere'] },

  { action: 'send', keys: ['ctrl+s', 'ctrl+d'], label: 'Send, or save the note', hint: 'send', places: ['composer'] },
  {
    action: 'leave',
    keys: ['escape'],
    label: 'Close; the draft is kept',
    hint: 'close, keep draft',
    places: ['composer'],
  },
  { action: 'editor', keys: ['ctrl+o'], label: 'Write in $EDITOR', hint: '$EDITOR', places: ['composer'] },
  {
    action: 'throw-away',
    keys: ['ctrl+x'],
    label: 'Close and throw the draft away',
    hint: 'discard',
    places: ['composer'],
  },
  {
    action: 'other-way',
    keys: ['ctrl+t'],
    label: 'Another way: by chat or e-mail, in public or privately',
    places: ['composer'],
  },
  { action: 'other-field', keys: ['tab'], label: 'Between addresses and words (forward)', places: ['composer'] },
  { action: 'choose', keys: ['enter'], label: 'Choose', hint: 'choose', places: ['picker'] },
  { action: 'toggle', keys: ['space', 'tab'], label: 'Choose one of several', hint: 'toggle', places: ['picker'] },
  {
    action: 'move',
    keys: ['up', 'down', 'ctrl+p', 'ctrl+n'],
    label: 'Up and down; letters narrow the list down',
    places: ['picker'],
  },
  {
    action: 'close',
    keys: ['escape'],
    label: 'Clear what was typed; close without choosing',
    hint: 'close',
    places: ['picker'],
  },
  { action: 'save', keys: ['ctrl+s'], label: 'Save from any field; Enter on Save too', hint: 'save', places: ['form'] },
  {
    action: 'field',
    keys: ['tab', 'shift+tab', 'up', 'down'],
    label: 'Next and previous field',
    hint: 'field',
    places: ['form'],
  },
  {
    action: 'change',
    keys: ['space', 'left', 'right'],
    label: 'Change a choice or switch; open a list',
    hint: 'change',
    places: ['form'],
  },
  { action: 'close', keys: ['escape'], label: 'Close without saving', hint: 'close', places: ['form'] },
  {
    action: 'focus',
    keys: ['tab', 'left', 'right'],
    label: 'Between Cancel and the act',
    hint: 'move',
    places: ['confirm'],
  },
  { action: 'press', keys: ['enter'], label: 'Press the button', hint: 'press', places: ['confirm'] },
  { action: 'yes', keys: ['y'], label: 'Do it', hint: 'do it', places: ['confirm'] },
  { action: 'no', keys: ['escape', 'n'], label: 'Cancel', hint: 'cancel', places: ['confirm'] },
  { action: 'submit', keys: ['enter'], label: 'Take the line', hint: 'take', places: ['prompt'] },
  { action: 'complete', keys: ['tab'], label: 'Complete', hint: 'complete', places: ['prompt'] },
  { action: 'history', keys: ['up', 'down'], label: 'Earlier lines', hint: 'history', places: ['prompt'] },
  { action: 'cancel', keys: ['escape'], label: 'Close', hint: 'close', places: ['prompt'] },
] as const satisfies readonly Binding[];

type Row = (typeof bindings)[number];
type ScreenRow = Extract<
  Row,
  {
    places:
      | readonly ['list']
      | readonly ['detail']
      | readonly ['contacts']
      | readonly ['settings']
      | readonly ['everywhere']
      | typeof onTickets;
  }
>;
/** What a screen can be asked to do. */
export type ActionId = ScreenRow['action'];

export function placeOf(state: State): ScreenPlace {
  if (state.detail) return 'detail';
  if (state.contacts) return 'contacts';
  if (state.tabId === 'settings') return 'settings';
  return state.tabId === 'automations' ? 'everywhere' : 'list';
}

/** The rows that hold on a screen: its own first, so that they win over those of everywhere. */
export function bindingsOf(place: Place): Binding[] {
  const rows: readonly Binding[] = bindings;
  const own = rows.filter((row) => row.places.includes(place));
  const screens: readonly Place[] = screenPlaces;
  const isLayer = !screens.includes(place);
  return isLayer || place === 'everywhere' ? own : [...own, ...rows.filter((row) => row.places.includes('everywhere'))];
}

export function findBinding(state: State, keyName: string): Binding | null {
  return bindingsOf(placeOf(state)).find((row) => row.keys.includes(keyName)) ?? null;
}

const keyNames: Record<string, string> = {
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  'shift+tab': 'Shift+Tab',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
};

/** A key as people call it. */
export function keyLabel(key: string): string {
  return keyNames[key] ?? (key.startsWith('ctrl+') ? `Ctrl+${key.slice(5).toUpperCase()}` : key);
}
