import { Command, InvalidArgumentError } from 'commander';
import { runMailSandbox, type MailSandbox } from '../sandbox/mail/main.ts';

interface MailOptions {
  home: string;
  imapPort?: number;
  smtpPort?: number;
  httpPort?: number;
  samples?: boolean;
  trickle?: number | true;
}

const usualTrickleSeconds = 45;

/** `deskhand sandbox mail`: the stand-in platforms as processes of their own. */
export function sandboxCommand(): Command {
  const sandbox = new Command('sandbox').description('stand-ins of the platforms, for the sample desk and for tests');
  sandbox
    .command('mail')
    .description('a mail platform on 127.0.0.1: IMAP, SMTP, OAuth2 tokens, and an admin API to switch faults')
    .requiredOption('--home <folder>', 'where mails and ports are kept')
    .option('--imap-port <port>', 'IMAP port (default: the last one, or a free one)', toPort)
    .option('--smtp-port <port>', 'SMTP port', toPort)
    .option('--http-port <port>', 'port of the admin API', toPort)
    .option('--samples', 'put the sample mails in, once')
    .option(
      '--trickle [seconds]',
      `deliver another sample mail every so many seconds (${usualTrickleSeconds})`,
      toSeconds,
    )
    .action(runMail);
  return sandbox;
}

async function runMail({ home, trickle, ...options }: MailOptions): Promise<void> {
  const trickleSeconds = trickle === true ? usualTrickleSeconds : trickle;
  const running = await runMailSandbox({ directory: home, ...options, trickleSeconds });
  const { stop: _stop, ...told } = running;
  stopWithParent(running);
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

/** Ends on SIGTERM and when the parent is gone. Ctrl+C reaches the whole group: under a parent, the parent decides. */
function stopWithParent(running: MailSandbox): void {
  const end = (): void => void running.stop().then(() => process.exit(0));
  const hasParent = process.connected;
  process.once('SIGTERM', end);
  process.once('disconnect', end);
  process.on('SIGINT', () => {
    if (!hasParent) end();
  });
}

function toPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function toSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError('Give a number of seconds above 0.');
  return seconds;
}
