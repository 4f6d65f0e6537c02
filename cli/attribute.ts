import { Command } from 'commander';

/** `deskhand attribute …`: what is noted of contacts. */
export function attributeCommand(): Command {
  return new Command('attribute').description('what is noted of contacts');
}
