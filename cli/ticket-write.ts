import { Option, type Command } from 'commander';
import { randomUUID } from 'node:crypto';
import type { ReplyWay } from '../domain/command.ts';
import { DeskError } from '../domain/errors.ts';
import { giveCommand, prepareAsking, type AskedTicket, type AskFlags } from './ask-ticket.ts';
import type { DeskContext } from './context.ts';
import { printAnswer } from './print.ts';
import { readText } from './read-text.ts';
import { collect, collectWhole, toCount, verb, withDesk } from './verb.ts';

/** Verbs that bring words: those of a customer, or of somebody who answers. */
export function addWritingVerbs(ticket: Command): void {
  verb(ticket, 'create', 'type in a request, of a phone call say')
    .option('--subject <subject>')
    .option('--name <name>', 'the contact')
    .option('--email <address>')
    .option('--phone <number>')
    .option('--text <text>', 'what it is about; standard input without it')
    .option('-f, --file <file>', 'the text from a file')
    .option('--tag <tag>', 'several are possible', collectWhole)
    .option('--priority <priority>')
    .action(withDesk(create));
  verb(ticket, 'edit <number>', 'change the subject or what is known of the contact')
    .option('--subject <subject>')
    .option('--name <name>')
    .option('--email <address>')
    .option('--phone <number>')
    .option('--if-version <version>', 'refuse when the ticket has another', toCount)
    .action(withDesk(edit));
  verb(
    ticket,
    'reply <number> [text]',
    'answer the customer by mail, in the chat or at the platform; the text may come from standard input',
  )
    .option('-f, --file <file>', 'the text from a file')
    .option('--cc <address>', 'instead of those kept in copy; several are possible', collect)
    .option('--status <status>', 'the status after it')
    .addOption(
      new Option(
        '--by <way>',
        'without it: in the chat while its visitor is there, in public at a platform, else by mail',
      ).choices(['public', 'private', 'mail', 'chat']),
    )
    .option('--seen <message>', 'number of the newest message that you saw', Number)
    .option('--if-version <version>', 'refuse when the ticket has another', toCount)
    .action(withDesk(reply));
  verb(ticket, 'note <number> [text]', 'write an internal note')
    .option('-f, --file <file>', 'the text from a file')
    .option('--if-version <version>', 'refuse when the ticket has another', toCount)
    .action(withDesk(note));
  verb(ticket, 'forward <number> [text]', 'pass the request on to somebody outside')
    .requiredOption('--to <address>', 'several are possible', collect)
    .option('-f, --file <file>', 'the text from a file')
    .option('--if-version <version>', 'refuse when the ticket has another', toCount)
    .action(withDesk(forward));
}

interface CreateFlags {
  subject?: string;
  name?: string;
  email?: string;
  phone?: string;
  text?: string;
  file?: string;
  tag?: string[];
  priority?: string;
}

async function create(context: DeskContext, flags: CreateFlags): Promise<void> {
  const text = await readText(flags.text, flags.file);
  const actor = await context.actor();
  const desk = await context.desk();
  const { findPriority } = await import('../database/priorities.ts');
  const priorityId = flags.priority ? (await findPriority(context.database, flags.priority)).id : undefined;
  const { createTicket } = await import('../client/create-ticket.ts');
  const { name, email, phone } = flags;
  const tags = flags.tag ?? [];
  const created = await createTicket(desk, {
    key: randomUUID(),
    subject: flags.subject ?? null,
    contact: { name, email, phone },
    text,
    tags,
    priorityId,
    actor,
  });
  printAnswer(context, { id: created.ticketId, number: created.number }, `#${created.number} is open.`);
  await tellEngine(desk, created.ticketId);
}

/** The program ends right after: the engine is told before. It may be away; the row waits, and reconcile looks. */
async function tellEngine(
  { client, lingerSeconds, continueAfterEvents }: AskedTicket['desk'],
  ticketId: string,
): Promise<void> {
  if (!client) return;
  const { look } = await import('../client/look.ts');
  await look(client, { ticketId, lingerSeconds, continueAfterEvents }).catch(() => {});
}

interface EditFlags extends AskFlags {
  subject?: string;
  name?: string;
  email?: string;
  phone?: string;
}

async function edit(context: DeskContext, number: string, flags: EditFlags): Promise<void> {
  const { subject } = flags;
  const contact = Object.fromEntries(
    (['name', 'email', 'phone'] as const).flatMap((key) => (flags[key] === undefined ? [] : [[key, flags[key]]])),
  );
  const hasContact = Object.keys(contact).length > 0;
  if (subject === undefined && !hasContact)
    throw new DeskError('USAGE', 'say what to change: --subject, --name, --email or --phone');
  const asked = await prepareAsking(context, number);
  const command = {
    name: 'edit' as const,
    ...(subject === undefined ? {} : { subject }),
    ...(hasContact ? { contact } : {}),
  };
  await giveCommand(context, asked, { command, flags, done: 'is changed' });
}

interface WordsFlags extends AskFlags {
  file?: string;
}

const answered: Record<ReplyWay, string> = {
  mail: 'by mail',
  chat: 'in the chat',
  public: 'in public',
  private: 'privately',
};

interface ReplyFlags extends WordsFlags {
  cc?: string[];
  status?: string;
  by?: ReplyWay;
  seen?: number;
}

async function reply(
  context: DeskContext,
  number: string,
  argument: string | undefined,
  flags: ReplyFlags,
): Promise<void> {
  if (flags.seen !== undefined && !Number.isInteger(flags.seen))
    throw new DeskError('USAGE', '--seen wants the number of a message');
  const text = await readText(argument, flags.file);
  const asked = await prepareAsking(context, number);
  const { findStatus } = await import('../database/statuses.ts');
  const statusId = flags.status ? (await findStatus(context.database, flags.status)).id : undefined;
  const seen = flags.seen ?? asked.ticket.conflictNumber;
  await withDraft(context, { asked, kind: 'reply', text }, (draftId) =>
    giveCommand(context, asked, {
      command: { name: 'reply', draftId, seen, cc: flags.cc, statusId, by: flags.by },
      flags,
      done: ({ by }) => `is answered ${answered[by ?? 'mail']}`,
    }),
  );
}

async function note(
  context: DeskContext,
  number: string,
  argument: string | undefined,
  flags: WordsFlags,
): Promise<void> {
  const text = await readText(argument, flags.file);
  const asked = await prepareAsking(context, number);
  await withDraft(context, { asked, kind: 'note', text }, (draftId) =>
    giveCommand(context, asked, { command: { name: 'note', draftId }, flags, done: 'has the note' }),
  );
}

async function forward(
  context: DeskContext,
  number: string,
  argument: string | undefined,
  flags: WordsFlags & { to: string[] },
): Promise<void> {
  const text = await readText(argument, flags.file);
  const asked = await prepareAsking(context, number);
  const { checkAddress } = await import('../database/check-redirection.ts');
  for (const address of flags.to) await checkAddress(context.database, address);
  await withDraft(context, { asked, kind: 'forward', text }, (draftId) =>
    giveCommand(context, asked, {
      command: { name: 'forward', draftId, to: flags.to },
      flags,
      done: `is forwarded to ${flags.to.join(', ')}`,
    }),
  );
}

/** A command names its words by a saved draft. After a refusal the caller still has them: the draft goes. */
async function withDraft(
  context: DeskContext,
  draft: { asked: AskedTicket; kind: 'reply' | 'note' | 'forward'; text: string },
  give: (draftId: string) => Promise<unknown>,
): Promise<void> {
  const { removeDraft, saveDraft } = await import('../database/drafts.ts');
  const { ticket, actor } = draft.asked;
  const now = new Date().toISOString();
  const draftId = await saveDraft(context.database, {
    ticketId: ticket.id,
    kind: draft.kind,
    representativeId: actor.id,
    text: draft.text,
    now,
  });
  try {
    await give(draftId);
  } catch (error) {
    if (error instanceof DeskError && error.code !== 'UNEXPECTED') await removeDraft(context.database, draftId);
    throw error;
  }
}
