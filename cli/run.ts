import { Command, CommanderError } from 'commander';
import { DeskError, errorTable } from '../domain/errors.ts';
import { safeBlock } from '../domain/safe-text.ts';

/** One file per noun, loaded when named: a typed command pays only for its own. */
const nouns: Record<string, { summary: string; load: () => Promise<Command> }> = {
  up: {
    summary: 'start everything for one machine, then the terminal UI',
    load: async () => (await import('./up.ts')).upCommand(),
  },
  tui: { summary: 'the terminal UI', load: async () => (await import('./tui.ts')).tuiCommand() },
  worker: { summary: 'do the desk’s work', load: async () => (await import('./worker.ts')).workerCommand() },
  intake: { summary: 'take in requests over HTTP', load: async () => (await import('./intake.ts')).intakeCommand() },
  migrate: {
    summary: 'bring the database schema to this version',
    load: async () => (await import('./migrate.ts')).migrateCommand(),
  },
  ticket: {
    summary: 'tickets: list, show, reply and all else',
    load: async () => (await import('./ticket.ts')).ticketCommand(),
  },
  redirection: {
    summary: 'who gets a mail when a ticket opens',
    load: async () => (await import('./redirection.ts')).redirectionCommand(),
  },
  source: { summary: 'where requests come from', load: async () => (await import('./source.ts')).sourceCommand() },
  sender: { summary: 'how mail goes out', load: async () => (await import('./sender.ts')).senderCommand() },
  representative: {
    summary: 'the people who answer',
    load: async () => (await import('./representative.ts')).representativeCommand(),
  },
  team: { summary: 'people who answer together', load: async () => (await import('./team.ts')).teamCommand() },
  status: {
    summary: 'the statuses that tickets may have',
    load: async () => (await import('./status.ts')).statusCommand(),
  },
  priority: {
    summary: 'how urgent tickets may be',
    load: async () => (await import('./priority.ts')).priorityCommand(),
  },
  tag: {
    summary: 'the tags that something gives to tickets',
    load: async () => (await import('./tag.ts')).tagCommand(),
  },
  contact: { summary: 'the people who ask', load: async () => (await import('./contact.ts')).contactCommand() },
  attribute: {
    summary: 'what is noted of contacts',
    load: async () => (await import('./attribute.ts')).attributeCommand(),
  },
  calendar: {
    summary: 'when the desk works',
    load: async () => (await import('./calendar.ts')).calendarCommand(),
  },
  form: { summary: 'web forms', load: async () => (await import('./form.ts')).formCommand() },
  'supsis-form': {
    summary: 'forms of other vendors, and which of their responses become tickets',
    load: async () => (await import('./supsis-form.ts')).supsisFormCommand(),
  },
  'forbidden-word': {
    summary: 'words that answers under a platform’s review must not hold',
    load: async () => (await import('./forbidden-word.ts')).forbiddenWordCommand(),
  },
  chatbot: { summary: 'chatbots', load: async () => (await import('./chatbot.ts')).chatbotCommand() },
  delivery: {
    summary: 'what goes out, and what became of it',
    load: async () => (await import('./delivery.ts')).deliveryCommand(),
  },
  inbound: {
    summary: 'what sources delivered, and what became of it',
    load: async () => (await import('./inbound.ts')).inboundCommand(),
  },
  doctor: {
    summary: 'what is wrong with this desk, and how to mend it',
    load: async () => (await import('./doctor.ts')).doctorCommand(),
  },
  mail: { summary: 'what the desk makes of a mail', load: async () => (await import('./mail.ts')).mailCommand() },
  history: { summary: 'the histories of tickets', load: async () => (await import('./history.ts')).historyCommand() },
  replay: {
    summary: 'replay saved histories against today’s code',
    load: async () => (await import('./replay.ts')).replayCommand(),
  },
  sandbox: { summary: 'stand-ins of the platforms', load: async () => (await import('./sandbox.ts')).sandboxCommand() },
};

/**
 * Does what a typed command says; errors are told on standard error.
 * @param words without the program's own name
 * @returns the exit code
 */
export async function run(words: string[]): Promise<number> {
  try {
    await program(words).then((command) => command.parseAsync(words, { from: 'user' }));
    return 0;
  } catch (error) {
    return report(error);
  }
}

async function program(words: string[]): Promise<Command> {
  const command = new Command('deskhand')
    .description('A support desk for people who live in terminals')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(usageLine(text)) });
  const named = words.find((word) => !word.startsWith('-'));
  const noun = named ? nouns[named] : undefined;
  if (noun) {
    command.addCommand(passOn(await noun.load()));
    return command;
  }
  for (const [name, { summary }] of Object.entries(nouns)) command.command(name).description(summary);
  return command;
}

/** Wrong usage is told by throwing in every sub-command too: the exit code is ours. */
function passOn(command: Command): Command {
  command.exitOverride().configureOutput({ outputError: (text, write) => write(usageLine(text)) });
  command.commands.forEach(passOn);
  return command;
}

/** Commander says "error: unknown option", with its guess on a line below; we say it as everything else. */
function usageLine(text: string): string {
  const said = text.replace(/^error: /, '').trim();
  return `${new DeskError('USAGE', said.replaceAll(/\s+/g, ' ')).line}\n`;
}

/** Tells an error on one line, and which code the program ends with. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : errorTable.USAGE.exit;
  const known =
    error instanceof DeskError
      ? error
      : new DeskError('UNEXPECTED', error instanceof Error ? error.message : String(error));
  // What a file, a customer or a server says may stand in it.
  process.stderr.write(`${safeBlock(known.line)}\n`);
  return errorTable[known.code].exit;
}
