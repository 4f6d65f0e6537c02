import { Command, CommanderError } from 'commander';
import { DeskError, errorTable } from '../domain/errors.ts';

/** One file per noun, loaded when named: a typed command pays only for its own. */
const nouns: Record<string, { summary: string; load: () => Promise<Command> }> = {
  up: { summary: 'start everything for one machine, then the terminal UI', load: async () => (await import('./up.ts')).upCommand() },
  worker: { summary: 'do the desk’s work', load: async () => (await import('./worker.ts')).workerCommand() },
  intake: { summary: 'take in requests over HTTP', load: async () => (await import('./intake.ts')).intakeCommand() },
  migrate: { summary: 'bring the database schema to this version', load: async () => (await import('./migrate.ts')).migrateCommand() },
  mail: { summary: 'what the desk makes of a mail', load: async () => (await import('./mail.ts')).mailCommand() },
  history: { summary: 'the histories of tickets', load: async () => (await import('./history.ts')).historyCommand() },
  replay: { summary: 'replay saved histories against today’s code', load: async () => (await import('./replay.ts')).replayCommand() },
  sandbox: { summary: 'stand-ins of the platforms', load: async () => (await import('./sandbox.ts')).sandboxCommand() },
};

await main(process.argv.slice(2));

async function main(words: string[]): Promise<void> {
  try {
    await program(words).then((command) => command.parseAsync(words, { from: 'user' }));
  } catch (error) {
    process.exitCode = report(error);
  }
}

async function program(words: string[]): Promise<Command> {
  const command = new Command('deskhand')
    .description('A support desk for people who live in terminals')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
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
  command.exitOverride();
  command.commands.forEach(passOn);
  return command;
}

/** Tells an error on one line, and which code the program ends with. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : errorTable.USAGE.exit;
  const known = error instanceof DeskError ? error : new DeskError('UNEXPECTED', error instanceof Error ? error.message : String(error));
  process.stderr.write(`${known.line}\n`);
  return errorTable[known.code].exit;
}
