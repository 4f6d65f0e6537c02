import { Command } from 'commander';
import { readConfig, type Config } from '../config.ts';
import type { SampleDesk } from '../embedded/sample-desk.ts';
import type { StartedDesk } from '../embedded/start-desk.ts';
import { up } from '../embedded/up.ts';

interface UpFlags {
  sample?: boolean;
  headless?: boolean;
  ascii?: boolean;
  as?: string;
}

/** `deskhand up`: the whole desk on this machine, with the terminal UI in front of it. */
export function upCommand(): Command {
  return new Command('up')
    .description('Start everything for one machine, then the terminal UI')
    .option('--sample', 'with stand-ins of the platforms, and a sample desk when it is empty')
    .option('--headless', 'no terminal UI: a log of lines instead')
    .option('--ascii', 'signs of ASCII only on the screen')
    .option('--as <name>', 'who you are: a representative, by name or e-mail')
    .action(async (flags: UpFlags) => {
      const config = readConfig();
      await up({
        config,
        program: process.argv[1] ?? '',
        sample: flags.sample ?? false,
        headless: flags.headless ?? false,
        screenFlags: flags.ascii ? ['--ascii'] : [],
        actAs: flags.as ?? config.actAs,
        fillSample: (desk) => fillFromSandbox(desk, config),
      });
    });
}

async function fillFromSandbox({ discovery, environment }: StartedDesk, config: Config): Promise<void> {
  const standIns = discovery.sandbox as unknown as SampleDesk['standIns'];
  const [{ fillSampleDesk }, { sendSampleVisitors }, { openEngine }] = await Promise.all([
    import('../embedded/sample-desk.ts'),
    import('../embedded/sample-visitors.ts'),
    import('../client/engine-client.ts'),
  ]);
  const { lingerSeconds, continueAfterEvents } = config;
  const wasEmpty = await fillSampleDesk({
    databaseUrl: discovery.databaseUrl,
    client: openEngine({ address: discovery.temporalAddress, namespace: discovery.namespace }),
    life: { lingerSeconds, continueAfterEvents },
    secretKey: Buffer.from(environment['DESKHAND_SECRET_KEY'] ?? '', 'base64'),
    standIns,
    intakeUrl: discovery.intakeUrl,
    osUser: config.osUser,
  });
  if (!wasEmpty || !discovery.intakeUrl) return;
  sendSampleVisitors(discovery.intakeUrl).catch(() => {
    // Without them the sample desk is only quieter.
  });
}
