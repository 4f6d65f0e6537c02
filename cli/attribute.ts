import { Command } from 'commander';
import { attributeTypes, type AttributeDefinition, type AttributeType } from '../domain/attribute.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { readRows } from './apply-rows.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList } from './print.ts';
import { collect, verb, withDesk } from './verb.ts';

/** `deskhand attribute …`: what is noted of contacts. */
export function attributeCommand(): Command {
  const attribute = new Command('attribute').description('what is noted of contacts');
  verb(attribute, 'list', 'all of them').action(withDesk(list));
  verb(
    attribute,
    'apply',
    'add or change attributes, by flags or from a YAML file with the keys name, rename, type, choices',
  )
    .option('-f, --file <file>')
    .option('--name <name>')
    .option('--rename <name>', 'what it is called from now on')
    .option('--type <type>', attributeTypes.join(', '))
    .option('--choices <choices>', 'of the type choice, with commas', collect)
    .action(withDesk(apply));
  verb(attribute, 'remove <attribute>', 'take one away, with what was noted under it').action(withDesk(remove));
  return attribute;
}

async function list(context: DeskContext): Promise<void> {
  const { listAttributes } = await import('../database/attributes.ts');
  printList(context, await listAttributes(context.database), {
    json: (attribute: AttributeDefinition) => attribute,
    columns: [
      { title: 'Name', of: ({ name }) => name },
      { title: 'Type', of: ({ type }) => type },
      { title: 'Choices', of: ({ choices }) => choices.join(', ') },
    ],
    whenEmpty: 'Nothing is noted of contacts yet.',
  });
}

interface AttributeRow {
  name: string;
  rename?: string;
  type?: string;
  choices?: string[];
}

const keys = { name: 'text', rename: 'text', type: 'text', choices: 'texts' } as const;

async function apply(
  context: DeskContext,
  { file, name, rename, type, choices }: AttributeRow & { file?: string },
): Promise<void> {
  const rows = await readRows({ file, flags: { name, rename, type, choices } }, keys);
  const { listAttributes, saveAttribute } = await import('../database/attributes.ts');
  for (const row of rows as unknown as AttributeRow[]) {
    const known = (await listAttributes(context.database)).find((one) => fold(one.name) === fold(row.name));
    const called = row.rename ?? row.name;
    const newType = row.type === undefined ? known?.type : typeOf(row.type);
    if (!newType) throw new DeskError('USAGE', `${row.name} is new and needs a type: ${attributeTypes.join(', ')}`);
    const id = await saveAttribute(context.database, {
      id: known?.id ?? null,
      name: called,
      type: newType,
      choices: row.choices ?? (newType === 'choice' ? (known?.choices ?? []) : []),
      actor: await context.owner(),
      now: new Date().toISOString(),
    });
    printAnswer(context, { id, name: called, type: newType }, `${called} is saved.`);
  }
}

function typeOf(given: string): AttributeType {
  const type = attributeTypes.find((one) => one === given);
  if (!type) throw new DeskError('USAGE', `${given} is no type; there are ${attributeTypes.join(', ')}`);
  return type;
}

async function remove(context: DeskContext, name: string): Promise<void> {
  const { findAttribute, removeAttribute } = await import('../database/attributes.ts');
  const attribute = await findAttribute(context.database, name);
  const now = new Date().toISOString();
  await removeAttribute(context.database, { id: attribute.id, actor: await context.owner(), now });
  printAnswer(context, { id: attribute.id, removed: true }, `${attribute.name} is removed.`);
}
