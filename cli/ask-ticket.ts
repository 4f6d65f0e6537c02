import type { Answer, Desk } from '../client/ask.ts';
import type { Actor } from '../domain/actor.ts';
import type { Command, CommandAnswer } from '../domain/command.ts';
import { DeskError } from '../domain/errors.ts';
import type { FoundTicket } from '../database/show-ticket.ts';
import type { DeskContext } from './context.ts';
import { printAnswer } from './print.ts';

export interface AskFlags {
  ifVersion?: number;
}

/** The ticket a command names. @throws DeskError NOT_FOUND */
export async function ticketNamed(context: DeskContext, numberOrId: string): Promise<FoundTicket> {
  const { findTicket } = await import('../database/show-ticket.ts');
  const found = await findTicket(context.database, numberOrId);
  if (!found) throw new DeskError('NOT_FOUND', `there is no ticket ${numberOrId}`);
  return found;
}

/** Everything a command to a ticket starts from. */
export interface AskedTicket {
  ticket: FoundTicket;
  actor: Actor & { kind: 'representative' };
  desk: Desk;
}

export async function prepareAsking(context: DeskContext, numberOrId: string): Promise<AskedTicket> {
  const [ticket, actor, desk] = await Promise.all([ticketNamed(context, numberOrId), context.actor(), context.desk()]);
  return { ticket, actor, desk };
}

/**
 * Gives a command to a ticket and says how it went. One that still waits is accepted: that is no failure.
 * @throws DeskError with the code of a refusal
 */
export async function giveCommand(
  context: DeskContext,
  asked: AskedTicket,
  { command, flags, done }: { command: Command; flags: AskFlags; done: string | ((answer: CommandAnswer) => string) },
): Promise<Answer> {
  const { askOrThrow } = await import('../client/ask.ts');
  const { ticket, actor, desk } = asked;
  const whole = flags.ifVersion === undefined ? command : { ...command, ifVersion: flags.ifVersion };
  const answer = await askOrThrow(desk, { ticketId: ticket.id, command: whole, actor });
  const sentence =
    answer.outcome === 'waiting'
      ? `Accepted; it waits to be taken up. Take it back with \`deskhand ticket cancel ${answer.commandId}\`.`
      : `#${ticket.number} ${typeof done === 'string' ? done : done(answer)}.`;
  printAnswer(context, { number: ticket.number, ...answer }, sentence);
  return answer;
}
