import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import type { LifeFile } from '../domain/life-file.ts';
import type { DeskContext } from './context.ts';
import { printAnswer } from './print.ts';
import { replayCommand } from './replay.ts';
import { verb, withDesk } from './verb.ts';

/** `deskhand history`: a ticket's whole life as a file, and whether today's code would live it the same. */
export function historyCommand(): Command {
  const noun = new Command('history').description('The histories of tickets: take them out, replay them');
  verb(noun, 'export <NUMBER>', 'write all runs of a ticket’s life, and of the talks it was made of, to one JSON file')
    .requiredOption('-o, --output <FILE>', 'the file to write; - for standard output')
    .action(withDesk(exportHistory));
  return noun.addCommand(replayCommand());
}

async function exportHistory(context: DeskContext, number: string, { output }: { output: string }): Promise<void> {
  const { exportLife } = await import('../client/export-life.ts');
  const { database, client } = await context.desk();
  if (!client) throw new DeskError('NOT_RUNNING', 'TEMPORAL_ADDRESS is not set, and runs may not be archived yet');
  const life = await exportLife({ database, client }, toNumber(number));
  const text = `${JSON.stringify(life, null, 1)}\n`;
  if (output === '-') {
    process.stdout.write(text);
    return;
  }
  await write(output, text);
  const { ticket, runs, lostRuns } = life;
  printAnswer(context, { file: output, ticket, runs: runs.length, lostRuns }, summaryOf(life));
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new DeskError('USAGE', `${file} cannot be written: ${error.code}`, { cause: error });
  });
}

function toNumber(text: string): number {
  const number = Number(text.replace(/^#/, ''));
  if (!Number.isSafeInteger(number) || number < 1) throw new DeskError('USAGE', `${text} is no ticket number`);
  return number;
}

function summaryOf({ ticket, runs, lostRuns }: LifeFile): string {
  const lost = lostRuns.length > 0 ? `; ${lostRuns.length} lost with the engine’s data, named in lostRuns` : '';
  return `ticket ${ticket?.number}: ${runs.length} run${runs.length === 1 ? '' : 's'}${lost}`;
}
