import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import type { LifeFile } from '../domain/life-file.ts';
import { readConfig } from '../config.ts';
import { readDiscovery } from '../embedded/discovery.ts';
import { replayCommand } from './replay.ts';

/** `deskhand history`: a ticket's whole life as a file, and whether today's code would live it the same. */
export function historyCommand(): Command {
  const command = new Command('history').description('The histories of tickets: take them out, replay them');
  command
    .command('export')
    .description('write all runs of a ticket’s life to one JSON file')
    .argument('<NUMBER>', 'the ticket’s number')
    .requiredOption('-o, --output <FILE>', 'the file to write; - for standard output')
    .action(async (number: string, { output }: { output: string }) => exportHistory(toNumber(number), output));
  return command.addCommand(replayCommand());
}

async function exportHistory(number: number, output: string): Promise<void> {
  const { exportLife } = await import('../client/export-life.ts');
  const desk = await openDesk();
  try {
    const life = await exportLife(desk, number);
    const text = `${JSON.stringify(life, null, 1)}\n`;
    if (output === '-') process.stdout.write(text);
    else await write(output, text);
    process.stderr.write(`${summaryOf(life)}\n`);
  } finally {
    await desk.close();
  }
}

/** The desk that the environment names, else the one that runs from this folder. */
async function openDesk() {
  const config = readConfig();
  const running = readDiscovery(config.home);
  const databaseUrl = config.databaseUrl ?? running?.databaseUrl;
  const address = config.temporalAddress ?? running?.temporalAddress;
  if (!databaseUrl || !address) throw new DeskError('NOT_RUNNING', `no desk runs from ${config.home}`);
  const { connect } = await import('../database/connect.ts');
  const { engineClient } = await import('../worker/connect-engine.ts');
  const database = connect(databaseUrl);
  const client = engineClient({
    address,
    namespace: config.temporalAddress ? config.temporalNamespace : (running?.namespace ?? config.temporalNamespace),
  });
  return {
    database,
    client,
    async close() {
      await database.destroy();
      await client.connection.close();
    },
  };
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
