import type { TabId } from '../domain/tab.ts';
import type { PageKey, StatusCount, TicketDetail, TicketRow } from '../domain/views.ts';
import type { ContactDetail, ContactKey, ContactRow } from './contact-views.ts';
import type { Directory, Person, RequestSettings, Trouble } from './data.ts';
import type { Layer } from './layers/layer.ts';
import type { Theme } from './theme.ts';

/** What the whole screen is drawn from. */
export interface State {
  size: { columns: number; rows: number };
  theme: Theme;
  /** IANA zone in which times are told. */
  timeZone: string;
  /** Milliseconds; moved on by the poller. */
  now: number;
  me: Person | null;
  tabId: TabId;
  list: ListState;
  detail: DetailState | null;
  /** The people who ask, over the list; the opened ticket stands above it. */
  contacts: ContactsState | null;
  settings: SettingsState;
  directory: Directory | null;
  /** Open dialogs, the top one last. It gets the keys first. */
  layers: Layer[];
  toast: Toast | null;
  troubles: Trouble[];
  /** What waits for a person on the whole desk, in words; empty when nothing does. */
  attention: string;
  /** What works again, told for a while. */
  recovered: { text: string; until: number } | null;
  /** The picture is older than it should be since this moment. */
  staleSince: number | null;
  isPaused: boolean;
}

export interface ListState {
  filter: string;
  /** Rows loaded, in order: a part of the list, never all of it. */
  rows: TicketRow[];
  /** The place right above the first row loaded; null when that is the first there is. */
  anchor: PageKey | null;
  /** Whether the last row loaded is the last there is. */
  isAtEnd: boolean;
  isLoaded: boolean;
  selectedId: string | null;
  /** Index of the first row drawn. */
  top: number;
  /** By ticket id. */
  marks: ReadonlyMap<string, TicketRow>;
  counts: StatusCount[];
  error: string | null;
}

export const detailSections = ['conversation', 'events', 'deliveries', 'redirection', 'waiting'] as const;
export type DetailSection = (typeof detailSections)[number];

export interface DetailState {
  ticketId: string;
  ticket: TicketDetail | null;
  section: DetailSection;
  /** First line drawn. */
  scroll: number;
  /** The row chosen among deliveries and waiting inputs. */
  cursor: number;
  showsQuotes: boolean;
  error: string | null;
}

export interface ContactsState {
  search: string;
  /** Contacts loaded, newest first: a part of them. */
  rows: ContactRow[];
  next: ContactKey | null;
  isLoaded: boolean;
  selectedId: string | null;
  opened: OpenedContact | null;
  /** The ticket from which the opened contact was reached. */
  returnTo: string | null;
  error: string | null;
}

export interface OpenedContact {
  contactId: string;
  contact: ContactDetail | null;
  /** The chosen one among the tickets. */
  cursor: number;
  error: string | null;
}

export const settingsSections = [
  'redirection',
  'statuses',
  'representatives',
  'teams',
  'sources',
  'senders',
  'chatbots',
  'forms',
  'pushed-forms',
  'calendars',
  'attributes',
  'parked',
] as const;
export type SettingsSection = (typeof settingsSections)[number];

export interface SettingsState {
  section: SettingsSection;
  /** Whether the rows have the keys, or the list of sections. */
  isInside: boolean;
  cursor: number;
  data: RequestSettings | null;
  error: string | null;
}

export interface Toast {
  text: string;
  kind: 'good' | 'warning' | 'trouble';
  until: number;
  /** What `u` does while the toast stands. */
  undo?: () => void;
}

export function emptyList(filter = ''): ListState {
  return {
    filter,
    rows: [],
    anchor: null,
    isAtEnd: true,
    isLoaded: false,
    selectedId: null,
    top: 0,
    marks: new Map(),
    counts: [],
    error: null,
  };
}

export function initialState(of: { theme: Theme; timeZone: string; now: number; me: Person | null }): State {
  return {
    ...of,
    size: { columns: 80, rows: 24 },
    tabId: 'tickets',
    list: emptyList(),
    detail: null,
    contacts: null,
    settings: { section: 'redirection', isInside: false, cursor: 0, data: null, error: null },
    directory: null,
    layers: [],
    toast: null,
    troubles: [],
    attention: '',
    recovered: null,
    staleSince: null,
    isPaused: false,
  };
}

/** The ticket that single actions mean: the opened one, or the chosen row. */
export function currentTicket(state: State): TicketRow | null {
  if (state.detail) return state.detail.ticket;
  if (state.contacts) return state.contacts.opened?.contact?.tickets[state.contacts.opened.cursor] ?? null;
  return state.list.rows.find(({ id }) => id === state.list.selectedId) ?? null;
}

/** The contact that acts mean: the opened one, or the chosen row. */
export function chosenContactId({ contacts }: State): string | null {
  return contacts?.opened?.contactId ?? contacts?.selectedId ?? null;
}

/** What an action applies to: the marked tickets, else the current one. */
export function targetTickets(state: State): TicketRow[] {
  if (!state.detail && !state.contacts && state.list.marks.size > 0) return [...state.list.marks.values()];
  const ticket = currentTicket(state);
  return ticket ? [ticket] : [];
}

export function isTicketTab(tabId: TabId): boolean {
  return tabId !== 'automations' && tabId !== 'settings';
}
