import type { Command, CommandAnswer } from '../domain/command.ts';
import type { Priority, Status } from '../domain/desk.ts';
import type { Category } from '../domain/ticket.ts';
import type { RedirectionRecipient } from '../domain/redirection.ts';
import type { CatalogueTag } from '../domain/tag-catalogue.ts';
import type { TabId } from '../domain/tab.ts';
import type { ContactsData } from './contact-views.ts';
import type { SourceHealth } from '../domain/source-health.ts';
import type { PlatformSettings, PlatformsData } from './platform-views.ts';
import type { AttributeView, CalendarView, DesignsData, DesignView } from './design-views.ts';
import type { PageKey, StatusCount, TicketDetail, TicketPage } from '../domain/views.ts';

/** All that the screens need of the desk. One object, given to the app: over the database in earnest, by hand in tests. */

export interface Person {
  id: string;
  name: string;
}

export interface Representative extends Person {
  email: string;
  isActive: boolean;
  osUser: string | null;
}

export interface Team extends Person {
  memberIds: string[];
}

export interface Directory {
  statuses: Status[];
  priorities: Priority[];
  representatives: Representative[];
  teams: Team[];
}

export interface ListQuery {
  tab: TabId;
  /** In the filter grammar. */
  filter: string;
  limit: number;
  after?: PageKey;
  before?: PageKey;
}

export interface RuleView {
  id: string;
  number: number;
  isPaused: boolean;
  tags: string[];
  recipients: RedirectionRecipient[];
}

export interface SourceView {
  id: string;
  channel: string;
  name: string;
  isOn: boolean;
  senderId: string | null;
  settings: Record<string, unknown>;
  tags: string[];
  pollIntervalSeconds: number | null;
  acknowledgement: { isOn: boolean; subject: string; body: string } | null;
  lastPolledAt: string | null;
  lastItemAt: string | null;
  lastErrorCode: string | null;
  lastError: string | null;
  lastErrorAt: string | null;
}

export interface SenderView {
  id: string;
  name: string;
  isDefault: boolean;
  isOn: boolean;
  settings: Record<string, unknown>;
  lastErrorCode: string | null;
  lastError: string | null;
  lastErrorAt: string | null;
}

export interface ParkedItem {
  id: string;
  source: string;
  errorCode: string | null;
  errorDetail: string | null;
  size: number | null;
  receivedAt: string;
}

export interface RequestSettings {
  rules: RuleView[];
  sources: SourceView[];
  senders: SenderView[];
  chatbots: DesignView[];
  forms: DesignView[];
  calendars: CalendarView[];
  attributes: AttributeView[];
  tags: CatalogueTag[];
  /** What sources delivered and could not be taken in, newest first; a hundred at most. */
  parked: ParkedItem[];
  /** How each source is. */
  health: SourceHealth[];
  platforms: PlatformSettings;
}

/** Something that does not work, as the status line says it. */
export interface Trouble {
  /** PostgreSQL, Temporal, "source Support", "sender Support", Worker. */
  what: string;
  words: string;
  /** ISO time; null when nobody knows. */
  since: string | null;
}

/** Which row of Request Settings; null for a new one. */
export type SettingsRowId = string | null;

export interface Health {
  troubles: Trouble[];
  /** What waits for a person on the whole desk, in words. */
  attention: string;
}

export interface SavedDraft {
  id: string;
  text: string;
  to: string[];
}

export type DraftKind = 'reply' | 'note' | 'forward';

export type Answer = { outcome: 'waiting'; commandId: string } | (CommandAnswer & { commandId: string });

export interface NewTicket {
  /** Made when the form opened: a second press finds the first ticket. */
  id: string;
  subject: string;
  text: string;
  contact: { name: string; email: string; phone: string };
  tags: string[];
}

export interface DeskData extends DesignsData, ContactsData, PlatformsData {
  newId(): string;
  listTickets(query: ListQuery): Promise<TicketPage>;
  countByStatus(query: { tab: TabId; filter: string }): Promise<StatusCount[]>;
  /** Changes whenever the tab's list does; cheap. */
  probe(tab: TabId): Promise<string>;
  showTicket(ticketId: string): Promise<TicketDetail>;
  findTicketId(number: number): Promise<string>;
  /** Saves the files of a ticket. @returns where each went */
  saveFiles(ticket: { id: string; number: number }): Promise<string[]>;
  /** @throws DeskError when the filter cannot be read */
  checkFilter(filter: string): void;
  readDirectory(): Promise<Directory>;
  readSettings(): Promise<RequestSettings>;
  readHealth(): Promise<Health>;

  ask(asking: { ticketId: string; command: Command; commandId: string }): Promise<Answer>;
  createTicket(ticket: NewTicket): Promise<{ number: number }>;
  cancelCommand(inputId: string): Promise<boolean>;
  retryInput(inputId: string): Promise<void>;
  findDraft(ticketId: string, kind: DraftKind): Promise<SavedDraft | null>;
  saveDraft(draft: { id: string; ticketId: string; kind: DraftKind; text: string; to: string[] }): Promise<void>;
  removeDraft(draftId: string): Promise<void>;

  saveRule(rule: { id: string | null; tags: string[]; recipients: RedirectionRecipient[] }): Promise<void>;
  pauseRule(ruleId: string, isPaused: boolean): Promise<void>;
  removeRule(ruleId: string): Promise<void>;
  testRule(ruleId: string): Promise<string[]>;
  saveStatus(status: {
    id: string | null;
    name: string;
    category: Category;
    color: string;
    isDefault: boolean;
  }): Promise<void>;
  removeStatus(statusId: string): Promise<void>;
  saveRepresentative(person: {
    id: string | null;
    name: string;
    email: string;
    osUser: string;
    isActive: boolean;
  }): Promise<void>;
  removeRepresentative(id: string): Promise<void>;
  saveTeam(team: { id: string | null; name: string; memberIds: string[] }): Promise<void>;
  removeTeam(id: string): Promise<void>;
  saveEmailSource(source: EmailSourceSave): Promise<void>;
  switchSource(sourceId: string, isOn: boolean): Promise<void>;
  switchSender(senderId: string, isOn: boolean): Promise<void>;
  removeSource(sourceId: string): Promise<void>;
  /** Takes a parked item in again. @returns what became of it, in words */
  retryInbound(itemId: string): Promise<string>;
  pollSource(sourceId: string): Promise<void>;
  saveSender(sender: SenderSave): Promise<void>;
  removeSender(senderId: string): Promise<void>;

  /** Who acts, as told, remembered or known by the login name; null when that has to be asked. */
  findMe(): Promise<Person | null>;
  /** Who acts from now on; remembered for the next time. */
  actAs(person: Person): Promise<void>;
  /** Lets go of connections. */
  close(): Promise<void>;
}

export interface EmailSourceSave {
  id: string | null;
  name: string;
  host: string;
  port: string;
  security: string;
  user: string;
  /** A new password, or the name of an environment variable after `env:`; empty keeps what is saved. */
  secret: string;
  mailboxes: string[];
  addresses: string[];
  senderId: string | null;
  tags: string[];
  pollIntervalSeconds: number;
  acknowledgement: { isOn: boolean; subject: string; body: string };
}

export interface SenderSave {
  id: string | null;
  name: string;
  fromAddress: string;
  fromName: string;
  host: string;
  port: string;
  security: string;
  user: string;
  secret: string;
  signature: string;
  isDefault: boolean;
}
