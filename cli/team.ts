import { Command } from 'commander';
import { fold } from '../domain/fold.ts';
import type { Team } from '../database/teams.ts';
import { readRows } from './apply-rows.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList } from './print.ts';
import { collect, verb, withDesk } from './verb.ts';

/** `deskhand team …`: people who answer together. */
export function teamCommand(): Command {
  const team = new Command('team').description('people who answer together');
  verb(team, 'list', 'all of them').action(withDesk(list));
  verb(team, 'apply', 'make or change teams, by flags or from a YAML file with the keys name, rename, members')
    .option('-f, --file <file>')
    .option('--name <name>')
    .option('--rename <name>', 'what it is called from now on')
    .option('--members <people>', 'everybody in it, with commas', collect)
    .action(withDesk(apply));
  verb(team, 'remove <team>', 'take one away that nothing names').action(withDesk(remove));
  return team;
}

async function list(context: DeskContext): Promise<void> {
  const { listTeams } = await import('../database/teams.ts');
  printList(context, await listTeams(context.database), {
    json: (team: Team) => team,
    columns: [
      { title: 'Name', of: ({ name }) => name },
      { title: 'Members', of: ({ members }) => members.map(({ name }) => name).join(', '), maxCells: 90 },
    ],
    whenEmpty: 'No team.',
  });
}

interface TeamRow {
  name: string;
  rename?: string;
  members?: string[];
}

const keys = { name: 'text', rename: 'text', members: 'texts' } as const;

async function apply(
  context: DeskContext,
  { file, name, rename, members }: TeamRow & { file?: string },
): Promise<void> {
  const rows = await readRows({ file, flags: { name, rename, members } }, keys);
  const { listTeams, saveTeam } = await import('../database/teams.ts');
  const { findRepresentative } = await import('../database/representatives.ts');
  const actor = await context.owner();
  for (const row of rows as unknown as TeamRow[]) {
    const known = (await listTeams(context.database)).find((team) => fold(team.name) === fold(row.name));
    const memberIds = row.members
      ? (await Promise.all(row.members.map((member) => findRepresentative(context.database, member)))).map(
          ({ id }) => id,
        )
      : (known?.members.map(({ id }) => id) ?? []);
    const id = await saveTeam(context.database, {
      id: known?.id ?? null,
      name: row.rename ?? row.name,
      memberIds,
      actor,
      now: new Date().toISOString(),
    });
    printAnswer(context, { id, name: row.rename ?? row.name }, `Team ${row.rename ?? row.name} is saved.`);
  }
}

async function remove(context: DeskContext, name: string): Promise<void> {
  const { findTeam, removeTeam } = await import('../database/teams.ts');
  const team = await findTeam(context.database, name);
  await removeTeam(context.database, { id: team.id, actor: await context.owner(), now: new Date().toISOString() });
  printAnswer(context, { id: team.id, removed: true }, `Team ${team.name} is removed.`);
}
