import { randomUUID } from 'node:crypto';
import { DeskError } from '../../domain/errors.ts';
import { parseFilter } from '../../domain/filter.ts';
import { fold } from '../../domain/fold.ts';
import { tabs } from '../../domain/tab.ts';
import type { Command } from '../../domain/command.ts';
import type { MessageView, TicketDetail, TicketRow } from '../../domain/views.ts';
import type { ContactDetail } from '../contact-views.ts';
import { sampleContacts, sampleContactsData } from './sample-contacts.ts';
import { sampleDesigns, sampleDesignsData, type SampleFiles } from './sample-designs.ts';
import { samplePlatformsData, samplePlatformSettings, type SamplePlatforms } from './sample-platforms.ts';
import type { Answer, DeskData, Directory, ListQuery, RequestSettings, SavedDraft } from '../data.ts';

/** A small desk in memory that answers as the real one does: for tests of the screens. */
export interface SampleDesk extends DeskData, SampleFiles, SamplePlatforms {
  contacts: ContactDetail[];
  tickets: TicketDetail[];
  asked: { ticketId: string; command: Command; commandId: string }[];
  drafts: Map<string, SavedDraft & { ticketId: string; kind: string }>;
  settings: RequestSettings;
  /** What the next command gets for an answer, instead of being done. */
  nextAnswer: Answer | null;
  /** While set, everything rejects with it: the database is away. */
  failure: Error | null;
  /** A ticket arrives. */
  arrive(of?: Partial<TicketDetail>): TicketDetail;
}

const colours = ['blue', 'orange', 'yellow', 'green', 'grey'];

export const directory: Directory = {
  statuses: ['New', 'Open', 'Pending', 'Solved', 'Spam'].map((name, index) => ({
    id: `status-${index + 1}`,
    name,
    category: (['new', 'open', 'waiting', 'solved', 'spam'] as const)[index] ?? 'open',
    color: colours[index] ?? 'blue',
    position: index + 1,
    isDefault: true,
  })),
  priorities: ['Low', 'Normal', 'High', 'Urgent'].map((name, index) => ({
    id: `priority-${index + 1}`,
    name,
    rank: index + 1,
    color: 'orange',
    isDefault: index === 1,
  })),
  representatives: [
    { id: 'person-1', name: 'Ayşe Yılmaz', email: 'ayse@desk.example', isActive: true, osUser: null },
    { id: 'person-2', name: 'İbrahim Şahin', email: 'ibrahim@desk.example', isActive: true, osUser: null },
  ],
  teams: [{ id: 'team-1', name: 'İade ekibi', memberIds: ['person-1'] }],
};

const subjects = [
  'İade talebim hâlâ sonuçlanmadı',
  'Kargo nerede?',
  'Fatura düzeltmesi',
  'Ürün bozuk geldi',
  'Şifremi unuttum',
];
const started = Date.parse('2026-11-23T09:00:00Z');

function aTicket(index: number, of: Partial<TicketDetail> = {}): TicketDetail {
  const at = new Date(started - index * 60_000).toISOString();
  const status = directory.statuses[index % 3]!;
  const message: MessageView = {
    id: `message-${index}`,
    number: 1,
    kind: 'contact',
    author: { name: 'Çağrı Öztürk', address: 'cagri@example.com' },
    text: 'Merhaba,\nsiparişim gelmedi.\n\n> Sayın müşterimiz\n> siparişiniz yolda',
    reply: 'Merhaba,\nsiparişim gelmedi.',
    recipients: { to: ['destek@desk.example'] },
    automatic: null,
    at,
    attachments: [{ id: 'file-1', name: 'fiş.pdf', contentType: 'application/pdf', size: 20_480, droppedReason: null }],
    platformItemId: null,
    deliveryId: null,
  };
  return {
    id: `ticket-${String(index).padStart(4, '0')}`,
    number: 1000 + index,
    subject: subjects[index % subjects.length] ?? null,
    status: { id: status.id, name: status.name, category: status.category, color: status.color },
    representative: index % 2 ? { id: 'person-1', name: 'Ayşe Yılmaz' } : null,
    team: null,
    channel: index % 4 === 3 ? 'instagram' : 'email',
    source: index % 4 === 3 ? '@magaza' : 'Destek',
    priority: { id: 'priority-2', name: 'Normal', rank: 2, color: 'blue' },
    tags: index % 2 ? ['iade'] : [],
    contact: { id: `contact-${index}`, name: 'Çağrı Öztürk', email: 'cagri@example.com', phone: null, handle: null },
    createdAt: at,
    updatedAt: at,
    activityAt: at,
    version: 1,
    archivedAt: null,
    deletedAt: null,
    snoozedUntil: null,
    draftReason: null,
    designVersion: null,
    platform: null,
    conversation: null,
    nextWakeAt: null,
    hasTrouble: false,
    hasWaitingCommand: false,
    conflictNumber: 1,
    messageCount: 1,
    messages: [message],
    events: [{ number: 1, type: 'ticket.opened', at, actor: { kind: 'source', name: 'Destek' }, data: {} }],
    deliveries: [],
    traces: [],
    wakes: [],
    inputs: [],
    links: [],
    ...of,
  };
}

export function sampleDesk(of: { tickets?: number } = {}): SampleDesk {
  let probe = 0;
  let nextNumber = 5000;
  const work = <Result>(result: () => Result): Promise<Result> => {
    if (desk.failure) return Promise.reject(desk.failure);
    probe += 1;
    return Promise.resolve(result());
  };
  const look = <Result>(result: () => Result): Promise<Result> =>
    desk.failure ? Promise.reject(desk.failure) : Promise.resolve(result());
  const listed = ({ tab, filter }: Pick<ListQuery, 'tab' | 'filter'>): TicketRow[] => {
    const channel = tabs.find(({ id }) => id === tab)?.channel;
    const words = fold(filter).split(/\s+/).filter(Boolean);
    return desk.tickets
      .filter((ticket) => !ticket.archivedAt && !ticket.deletedAt && (channel === null || ticket.channel === channel))
      .filter((ticket) => words.every((word) => fold(ticket.subject ?? '').includes(word)))
      .toSorted((a, b) => (b.activityAt + b.id).localeCompare(a.activityAt + a.id));
  };
  const files: SampleFiles = { files: new Map(), kept: new Map() };
  const platforms: SamplePlatforms = { savedSources: [], savedForms: [], audits: [] };
  const desk: SampleDesk = {
    ...files,
    ...platforms,
    ...samplePlatformsData(
      () => desk.settings,
      platforms,
      (result) => work(result),
    ),
    ...sampleDesignsData(
      () => desk.settings,
      files,
      (result) => work(result),
    ),
    contacts: sampleContacts(),
    tickets: Array.from({ length: of.tickets ?? 5 }, (_, index) => aTicket(index + 1)),
    asked: [],
    drafts: new Map(),
    settings: {
      ...structuredClone(sampleDesigns),
      rules: [
        {
          id: 'rule-1',
          number: 1,
          isPaused: false,
          tags: ['iade', 'mesai dışı'],
          recipients: [
            { kind: 'team', id: 'team-1' },
            { kind: 'address', address: 'depo@example.com' },
          ],
        },
      ],
      sources: [
        {
          id: 'source-1',
          channel: 'email',
          name: 'Destek',
          isOn: true,
          senderId: null,
          settings: { host: 'imap.example.com', user: 'destek' },
          tags: ['iade'],
          pollIntervalSeconds: 20,
          acknowledgement: null,
          lastPolledAt: null,
          lastItemAt: null,
          lastErrorCode: null,
          lastError: null,
          lastErrorAt: null,
        },
        ...structuredClone(samplePlatformSettings.sources),
      ],
      health: structuredClone(samplePlatformSettings.health),
      platforms: structuredClone(samplePlatformSettings.platforms),
      senders: [
        {
          id: 'sender-1',
          name: 'Destek',
          isDefault: true,
          isOn: true,
          settings: { host: 'smtp.example.com', fromAddress: 'destek@desk.example' },
          lastErrorCode: null,
          lastError: null,
          lastErrorAt: null,
        },
      ],
      tags: [{ tag: 'iade', origins: [{ kind: 'source', id: 'source-1', name: 'Destek', isOff: false }] }],
      parked: [
        {
          id: 'parked-1',
          source: 'Destek',
          errorCode: 'MAIL_UNREADABLE',
          errorDetail: 'bozuk',
          size: 1200,
          receivedAt: '2026-11-23T09:00:00Z',
        },
      ],
    },
    nextAnswer: null,
    failure: null,
    arrive(more = {}) {
      nextNumber += 1;
      const at = new Date(started + nextNumber * 1000).toISOString();
      const ticket = aTicket(nextNumber, {
        number: nextNumber,
        activityAt: at,
        createdAt: at,
        subject: 'Yeni gelen',
        ...more,
      });
      desk.tickets = [...desk.tickets, ticket];
      probe += 1;
      return ticket;
    },
    newId: randomUUID,
    checkFilter: (filter) => void parseFilter(filter),
    listTickets: (query) =>
      look(() => {
        const all = listed(query);
        const key = query.after ?? query.before;
        const place = key ? all.findIndex(({ id }) => id === key.id) : -1;
        const from = query.before ? Math.max(0, (place < 0 ? all.length : place) - query.limit) : place + 1;
        const rows = all.slice(from, query.before ? (place < 0 ? all.length : place) : from + query.limit);
        const last = rows.at(-1);
        return {
          rows,
          next: last && from + rows.length < all.length ? { activityAt: last.activityAt, id: last.id } : null,
        };
      }),
    countByStatus: (query) =>
      look(() =>
        directory.statuses.map((status) => ({
          statusId: status.id,
          name: status.name,
          color: status.color,
          category: status.category,
          count: listed(query).filter((row) => row.status.id === status.id).length,
        })),
      ),
    probe: () => look(() => String(probe)),
    showTicket: (ticketId) =>
      look(() => {
        const ticket = desk.tickets.find(({ id }) => id === ticketId);
        if (!ticket) throw new DeskError('NOT_FOUND', `there is no ticket ${ticketId}`);
        return ticket;
      }),
    findTicketId: (number) =>
      look(() => {
        const ticket = desk.tickets.find((candidate) => candidate.number === number);
        if (!ticket) throw new DeskError('NOT_FOUND', `there is no ticket #${number}`);
        return ticket.id;
      }),
    saveFiles: () => work(() => ['/home/desk/files/1012/invoice.pdf']),
    readDirectory: () => look(() => directory),
    readSettings: () => look(() => structuredClone(desk.settings)),
    readHealth: () => Promise.resolve({ troubles: [], attention: '' }),
    ask: (asking) =>
      work((): Answer => {
        desk.asked.push(asking);
        const answer = desk.nextAnswer;
        desk.nextAnswer = null;
        if (answer) return answer;
        desk.tickets = desk.tickets.map((ticket) =>
          ticket.id === asking.ticketId ? obey(ticket, asking.command, desk.drafts) : ticket,
        );
        return { outcome: 'done', version: 2, commandId: asking.commandId };
      }),
    createTicket: (ticket) => work(() => ({ number: desk.arrive({ subject: ticket.subject }).number })),
    cancelCommand: () => work(() => true),
    retryInput: () => work(() => undefined),
    findDraft: (ticketId, kind) =>
      look(() => [...desk.drafts.values()].find((draft) => draft.ticketId === ticketId && draft.kind === kind) ?? null),
    saveDraft: (draft) => work(() => void desk.drafts.set(draft.id, draft)),
    removeDraft: (draftId) => work(() => void desk.drafts.delete(draftId)),
    saveRule: ({ id, tags, recipients }) =>
      work(() => {
        const number = desk.settings.rules.length + 1;
        const rules = desk.settings.rules.map((rule) => (rule.id === id ? { ...rule, tags, recipients } : rule));
        desk.settings.rules = id ? rules : [...rules, { id: randomUUID(), number, isPaused: false, tags, recipients }];
      }),
    retryInbound: () => work(() => 'The item is taken in'),
    pauseRule: (ruleId, isPaused) =>
      work(
        () =>
          void (desk.settings.rules = desk.settings.rules.map((rule) =>
            rule.id === ruleId ? { ...rule, isPaused } : rule,
          )),
      ),
    removeRule: (ruleId) =>
      work(() => void (desk.settings.rules = desk.settings.rules.filter(({ id }) => id !== ruleId))),
    testRule: () => work(() => ['depo@example.com sent']),
    saveStatus: () => work(() => undefined),
    removeStatus: () => Promise.reject(new DeskError('REFUSED', '3 tickets are New: it cannot be removed')),
    saveRepresentative: () => work(() => undefined),
    removeRepresentative: () => work(() => undefined),
    saveTeam: () => work(() => undefined),
    removeTeam: () => work(() => undefined),
    saveEmailSource: () => work(() => undefined),
    switchSource: () => work(() => undefined),
    switchSender: () => work(() => undefined),
    removeSource: () => work(() => undefined),
    pollSource: () => work(() => undefined),
    saveSender: () => work(() => undefined),
    removeSender: () => work(() => undefined),
    findMe: () => look(() => ({ id: 'person-1', name: 'Ayşe Yılmaz' })),
    actAs: () => Promise.resolve(),
    close: () => Promise.resolve(),
    ...sampleContactsData(() => desk, work),
  };
  return desk;
}

/** What a command does to a ticket, as far as a screen shows it. */
function obey(ticket: TicketDetail, command: Command, drafts: SampleDesk['drafts']): TicketDetail {
  const at = new Date().toISOString();
  switch (command.name) {
    case 'archive':
      return { ...ticket, archivedAt: at };
    case 'unarchive':
      return { ...ticket, archivedAt: null };
    case 'delete':
      return { ...ticket, deletedAt: at };
    case 'status': {
      const status = directory.statuses.find(({ id }) => id === command.statusId);
      return status
        ? { ...ticket, status: { id: status.id, name: status.name, category: status.category, color: status.color } }
        : ticket;
    }
    case 'assign':
      return {
        ...ticket,
        representative: directory.representatives.find(({ id }) => id === command.representativeId) ?? null,
      };
    case 'edit':
      return { ...ticket, subject: command.subject ?? ticket.subject };
    case 'reply':
    case 'note': {
      const text = drafts.get(command.draftId)?.text ?? '';
      drafts.delete(command.draftId);
      const message: MessageView = {
        ...ticket.messages[0]!,
        id: randomUUID(),
        number: ticket.messageCount + 1,
        kind: command.name,
        author: { name: 'Ayşe Yılmaz', address: null },
        text,
        reply: text,
        attachments: [],
      };
      return { ...ticket, messages: [...ticket.messages, message], messageCount: message.number };
    }
    default:
      return ticket;
  }
}
