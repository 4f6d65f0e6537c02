import { Command, InvalidArgumentError } from 'commander';

interface RunningSandbox {
  stop: () => Promise<void>;
}

interface CommonOptions {
  home: string;
  samples?: boolean;
  trickle?: number | true;
}

interface MailOptions extends CommonOptions {
  imapPort?: number;
  smtpPort?: number;
  httpPort?: number;
}

interface PlatformOptions extends CommonOptions {
  port?: number;
}

/** A stand-in that is reached by one port. */
interface Platform {
  summary: string;
  run: (options: PlatformRunOptions) => Promise<RunningSandbox>;
}

interface PlatformRunOptions {
  directory: string;
  port?: number;
  samples?: boolean;
  trickleSeconds?: number;
}

const usualTrickleSeconds = 45;

/** Each is loaded only when its command runs. */
const platforms: Record<string, Platform> = {
  instagram: {
    summary: 'Instagram on 127.0.0.1: comments under posts, their webhooks, and an admin API to act as customers',
    run: async (options) => (await import('../sandbox/instagram/main.ts')).runInstagramSandbox(options),
  },
  facebook: {
    summary: 'Facebook Pages on 127.0.0.1: comments under posts, their webhooks, and an admin API to act as customers',
    run: async (options) => (await import('../sandbox/facebook/main.ts')).runFacebookSandbox(options),
  },
  trendyol: {
    summary: 'Trendyol on 127.0.0.1: customers’ questions, production and stage, and an admin API to act as customers',
    run: async (options) => (await import('../sandbox/trendyol/main.ts')).runTrendyolSandbox(options),
  },
  forms: {
    summary: 'form vendors that push responses by signed webhooks, and an admin API to fill in forms',
    run: async (options) => (await import('../sandbox/forms/main.ts')).runFormsSandbox(options),
  },
};

/** `deskhand sandbox ...`: the stand-in platforms as processes of their own. */
export function sandboxCommand(): Command {
  const sandbox = new Command('sandbox').description('stand-ins of the platforms, for the sample desk and for tests');
  sandbox.addCommand(
    standIn('mail', 'a mail platform on 127.0.0.1: IMAP, SMTP, OAuth2 tokens, and an admin API to switch faults')
      .option('--imap-port <port>', 'IMAP port (default: the last one, or a free one)', toPort)
      .option('--smtp-port <port>', 'SMTP port', toPort)
      .option('--http-port <port>', 'port of the admin API', toPort)
      .action(runMail),
  );
  for (const [name, platform] of Object.entries(platforms))
    sandbox.addCommand(
      standIn(name, platform.summary)
        .option('--port <port>', 'port (default: the last one, or a free one)', toPort)
        .action((options: PlatformOptions) => runPlatform(platform, options)),
    );
  return sandbox;
}

/** What every stand-in's command has. */
function standIn(name: string, summary: string): Command {
  return new Command(name)
    .description(summary)
    .requiredOption('--home <folder>', 'where its data and ports are kept')
    .option('--samples', 'put the sample data in, once')
    .option('--trickle [seconds]', `let something new come every so many seconds (${usualTrickleSeconds})`, toSeconds);
}

async function runMail({ home, trickle, ...options }: MailOptions): Promise<void> {
  const { runMailSandbox } = await import('../sandbox/mail/main.ts');
  tell(await runMailSandbox({ directory: home, ...options, trickleSeconds: secondsOf(trickle) }));
}

async function runPlatform({ run }: Platform, { home, trickle, ...options }: PlatformOptions): Promise<void> {
  tell(await run({ directory: home, ...options, trickleSeconds: secondsOf(trickle) }));
}

/** Says in one line of JSON where the stand-in is reached, now that it is ready. */
function tell<Running extends RunningSandbox>(running: Running): void {
  const { stop: _stop, ...told } = running;
  stopWithParent(running);
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

/** Ends on SIGTERM and when the parent is gone. Ctrl+C reaches the whole group: under a parent, the parent decides. */
function stopWithParent(running: RunningSandbox): void {
  const end = (): void => void running.stop().then(() => process.exit(0));
  const hasParent = process.connected;
  process.once('SIGTERM', end);
  process.once('disconnect', end);
  process.on('SIGINT', () => {
    if (!hasParent) end();
  });
}

function secondsOf(trickle: number | true | undefined): number | undefined {
  return trickle === true ? usualTrickleSeconds : trickle;
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
