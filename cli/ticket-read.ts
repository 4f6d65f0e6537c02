import type { Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import { filterFields, parseFilter, type Filter } from '../domain/filter.ts';
import { tabs, type TabId } from '../domain/tab.ts';
import type { AttachedFile } from '../database/attachments.ts';
import type { PageKey, TicketPage, TicketRow } from '../domain/views.ts';
import type { PlatformState } from '../domain/platform/platform-state.ts';
import { answerText, deadlineText, placeText, privateText, sightText } from '../tui/draw/platform-words.ts';
import { ticketNamed } from './ask-ticket.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printJson, printList, sayAge, type Column } from './print.ts';
import { ticketDetailJson, ticketJson } from './ticket-json.ts';
import { toCount, verb, withDesk } from './verb.ts';

/** Verbs that only look. */
export function addReadingVerbs(ticket: Command): void {
  verb(ticket, 'list', 'tickets of a tab, the newest activity first')
    .option('--tab <tab>', `one of ${tabsWithTickets.join(', ')}`, 'tickets')
    .option('--filter <filter>', `words, "phrases", and ${Object.keys(filterFields).join(': ')}:`)
    .option('--limit <count>', 'how many at most', toCount, 40)
    .option('--after <number>', 'only what stands below this ticket')
    .action(withDesk(list));
  verb(ticket, 'show <number>', 'one ticket with its messages, events, deliveries and why rules acted').action(
    withDesk(show),
  );
  verb(ticket, 'files <number> [name]', 'the files of a ticket; with a name, save it (all of that name)')
    .option('-d, --directory <folder>', 'where to', '.')
    .action(withDesk(files));
}

const tabsWithTickets = tabs.filter(({ channel }) => channel !== undefined).map(({ id }) => id);

interface ListFlags {
  tab: string;
  filter?: string;
  limit: number;
  after?: string;
}

async function list(context: DeskContext, flags: ListFlags): Promise<void> {
  const tab = tabsWithTickets.find((id) => id === flags.tab);
  if (!tab)
    throw new DeskError('USAGE', `there is no tab ${flags.tab} with tickets; there are ${tabsWithTickets.join(', ')}`);
  const filter = flags.filter ? parseFilter(flags.filter) : null;
  const asksForMe = filter?.terms.some((term) => term.field === 'assigned' && term.name === 'me') ?? false;
  const query = { tab, filter, me: asksForMe ? await context.me() : null };
  const after = flags.after ? await ticketNamed(context, flags.after) : undefined;
  const rows = await readRows(context, { ...query, after, limit: flags.limit });
  const atPlatforms = rows.some(({ platform }) => platform !== null) ? platformColumns : [];
  printList(context, rows, { json: ticketJson, columns: [...columns, ...atPlatforms], whenEmpty: 'No ticket.' });
}

interface RowsWanted {
  tab: TabId;
  filter: Filter | null;
  me: string | null;
  after: PageKey | undefined;
  limit: number;
}

/** As many rows as asked for, page by page. */
async function readRows(context: DeskContext, { limit, ...query }: RowsWanted): Promise<TicketRow[]> {
  const { listTickets } = await import('../database/list-tickets.ts');
  const rows: TicketRow[] = [];
  for (let after: PageKey | null | undefined = query.after; after !== null && rows.length < limit;) {
    const page: TicketPage = await listTickets(context.database, {
      ...query,
      after,
      limit: Math.min(limit - rows.length, 500),
    });
    rows.push(...page.rows);
    after = page.next;
  }
  return rows;
}

const columns: Column<TicketRow>[] = [
  { title: 'Number', of: ({ number }) => number },
  { title: 'Status', of: ({ status }) => status.name, maxCells: 14 },
  {
    title: 'Representative',
    of: ({ representative, team }) => representative?.name ?? team?.name ?? null,
    maxCells: 18,
  },
  { title: 'Channel', of: ({ channel, source }) => [channel, source].filter(Boolean).join(' '), maxCells: 24 },
  { title: 'Subject', of: ({ subject }) => subject ?? '(no subject)', maxCells: 44 },
  {
    title: 'Contact',
    of: ({ contact }) => contact?.name ?? contact?.handle ?? contact?.email ?? contact?.phone ?? null,
    maxCells: 24,
  },
  { title: 'Tags', of: ({ tags }) => tags.join(', '), maxCells: 20 },
  { title: 'Priority', of: ({ priority }) => priority.name, maxCells: 10 },
  { title: 'Age', of: ({ activityAt }) => sayAge(activityAt) },
];

/** What matters of comments, questions and responses besides. */
const platformColumns: Column<TicketRow>[] = [
  { title: 'Post, product or form', of: ({ platform }) => platform && placeText(platform), maxCells: 24 },
  { title: 'There', of: ({ platform }) => platform && standingText(platform) },
  { title: 'Answer by', of: ({ platform }) => platform && deadlineText(platform, Date.now()) },
  { title: 'Privately', of: ({ platform }) => platform && privateText(platform, Date.now()) },
];

/** Of a question how far its answer is, of a comment whether it is hidden or gone. */
function standingText(platform: PlatformState): string {
  return platform.status === null ? sightText(platform) : answerText(platform);
}

async function show(context: DeskContext, number: string): Promise<void> {
  const { id } = await ticketNamed(context, number);
  const { showTicket } = await import('../database/show-ticket.ts');
  const ticket = await showTicket(context.database, id);
  if (context.isJson) return printJson(ticketDetailJson(ticket));
  const { ticketPage } = await import('./ticket-page.ts');
  process.stdout.write(`${ticketPage(ticket)}\n`);
}

/** Lists a ticket's files, or saves those of a name; `*` saves all. */
async function files(
  context: DeskContext,
  number: string,
  name: string | undefined,
  flags: { directory: string },
): Promise<void> {
  const [{ listAttachments }, { saveFile }] = await Promise.all([
    import('../database/attachments.ts'),
    import('./save-file.ts'),
  ]);
  const { id } = await ticketNamed(context, number);
  const attached = await listAttachments(context.database, id);
  if (name === undefined) {
    printList(context, attached, { json: (file) => file, columns: fileColumns, whenEmpty: 'No file.' });
    return;
  }
  const wanted = attached.filter((file) => (name === '*' || file.name === name) && file.droppedReason === null);
  if (wanted.length === 0) throw new DeskError('NOT_FOUND', `ticket ${number} has no file ${name}`);
  for (const file of wanted) {
    const path = await saveFile(context.database, file, flags.directory);
    printAnswer(context, { ...file, path }, path);
  }
}

const fileColumns: Column<AttachedFile>[] = [
  { title: 'Message', of: (file) => String(file.messageNumber) },
  { title: 'Name', of: (file) => file.name },
  { title: 'Type', of: (file) => file.contentType },
  { title: 'Bytes', of: (file) => String(file.size) },
  { title: 'Not kept', of: (file) => file.droppedReason ?? '' },
];
