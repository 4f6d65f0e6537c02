import { Command, Option } from 'commander';
import { DeskError } from '../domain/errors.ts';
import { safeLine } from '../domain/safe-text.ts';
import { inboundStates, type InboundState } from '../database/list-inbound.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printJson, printList, sayAge } from './print.ts';
import { toCount, verb, withDesk } from './verb.ts';

/** `deskhand inbound …`: what sources delivered, and what became of it. */
export function inboundCommand(): Command {
  const inbound = new Command('inbound').description('what sources delivered, and what became of it');
  verb(inbound, 'list', 'the newest first')
    .addOption(new Option('--state <state>').choices([...inboundStates]))
    .option('--source <source>')
    .option('--limit <count>', 'how many at most', toCount, 40)
    .option('--after <item>', 'only what stands below this one')
    .action(withDesk(list));
  verb(inbound, 'show <item>', 'one with its error').action(withDesk(show));
  verb(inbound, 'raw <item>', 'its bytes as they were delivered, to standard output').action(withDesk(raw));
  verb(inbound, 'retry <item>', 'take a parked one in again').action(withDesk(retry));
  return inbound;
}

interface ListFlags {
  state?: InboundState;
  source?: string;
  limit: number;
  after?: string;
}

async function list(context: DeskContext, flags: ListFlags): Promise<void> {
  const { listInbound, showInbound } = await import('../database/list-inbound.ts');
  const { findSource } = await import('../database/sources.ts');
  const sourceId = flags.source ? (await findSource(context.database, flags.source)).id : undefined;
  const after = flags.after ? await showInbound(context.database, flags.after) : undefined;
  printList(context, await listInbound(context.database, { state: flags.state, sourceId, limit: flags.limit, after }), {
    json: (item) => item,
    columns: [
      { title: 'Item', of: ({ id }) => id },
      { title: 'Source', of: ({ source }) => source, maxCells: 30 },
      { title: 'State', of: ({ state }) => state },
      { title: 'Ticket', of: ({ ticketNumber }) => ticketNumber },
      {
        title: 'Why',
        of: ({ reason, errorCode, errorDetail }) => reason ?? (errorCode && `${errorCode}: ${errorDetail ?? ''}`),
        maxCells: 60,
      },
      { title: 'Bytes', of: ({ size }) => size },
      { title: 'Age', of: ({ receivedAt }) => sayAge(receivedAt) },
    ],
    whenEmpty: 'Nothing was delivered.',
  });
}

async function show(context: DeskContext, id: string): Promise<void> {
  const { showInbound } = await import('../database/list-inbound.ts');
  const item = await showInbound(context.database, id);
  if (context.isJson) return printJson(item);
  process.stdout.write(
    `${Object.entries(item)
      .map(([key, value]) => `${`${key}:`.padEnd(16)}${safeLine(String(value ?? ''), 300)}`)
      .join('\n')}\n`,
  );
}

async function raw(context: DeskContext, id: string): Promise<void> {
  const { readInboundRaw } = await import('../database/list-inbound.ts');
  if (process.stdout.isTTY)
    throw new DeskError(
      'REFUSED',
      'raw bytes of a customer are not shown on a terminal; send them to a file or a pager',
    );
  process.stdout.write(await readInboundRaw(context.database, id));
}

async function retry(context: DeskContext, id: string): Promise<void> {
  await context.actor();
  const { showInbound } = await import('../database/list-inbound.ts');
  const { externalId, sourceId } = await showInbound(context.database, id);
  const { retryHere } = await import('./retry-here.ts');
  const { ticketId } = await retryHere(context, id);
  printAnswer(
    context,
    { sourceId, externalId, ticketId },
    ticketId ? 'The item is taken in.' : 'The item is no request of a customer.',
  );
}
