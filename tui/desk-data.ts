import type { Desk } from '../client/ask.ts';
import type { PlatformAccess } from '../client/platform-access.ts';
import { cancelInput, unparkInput } from '../database/inputs.ts';
import type { Database } from '../database/connect.ts';
import { findDraft, removeDraft, saveDraft } from '../database/drafts.ts';
import { countByStatus, listTickets, probeTickets } from '../database/list-tickets.ts';
import { listAttachments } from '../database/attachments.ts';
import { newId } from '../database/new-id.ts';
import { findTicket, showTicket } from '../database/show-ticket.ts';
import type { Actor } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import { parseFilter } from '../domain/filter.ts';
import type { AuditView } from '../domain/source-health.ts';
import type { DeskData, Person, Trouble } from './data.ts';
import { contactsData } from './desk-contacts-data.ts';
import { readDeskHealth } from './desk-health-data.ts';
import { settingsData } from './desk-settings-data.ts';

/** What the data behind the screens is made of. */
export interface DeskDataParts {
  database: Database;
  /** Loads the engine's client when it is first needed: the first picture does not wait for it. */
  desk: () => Promise<Desk>;
  /** Parts of this machine's desk that ended by themselves a moment ago. */
  fallenParts: () => Trouble[];
  findMe: () => Promise<Person | null>;
  remember: (person: Person) => Promise<void>;
  /** Seals a secret for a context such as `source:ID:password`. */
  seal: (secret: string, context: string) => Promise<string>;
  /** Takes a parked item in again. @returns whether it is on a ticket now */
  retryInbound: (itemId: string) => Promise<boolean>;
  /** Saves a file for the ticket of this number. @returns where it went */
  saveFile: (file: { id: string; name: string }, ticketNumber: number) => Promise<string>;
  /** Where visitors find a chatbot or a form; null while nobody knows. */
  addressOf: (kind: 'chatbot' | 'form', name: string) => string | null;
  /** The sample of a file, to begin a new one with. */
  sampleText: (name: 'after-hours' | 'contact' | 'office') => Promise<string>;
  /** Where a platform pushes what is new; null while nobody knows. */
  webhookAddress: (sourceId: string) => string | null;
  /** Where the platform of a source reaches this desk; null when it cannot. */
  addressForPlatform: (source: { settings: Record<string, unknown> }) => string | null;
  /** What accounts at platforms are reached with. */
  platformAccess: () => Promise<PlatformAccess>;
  auditSource: (sourceId: string, of: { days: number; bring: boolean; actor: Actor }) => Promise<AuditView>;
  /** Reads a period as it was typed: days, times, or so long ago. @throws DeskError USAGE, INVALID_INPUT */
  readPeriod: (typed: { from: string; to: string }) => { from: string; to: string };
  /** Keeps a file that could not be saved. @returns where */
  keepFile: (name: string, text: string) => Promise<string>;
  close: () => Promise<void>;
}

/** Who acts, as far as it is known yet. */
export interface Acting {
  me: Person | null;
  /** @throws DeskError REFUSED while nobody has said who they are */
  actor(): Actor;
}

/** The screens' data in earnest: looks at the database, speaks to tickets through the client. */
export function deskData(parts: DeskDataParts): DeskData {
  const { database, desk } = parts;
  const acting: Acting = {
    me: null,
    actor() {
      if (acting.me) return { kind: 'representative', ...acting.me };
      throw new DeskError('REFUSED', 'nobody has said who you are; type :as NAME');
    },
  };
  const filterOf = (text: string) => (text.trim() ? parseFilter(text) : null);
  const now = () => new Date().toISOString();
  return {
    newId,
    checkFilter: (filter) => void filterOf(filter),
    listTickets: ({ filter, ...query }) =>
      listTickets(database, { ...query, filter: filterOf(filter), me: acting.me?.id ?? null }),
    countByStatus: ({ tab, filter }) =>
      countByStatus(database, { tab, filter: filterOf(filter), me: acting.me?.id ?? null }),
    probe: (tab) => probeTickets(database, tab),
    showTicket: (ticketId) => showTicket(database, ticketId),
    async saveFiles(ticket) {
      const attached = await listAttachments(database, ticket.id);
      const kept = attached.filter(({ droppedReason }) => droppedReason === null);
      const paths: string[] = [];
      for (const file of kept) paths.push(await parts.saveFile(file, ticket.number));
      return paths;
    },
    async findTicketId(number) {
      const found = await findTicket(database, String(number));
      if (!found) throw new DeskError('NOT_FOUND', `there is no ticket #${number}`);
      return found.id;
    },
    readHealth: () => readDeskHealth(parts),
    async ask(asking) {
      const { ask } = await import('../client/ask.ts');
      return ask(await desk(), { ...asking, actor: acting.actor() });
    },
    async createTicket({ id, subject, text, contact, tags }) {
      const { createTicket } = await import('../client/create-ticket.ts');
      const given = { name: contact.name || null, email: contact.email || null, phone: contact.phone || null };
      return createTicket(await desk(), {
        key: id,
        subject: subject || null,
        text,
        contact: given,
        tags,
        actor: acting.actor(),
      });
    },
    cancelCommand: (inputId) => cancelInput(database, inputId, now()),
    async retryInput(inputId) {
      const ticketId = await unparkInput(database, inputId);
      if (!ticketId) throw new DeskError('NOT_FOUND', 'it is not parked any more');
      const { tell } = await import('../client/ask.ts');
      tell(await desk(), ticketId);
    },
    async findDraft(ticketId, kind) {
      const draft = await findDraft(database, { ticketId, kind, representativeId: acting.me?.id ?? null });
      return draft && { id: draft.id, text: draft.text, to: draft.recipients.to ?? [] };
    },
    async saveDraft({ to, ...draft }) {
      await saveDraft(database, { ...draft, recipients: { to }, representativeId: acting.me?.id ?? null, now: now() });
    },
    removeDraft: (draftId) => removeDraft(database, draftId),
    ...settingsData({ ...parts, acting }),
    ...contactsData({ database, acting }),
    retryInbound: async (itemId) =>
      (await parts.retryInbound(itemId)) ? 'The item is taken in' : 'The item is no request of a customer',
    async findMe() {
      acting.me = await parts.findMe();
      return acting.me;
    },
    async actAs(person) {
      acting.me = person;
      await parts.remember(person);
    },
    close: parts.close,
  };
}
