import { Command, Option } from 'commander';
import { deliveryStates, type DeliveryState } from '../domain/delivery.ts';
import type { DeliveryView } from '../domain/views.ts';
import { giveCommand, prepareAsking, ticketNamed, type AskFlags } from './ask-ticket.ts';
import type { DeskContext } from './context.ts';
import { printJson, printList, sayAge } from './print.ts';
import { safeLine } from '../domain/safe-text.ts';
import { toCount, verb, withDesk } from './verb.ts';

/** `deskhand delivery …`: what goes out by mail, in chats and at platforms, and what became of it. */
export function deliveryCommand(): Command {
  const delivery = new Command('delivery').description(
    'what goes out by mail, in chats and at platforms, and what became of it',
  );
  verb(delivery, 'list', 'the newest first')
    .addOption(new Option('--state <state>').choices([...deliveryStates]))
    .option('--ticket <number>')
    .option('--limit <count>', 'how many at most', toCount, 40)
    .option('--after <delivery>', 'only what stands below this one')
    .action(withDesk(list));
  verb(delivery, 'show <delivery>', 'one with its receipt').action(withDesk(show));
  asking(delivery, 'retry <delivery>', 'send a failed or unsure one again').action(withDesk(retry));
  asking(delivery, 'discard <delivery>', 'give a failed or unsure one up').action(withDesk(discard));
  return delivery;
}

function asking(noun: Command, name: string, description: string): Command {
  return verb(noun, name, description).option('--if-version <version>', 'refuse when its ticket has another', toCount);
}

interface ListFlags {
  state?: DeliveryState;
  ticket?: string;
  limit: number;
  after?: string;
}

async function list(context: DeskContext, flags: ListFlags): Promise<void> {
  const { listDeliveries, showDelivery } = await import('../database/list-deliveries.ts');
  const ticketId = flags.ticket ? (await ticketNamed(context, flags.ticket)).id : undefined;
  const after = flags.after ? await showDelivery(context.database, flags.after) : undefined;
  const { state, limit } = flags;
  printList(context, await listDeliveries(context.database, { state, ticketId, limit, after }), {
    json: (delivery) => delivery,
    columns: [
      { title: 'Delivery', of: ({ id }) => id },
      { title: 'Ticket', of: ({ ticketNumber }) => ticketNumber },
      { title: 'Kind', of: ({ kind }) => kind },
      { title: 'To', of: ({ to }) => to.join(', '), maxCells: 36 },
      { title: 'State', of: ({ state: is }) => is },
      { title: 'Attempts', of: ({ attempts }) => attempts },
      { title: 'Age', of: ({ plannedAt }) => sayAge(plannedAt) },
      { title: 'Words', of: words, maxCells: 60 },
    ],
    whenEmpty: 'No delivery.',
  });
}

function words({ heldReason, receipt }: DeliveryView): string {
  return String(heldReason ?? receipt?.['response'] ?? receipt?.['reason'] ?? '');
}

async function show(context: DeskContext, id: string): Promise<void> {
  const { showDelivery } = await import('../database/list-deliveries.ts');
  const delivery = await showDelivery(context.database, id);
  if (context.isJson) return printJson(delivery);
  const lines = Object.entries(delivery).map(
    ([key, value]) =>
      `${`${key}:`.padEnd(16)}${safeLine(typeof value === 'string' ? value : JSON.stringify(value), 300)}`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function retry(context: DeskContext, id: string, flags: AskFlags): Promise<void> {
  await give(context, { id, flags, name: 'retry-delivery', done: 'sends it again' });
}

async function discard(context: DeskContext, id: string, flags: AskFlags): Promise<void> {
  await give(context, { id, flags, name: 'discard-delivery', done: 'gives it up' });
}

async function give(
  context: DeskContext,
  { id, flags, name, done }: { id: string; flags: AskFlags; name: 'retry-delivery' | 'discard-delivery'; done: string },
): Promise<void> {
  const { showDelivery } = await import('../database/list-deliveries.ts');
  const { ticketId } = await showDelivery(context.database, id);
  await giveCommand(context, await prepareAsking(context, ticketId), {
    command: { name, deliveryId: id },
    flags,
    done,
  });
}
