import { Command, Option } from 'commander';
import { colors } from '../domain/colors.ts';
import type { Priority } from '../domain/desk.ts';
import { fold } from '../domain/fold.ts';
import { readRows } from './apply-rows.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList } from './print.ts';
import { toCount, verb, withDesk } from './verb.ts';

/** `deskhand priority …`: how urgent tickets may be. */
export function priorityCommand(): Command {
  const priority = new Command('priority').description('how urgent tickets may be');
  verb(priority, 'list', 'all of them, the lowest first').action(withDesk(list));
  verb(priority, 'apply', 'make or change priorities, by flags or from a YAML file with the same keys')
    .option('-f, --file <file>')
    .option('--name <name>', 'what it is called')
    .option('--rename <name>', 'what it is called from now on')
    .addOption(new Option('--color <color>').choices([...colors]))
    .option('--rank <rank>', 'greater is more urgent', toCount)
    .option('--default', 'what new tickets get')
    .action(withDesk(apply));
  verb(priority, 'remove <priority>', 'take one away that no ticket has').action(withDesk(remove));
  return priority;
}

async function list(context: DeskContext): Promise<void> {
  const { listPriorities } = await import('../database/priorities.ts');
  printList(context, await listPriorities(context.database), {
    json: (priority: Priority) => priority,
    columns: [
      { title: 'Name', of: ({ name }) => name },
      { title: 'Rank', of: ({ rank }) => rank },
      { title: 'Colour', of: ({ color }) => color },
      { title: 'Default', of: ({ isDefault }) => (isDefault ? 'yes' : '') },
    ],
    whenEmpty: 'No priority.',
  });
}

interface PriorityRow {
  name: string;
  rename?: string;
  color?: string;
  rank?: number;
  default?: boolean;
}

const keys = { name: 'text', rename: 'text', color: 'text', rank: 'number', default: 'switch' } as const;

async function apply(
  context: DeskContext,
  { file, name, rename, color, rank, default: isDefault }: PriorityRow & { file?: string },
): Promise<void> {
  const rows = await readRows({ file, flags: { name, rename, color, rank, default: isDefault } }, keys);
  const { listPriorities, savePriority } = await import('../database/priorities.ts');
  const actor = await context.owner();
  for (const row of rows as unknown as PriorityRow[]) {
    const known = (await listPriorities(context.database)).find((priority) => fold(priority.name) === fold(row.name));
    const id = await savePriority(context.database, {
      id: known?.id ?? null,
      name: row.rename ?? row.name,
      color: row.color ?? known?.color ?? 'blue',
      rank: row.rank,
      isDefault: row.default,
      actor,
      now: new Date().toISOString(),
    });
    printAnswer(context, { id, name: row.rename ?? row.name }, `Priority ${row.rename ?? row.name} is saved.`);
  }
}

async function remove(context: DeskContext, name: string): Promise<void> {
  const { findPriority, removePriority } = await import('../database/priorities.ts');
  const priority = await findPriority(context.database, name);
  await removePriority(context.database, {
    id: priority.id,
    actor: await context.owner(),
    now: new Date().toISOString(),
  });
  printAnswer(context, { id: priority.id, removed: true }, `Priority ${priority.name} is removed.`);
}
