import { Command, Option } from 'commander';
import { findPlatformChannel, platformChannels } from '../channels/table.ts';
import type { Channel } from '../domain/channel.ts';
import type { DeskContext } from './context.ts';
import { printAnswer } from './print.ts';
import { findGaps } from './source-gaps.ts';
import { addSourceFlags, type SourceFlags } from './source-flags.ts';
import { listSourcesWithHealth } from './source-list.ts';
import { showSource } from './source-show.ts';
import { checkSource, pollSource, removeSource, subscribeSource, turnSource } from './source-acts.ts';
import { verb, withDesk } from './verb.ts';

/** `deskhand source …`: where requests come from. */
export function sourceCommand(): Command {
  const source = new Command('source').description('where requests come from');
  verb(source, 'list', 'all sources and how they are').action(withDesk(listSourcesWithHealth));
  verb(source, 'show <source>', 'one of them: account, polls, calls, token, trouble with its mend, last audit').action(
    withDesk(showSource),
  );
  addSettingVerbs(source);
  verb(source, 'on <source>', 'take its requests in; an account on a platform has to work first').action(
    withDesk((context: DeskContext, name: string) => turnSource(context, name, true)),
  );
  verb(source, 'off <source>', 'leave its requests where they are; answers still go out').action(
    withDesk((context: DeskContext, name: string) => turnSource(context, name, false)),
  );
  verb(source, 'check <source>', 'prove by a call that its account works').action(withDesk(checkSource));
  verb(source, 'poll <source>', 'look for new requests now').action(withDesk(pollSource));
  verb(source, 'subscribe <source>', 'ask its platform to push to this desk').action(withDesk(subscribeSource));
  verb(source, 'gaps [source]', 'what it holds of a period and never came here; of all that are on without a name')
    .option('--since <time>', 'such as 7d, 12h or 2026-11-01', '7d')
    .option('--until <time>', 'such as 1d, or 2026-11-20 for the end of that day; now by default')
    .option('--bring', 'take in what is missing')
    .action(withDesk(findGaps));
  verb(source, 'remove <source>', 'take it out of use; its tickets stay').action(withDesk(removeSource));
  return source;
}

function addSettingVerbs(source: Command): void {
  addSourceFlags(
    verb(source, 'add', 'add a mailbox or an account on a platform')
      .requiredOption('--name <name>')
      .addOption(
        new Option('--channel <channel>')
          .choices(['email', ...platformChannels.map(({ channel }) => channel)])
          .default('email'),
      ),
  ).action(withDesk(add));
  addSourceFlags(verb(source, 'set <source>', 'change a source; only what is given').option('--name <name>')).action(
    withDesk(set),
  );
}

async function add(context: DeskContext, { channel, ...flags }: SourceFlags & { channel: Channel }): Promise<void> {
  if (findPlatformChannel(channel)) {
    const { saveAccount } = await import('./save-account.ts');
    return saveAccount(context, { known: null, channel, flags });
  }
  const [{ newId }, { saveMailSource }] = await Promise.all([
    import('../database/new-id.ts'),
    import('./save-mail-source.ts'),
  ]);
  const id = newId();
  await saveMailSource(context, { id, known: null, flags });
  printAnswer(context, { id, name: flags.name }, `Source ${flags.name} is added.`);
}

async function set(context: DeskContext, named: string, flags: SourceFlags): Promise<void> {
  const { findSource } = await import('../database/sources.ts');
  const known = await findSource(context.database, named);
  const { id, channel } = known;
  if (findPlatformChannel(channel)) {
    const { saveAccount } = await import('./save-account.ts');
    return saveAccount(context, { known, channel, flags });
  }
  const { saveMailSource } = await import('./save-mail-source.ts');
  await saveMailSource(context, { id, known, flags });
  const name = flags.name ?? known.name;
  printAnswer(context, { id, name }, `Source ${name} is saved.`);
}
