import { Option, type Command } from 'commander';
import { platformChannels } from '../channels/table.ts';
import { addAccountFlags, type AccountFlags } from './mail-account-flags.ts';
import { collect, collectWhole, toCount } from './verb.ts';

/** Flags of `source add` and `source set`. */
export interface SourceFlags extends AccountFlags {
  name?: string;
  tag?: string[];
  interval?: number;
  sender?: string;
  ack?: 'on' | 'off';
  ackSubject?: string;
  ackBody?: string;
  mailbox?: string[];
  address?: string[];
  maxMailBytes?: number;
  set?: string[];
  clear?: string[];
  secretEnv?: string[];
  secretStdin?: string[];
}

/** The flags of mailboxes and of every channel in the table of platforms, on one command. */
export function addSourceFlags(command: Command): Command {
  return addAccountFlags(withPlatformFlags(command))
    .option('--mailbox <name>', 'folder to read, INBOX by default; several are possible', collectWhole)
    .option('--address <address>', 'address of ours that reaches it; several are possible', collect)
    .option('--max-mail-bytes <bytes>', 'larger mails are parked', toCount)
    .option('--tag <tag>', 'given to its tickets; several are possible', collectWhole)
    .option('--interval <seconds>', 'how often it is polled', toCount)
    .option('--sender <sender>', 'the way out for its mails; "none" for the default one')
    .addOption(new Option('--ack <switch>', 'confirm by mail that a request has come').choices(['on', 'off']))
    .option('--ack-subject <text>')
    .option('--ack-body <text>')
    .addHelpText('after', () => `\n${settingsHelp()}`);
}

function withPlatformFlags(command: Command): Command {
  return command
    .option('--set <setting=value>', 'a setting of the channel, listed below; several are possible', collectWhole)
    .option('--clear <setting>', 'take a setting or secret away; several are possible', collectWhole)
    .option(
      '--secret-env <setting=variable>',
      'the environment variable that holds a secret; several are possible',
      collectWhole,
    )
    .option(
      '--secret-stdin <setting>',
      'read a secret from standard input and seal it; several are possible, a line each in this order',
      collectWhole,
    );
}

/** What each channel on a platform wants to know, from its own list of settings. */
function settingsHelp(): string {
  const lines = platformChannels.flatMap(({ channel, fields }) => [
    `Settings of ${channel}:`,
    ...fields.map(({ name, kind, hint, isRequired, standard, choices }) => {
      const marks = [
        kind === 'secret' ? 'secret' : '',
        isRequired && standard === undefined ? 'required' : '',
        standard === undefined ? '' : `${standard} by default`,
      ];
      const said = choices ? `${hint.replace(/\.$/, '')}: ${choices.map(({ id }) => id).join(', ')}` : hint;
      const marked = marks.filter(Boolean).join(', ');
      return `  ${name.padEnd(18)} ${said}${marked ? ` (${marked})` : ''}`;
    }),
  ]);
  return lines.join('\n');
}
