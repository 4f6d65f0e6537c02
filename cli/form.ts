import { Command } from 'commander';

/** `deskhand form …`: web forms. */
export function formCommand(): Command {
  return new Command('form').description('web forms');
}
