import { Command, Option } from 'commander';
import { colors } from '../domain/colors.ts';
import type { Status } from '../domain/desk.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { categories, type Category } from '../domain/ticket.ts';
import { readRows } from './apply-rows.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList } from './print.ts';
import { toCount, verb, withDesk } from './verb.ts';

/** `deskhand status …`: the desk's own statuses. */
export function statusCommand(): Command {
  const status = new Command('status').description('the statuses that tickets may have');
  verb(status, 'list', 'all of them in their order').action(withDesk(list));
  verb(status, 'apply', 'make or change statuses, by flags or from a YAML file with the same keys')
    .option('-f, --file <file>')
    .option('--name <name>', 'what it is called')
    .option('--rename <name>', 'what it is called from now on')
    .addOption(new Option('--category <category>').choices([...categories]))
    .addOption(new Option('--color <color>').choices([...colors]))
    .option('--position <position>', 'its place in the list', toCount)
    .option('--default', 'what tickets get when only the category is known')
    .action(withDesk(apply));
  verb(status, 'remove <status>', 'take one away that no ticket has').action(withDesk(remove));
  return status;
}

async function list(context: DeskContext): Promise<void> {
  const { listStatuses } = await import('../database/statuses.ts');
  printList(context, await listStatuses(context.database), {
    json: (status: Status) => status,
    columns: [
      { title: 'Name', of: ({ name }) => name },
      { title: 'Category', of: ({ category }) => category },
      { title: 'Colour', of: ({ color }) => color },
      { title: 'Default', of: ({ isDefault }) => (isDefault ? 'yes' : '') },
    ],
    whenEmpty: 'No status.',
  });
}

interface StatusRow {
  name: string;
  rename?: string;
  category?: Category;
  color?: string;
  position?: number;
  default?: boolean;
}

const keys = {
  name: 'text',
  rename: 'text',
  category: 'text',
  color: 'text',
  position: 'number',
  default: 'switch',
} as const;

async function apply(
  context: DeskContext,
  { file, name, rename, category, color, position, default: isDefault }: StatusRow & { file?: string },
): Promise<void> {
  const rows = await readRows({ file, flags: { name, rename, category, color, position, default: isDefault } }, keys);
  const { listStatuses, saveStatus } = await import('../database/statuses.ts');
  const actor = await context.owner();
  for (const row of rows as unknown as StatusRow[]) {
    const known = (await listStatuses(context.database)).find((status) => fold(status.name) === fold(row.name));
    const wanted = { category: row.category ?? known?.category, color: row.color ?? known?.color ?? 'blue' };
    if (!wanted.category)
      throw new DeskError('USAGE', `the new status ${row.name} needs a category: ${categories.join(', ')}`);
    const id = await saveStatus(context.database, {
      ...wanted,
      category: wanted.category,
      id: known?.id ?? null,
      name: row.rename ?? row.name,
      position: row.position,
      isDefault: row.default,
      actor,
      now: new Date().toISOString(),
    });
    printAnswer(context, { id, name: row.rename ?? row.name }, `Status ${row.rename ?? row.name} is saved.`);
  }
}

async function remove(context: DeskContext, name: string): Promise<void> {
  const { findStatus, removeStatus } = await import('../database/statuses.ts');
  const status = await findStatus(context.database, name);
  await removeStatus(context.database, { id: status.id, actor: await context.owner(), now: new Date().toISOString() });
  printAnswer(context, { id: status.id, removed: true }, `Status ${status.name} is removed.`);
}
