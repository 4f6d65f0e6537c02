import { Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import type { Representative } from '../database/representatives.ts';
import { readRows } from './apply-rows.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList } from './print.ts';
import { verb, withDesk } from './verb.ts';

/** `deskhand representative …`: the people who answer. */
export function representativeCommand(): Command {
  const representative = new Command('representative').description('the people who answer');
  verb(representative, 'list', 'all of them').action(withDesk(list));
  verb(
    representative,
    'apply',
    'add or change people, by flags or from a YAML file with the keys name, rename, email, osUser, active',
  )
    .option('-f, --file <file>')
    .option('--name <name>')
    .option('--rename <name>', 'what they are called from now on')
    .option('--email <address>')
    .option('--os-user <login>', 'the login name that is this person on this machine')
    .option('--active', 'they work here')
    .option('--no-active', 'they do not work here any more')
    .action(withDesk(apply));
  verb(representative, 'remove <representative>', 'take somebody away whom nothing names').action(withDesk(remove));
  return representative;
}

async function list(context: DeskContext): Promise<void> {
  const { listRepresentatives } = await import('../database/representatives.ts');
  printList(context, await listRepresentatives(context.database), {
    json: (person: Representative) => person,
    columns: [
      { title: 'Name', of: ({ name }) => name },
      { title: 'E-mail', of: ({ email }) => email },
      { title: 'Login', of: ({ osUser }) => osUser },
      { title: 'Active', of: ({ isActive }) => (isActive ? 'yes' : 'no') },
    ],
    whenEmpty: 'Nobody answers yet.',
  });
}

interface PersonRow {
  name: string;
  rename?: string;
  email?: string;
  osUser?: string;
  active?: boolean;
}

const keys = { name: 'text', rename: 'text', email: 'text', osUser: 'text', active: 'switch' } as const;

async function apply(
  context: DeskContext,
  { file, name, rename, email, osUser, active }: PersonRow & { file?: string },
): Promise<void> {
  const rows = await readRows({ file, flags: { name, rename, email, osUser, active } }, keys);
  const { listRepresentatives, saveRepresentative } = await import('../database/representatives.ts');
  for (const row of rows as unknown as PersonRow[]) {
    const known = (await listRepresentatives(context.database)).find((person) => fold(person.name) === fold(row.name));
    const address = row.email ?? known?.email;
    if (!address) throw new DeskError('USAGE', `${row.name} is new and needs an e-mail address`);
    const id = await saveRepresentative(context.database, {
      id: known?.id ?? null,
      name: row.rename ?? row.name,
      email: address,
      osUser: row.osUser,
      isActive: row.active,
      actor: await context.owner(),
      now: new Date().toISOString(),
    });
    printAnswer(context, { id, name: row.rename ?? row.name }, `${row.rename ?? row.name} is saved.`);
  }
}

async function remove(context: DeskContext, name: string): Promise<void> {
  const { findRepresentative, removeRepresentative } = await import('../database/representatives.ts');
  const person = await findRepresentative(context.database, name);
  await removeRepresentative(context.database, {
    id: person.id,
    actor: await context.owner(),
    now: new Date().toISOString(),
  });
  printAnswer(context, { id: person.id, removed: true }, `${person.name} is removed.`);
}
