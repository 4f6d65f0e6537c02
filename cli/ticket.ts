import { Command } from 'commander';
import { addReadingVerbs } from './ticket-read.ts';
import { addStandingVerbs } from './ticket-stand.ts';
import { addWritingVerbs } from './ticket-write.ts';

/** `deskhand ticket …`: what an operator's screen does, typed. */
export function ticketCommand(): Command {
  const ticket = new Command('ticket').description('requests of customers');
  addReadingVerbs(ticket);
  addWritingVerbs(ticket);
  addStandingVerbs(ticket);
  return ticket;
}
