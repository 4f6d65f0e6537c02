import { Command } from 'commander';

/** `deskhand calendar …`: when the desk works. */
export function calendarCommand(): Command {
  return new Command('calendar').description('when the desk works');
}
