import type { Command } from 'commander';
import type { Command as TicketCommand } from '../domain/command.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { parseLater } from '../domain/later.ts';
import { giveCommand, prepareAsking, type AskedTicket, type AskFlags } from './ask-ticket.ts';
import type { DeskContext } from './context.ts';
import { printAnswer } from './print.ts';
import { toCount, verb, withDesk } from './verb.ts';

/** Verbs that change where a ticket stands. */
export function addStandingVerbs(ticket: Command): void {
  asking(ticket, 'status <number> <status>', 'give it a status')
    .option('--from <status>', 'refuse when it has another one now')
    .action(withDesk(status));
  asking(ticket, 'priority <number> <priority>', 'give it a priority').action(withDesk(priority));
  asking(ticket, 'assign <number> <who>', 'give it to somebody: a name, me, team:NAME or none').action(
    withDesk(assign),
  );
  asking(ticket, 'tag <number> <changes...>', 'add and take away tags: +refund -question')
    .allowUnknownOption()
    .action(withDesk(tag));
  asking(ticket, 'snooze <number> <until>', 'set it aside: 2h, 3d, 2026-12-01T09:00, or off').action(withDesk(snooze));
  for (const { name, description, done } of simpleVerbs) {
    asking(ticket, `${name} <number>`, description).action(
      withDesk(async (context: DeskContext, number: string, flags: AskFlags) => {
        await giveCommand(context, await prepareAsking(context, number), { command: { name }, flags, done });
      }),
    );
  }
  asking(ticket, 'moderate <number> <act>', 'hide, show or remove the customer’s comment at its platform')
    .option('--yes', 'remove it: nothing brings it back there')
    .action(withDesk(moderate));
  asking(ticket, 'purge <number>', 'take away its text, files and contact data for good; it must be deleted')
    .option('--yes', 'there is no way back')
    .action(withDesk(purge));
  verb(ticket, 'cancel <command-id>', 'take back a command that still waits').action(withDesk(cancel));
}

type Moderating = Extract<TicketCommand, { name: 'moderate' }>['act'];

const simpleVerbs = [
  { name: 'archive', description: 'take it out of the tabs', done: 'is archived' },
  { name: 'unarchive', description: 'bring it back into the tabs', done: 'is back' },
  { name: 'delete', description: 'delete it; it can be restored for thirty days', done: 'is deleted' },
  { name: 'restore', description: 'bring a deleted ticket back', done: 'is restored' },
] as const;

function asking(ticket: Command, nameAndArguments: string, description: string): Command {
  return verb(ticket, nameAndArguments, description).option(
    '--if-version <version>',
    'refuse when the ticket has another',
    toCount,
  );
}

async function status(
  context: DeskContext,
  number: string,
  name: string,
  flags: AskFlags & { from?: string },
): Promise<void> {
  const asked = await prepareAsking(context, number);
  const { findStatus } = await import('../database/statuses.ts');
  const wanted = await findStatus(context.database, name);
  const from = flags.from ? (await findStatus(context.database, flags.from)).id : asked.ticket.statusId;
  await giveCommand(context, asked, {
    command: { name: 'status', statusId: wanted.id, from },
    flags,
    done: `is ${wanted.name}`,
  });
}

async function priority(context: DeskContext, number: string, name: string, flags: AskFlags): Promise<void> {
  const asked = await prepareAsking(context, number);
  const { findPriority } = await import('../database/priorities.ts');
  const wanted = await findPriority(context.database, name);
  await giveCommand(context, asked, {
    command: { name: 'priority', priorityId: wanted.id },
    flags,
    done: `has priority ${wanted.name}`,
  });
}

async function assign(context: DeskContext, number: string, who: string, flags: AskFlags): Promise<void> {
  const asked = await prepareAsking(context, number);
  const { command, done } = await assignment(context, asked, who);
  await giveCommand(context, asked, { command, flags, done });
}

/** A person answers within the team that has the ticket; a team takes it from the person. */
async function assignment(
  context: DeskContext,
  { actor, ticket }: AskedTicket,
  who: string,
): Promise<{ command: TicketCommand; done: string }> {
  const folded = fold(who.trim());
  if (folded === 'none')
    return { command: { name: 'assign', representativeId: null, teamId: null }, done: 'is assigned to nobody' };
  const team = /^team:(.*)$/iu.exec(who.trim())?.[1];
  if (team !== undefined) {
    const { findTeam } = await import('../database/teams.ts');
    const { id, name } = await findTeam(context.database, team);
    return { command: { name: 'assign', representativeId: null, teamId: id }, done: `is assigned to team ${name}` };
  }
  const { findRepresentative } = await import('../database/representatives.ts');
  const person = folded === 'me' ? actor : await findRepresentative(context.database, who);
  if ('isActive' in person && !person.isActive) throw new DeskError('REFUSED', `${person.name} is not active`);
  return {
    command: { name: 'assign', representativeId: person.id, teamId: ticket.teamId },
    done: `is assigned to ${person.name}`,
  };
}

async function tag(context: DeskContext, number: string, changes: string[], flags: AskFlags): Promise<void> {
  const added = changes.filter((change) => !change.startsWith('-')).map((change) => change.replace(/^\+/, ''));
  const removed = changes.filter((change) => change.startsWith('-')).map((change) => change.slice(1));
  const names = [...added, ...removed];
  if (names.some((name) => name.trim() === '' || name.length > 200 || /\p{Cc}/u.test(name))) {
    throw new DeskError('INVALID_INPUT', 'a tag is one line of 1 to 200 characters; write +tag or -tag');
  }
  const asked = await prepareAsking(context, number);
  await giveCommand(context, asked, {
    command: { name: 'tag', add: added, remove: removed },
    flags,
    done: 'has the tags',
  });
}

async function snooze(context: DeskContext, number: string, until: string, flags: AskFlags): Promise<void> {
  const moment = fold(until) === 'off' ? null : parseLater(until, new Date());
  const asked = await prepareAsking(context, number);
  await giveCommand(context, asked, {
    command: { name: 'snooze', until: moment },
    flags,
    done: moment ? `is set aside until ${moment}` : 'is not set aside any more',
  });
}

const moderated: Record<string, { act: Moderating; done: string }> = {
  hide: { act: 'hide', done: 'asks its platform to hide the comment' },
  show: { act: 'show', done: 'asks its platform to show the comment again' },
  remove: { act: 'remove', done: 'asks its platform to remove the comment' },
};

async function moderate(
  context: DeskContext,
  number: string,
  wanted: string,
  flags: AskFlags & { yes?: boolean },
): Promise<void> {
  const found = moderated[wanted];
  if (!found)
    throw new DeskError('USAGE', `${wanted} is nothing that can be done to a comment; say hide, show or remove`);
  if (found.act === 'remove' && !flags.yes)
    throw new DeskError('REFUSED', 'nothing brings a removed comment back at its platform; say --yes if you mean it');
  await giveCommand(context, await prepareAsking(context, number), {
    command: { name: 'moderate', act: found.act },
    flags,
    done: found.done,
  });
}

async function purge(context: DeskContext, number: string, flags: AskFlags & { yes?: boolean }): Promise<void> {
  if (!flags.yes)
    throw new DeskError('REFUSED', 'a purge takes text, files and contact data for good; say --yes if you mean it');
  await giveCommand(context, await prepareAsking(context, number), {
    command: { name: 'purge' },
    flags,
    done: 'is purged',
  });
}

async function cancel(context: DeskContext, commandId: string): Promise<void> {
  const { cancelInput } = await import('../database/inputs.ts');
  const { isId } = await import('../database/named-row.ts');
  await context.actor();
  const isCancelled = isId(commandId) && (await cancelInput(context.database, commandId, new Date().toISOString()));
  if (!isCancelled) throw new DeskError('REFUSED', `no command ${commandId} waits; it may have been taken up already`);
  printAnswer(context, { commandId, outcome: 'cancelled' }, 'The command is cancelled.');
}
