import { Command, Option } from 'commander';
import { DeskError } from '../domain/errors.ts';
import type { Acknowledgement, Source } from '../database/sources.ts';
import { accountSettings, addAccountFlags, readLogin, type AccountFlags } from './mail-account-flags.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList, sayAge } from './print.ts';
import { collect, collectWhole, toCount, verb, withDesk } from './verb.ts';

const standardPollSeconds = 20;

/** `deskhand source …`: where requests come from. */
export function sourceCommand(): Command {
  const source = new Command('source').description('where requests come from');
  verb(source, 'list', 'all sources and how they are').action(withDesk(list));
  withSettings(verb(source, 'add', 'add a mailbox').requiredOption('--name <name>')).action(withDesk(add));
  withSettings(verb(source, 'set <source>', 'change a source; only what is given').option('--name <name>')).action(
    withDesk(set),
  );
  verb(source, 'on <source>', 'take its requests in').action(
    withDesk((context: DeskContext, name: string) => turn(context, name, true)),
  );
  verb(source, 'off <source>', 'leave its requests where they are').action(
    withDesk((context: DeskContext, name: string) => turn(context, name, false)),
  );
  verb(source, 'remove <source>', 'take it out of use; its tickets stay').action(withDesk(remove));
  verb(source, 'poll <source>', 'look for new requests now').action(withDesk(poll));
  return source;
}

function withSettings(command: Command): Command {
  return addAccountFlags(command)
    .option('--mailbox <name>', 'folder to read, INBOX by default; several are possible', collectWhole)
    .option('--address <address>', 'address of ours that reaches it; several are possible', collect)
    .option('--max-mail-bytes <bytes>', 'larger mails are parked', toCount)
    .option('--tag <tag>', 'given to its tickets; several are possible', collectWhole)
    .option('--interval <seconds>', 'how often it is polled', toCount)
    .option('--sender <sender>', 'the way out for its answers; "none" for the default one')
    .addOption(new Option('--ack <switch>', 'confirm by mail that a request has come').choices(['on', 'off']))
    .option('--ack-subject <text>')
    .option('--ack-body <text>');
}

interface SourceFlags extends AccountFlags {
  name?: string;
  mailbox?: string[];
  address?: string[];
  maxMailBytes?: number;
  tag?: string[];
  interval?: number;
  sender?: string;
  ack?: 'on' | 'off';
  ackSubject?: string;
  ackBody?: string;
}

async function list(context: DeskContext): Promise<void> {
  const { listSources } = await import('../database/sources.ts');
  printList(context, await listSources(context.database), {
    json: sourceJson,
    columns: [
      { title: 'Name', of: ({ name }) => name, maxCells: 30 },
      { title: 'Channel', of: ({ channel }) => channel },
      { title: 'On', of: ({ isOn }) => (isOn ? 'on' : 'off') },
      { title: 'Tags', of: ({ tags }) => tags.join(', '), maxCells: 24 },
      { title: 'Polled', of: ({ lastPolledAt }) => sayAge(lastPolledAt?.toISOString() ?? null) },
      {
        title: 'Trouble',
        of: ({ lastErrorCode, lastError }) => lastErrorCode && `${lastErrorCode}: ${lastError ?? ''}`,
        maxCells: 80,
      },
    ],
    whenEmpty: 'No source.',
  });
}

/** Settings hold no secrets, only where they are; sealed text stays home all the same. */
function sourceJson({ settings, ...source }: Source) {
  const { auth, ...shown } = settings;
  return { ...source, settings: { ...shown, login: (auth as { kind?: string } | undefined)?.kind ?? null } };
}

async function add(context: DeskContext, flags: SourceFlags): Promise<void> {
  const { newId } = await import('../database/new-id.ts');
  const id = newId();
  await save(context, { id, known: null, flags });
  printAnswer(context, { id, name: flags.name }, `Source ${flags.name} is added.`);
}

async function set(context: DeskContext, name: string, flags: SourceFlags): Promise<void> {
  const { findSource } = await import('../database/sources.ts');
  const known = await findSource(context.database, name);
  await save(context, { id: known.id, known, flags });
  printAnswer(
    context,
    { id: known.id, name: flags.name ?? known.name },
    `Source ${flags.name ?? known.name} is saved.`,
  );
}

interface Save {
  id: string;
  known: Source | null;
  flags: SourceFlags;
}

async function save(context: DeskContext, { id, known, flags }: Save): Promise<void> {
  const { saveSource } = await import('../database/sources.ts');
  const pollIntervalSeconds = flags.interval ?? known?.pollIntervalSeconds ?? standardPollSeconds;
  const isMail = !known || known.channel === 'email';
  await saveSource(context.database, {
    id: known?.id ?? null,
    newId: id,
    channel: known?.channel ?? 'email',
    name: flags.name ?? known?.name ?? '',
    settings: isMail ? await mailSettings(context, { id, known, flags }) : (known?.settings ?? {}),
    senderId: await senderOf(context, flags.sender, known),
    tags: flags.tag ?? known?.tags ?? [],
    pollIntervalSeconds: isMail ? pollIntervalSeconds : null,
    acknowledgement: await acknowledgementOf(flags, known),
    actor: await context.owner(),
    now: new Date().toISOString(),
  });
  if (isMail)
    await schedule(context, { sourceId: id, intervalSeconds: pollIntervalSeconds, isPaused: known?.isOn === false });
}

async function mailSettings(context: DeskContext, { id, known, flags }: Save): Promise<Record<string, unknown>> {
  const { checkSettings, mailLoginSettings, presetSettings } = await import('../client/save-mail-account.ts');
  const { imapAccount } = await import('../domain/email-account.schema.ts');
  const owner = { context: `source:${id}` as const, secretKey: await context.secretKey() };
  const present = known?.settings ?? {};
  const login = mailLoginSettings(
    present['auth'] as Record<string, unknown> | undefined,
    await readLogin(flags),
    owner,
  );
  return checkSettings(imapAccount, {
    ...present,
    ...(flags.preset ? presetSettings(flags.preset, 'imap') : {}),
    ...accountSettings(flags),
    ...(login ? { auth: login } : {}),
    ...(flags.mailbox ? { mailboxes: flags.mailbox } : {}),
    ...(flags.address ? { addresses: flags.address } : {}),
    ...(flags.maxMailBytes ? { maxMailBytes: flags.maxMailBytes } : {}),
  });
}

async function senderOf(context: DeskContext, name: string | undefined, known: Source | null): Promise<string | null> {
  if (name === undefined) return known?.senderId ?? null;
  if (name === 'none') return null;
  const { findSender } = await import('../database/senders.ts');
  return (await findSender(context.database, name)).id;
}

async function acknowledgementOf(flags: SourceFlags, known: Source | null): Promise<Acknowledgement | null> {
  const { ACKNOWLEDGEMENT_TEMPLATES, checkAcknowledgementTemplate } = await import('../domain/mail/acknowledgement.ts');
  const before = known?.acknowledgement ?? { isOn: false, ...ACKNOWLEDGEMENT_TEMPLATES.en };
  const wanted = {
    isOn: flags.ack === undefined ? before.isOn : flags.ack === 'on',
    subject: flags.ackSubject ?? before.subject,
    body: flags.ackBody ?? before.body,
  };
  checkAcknowledgementTemplate(wanted);
  return wanted;
}

/** Told at once where Temporal can be reached; otherwise reconcile makes schedules match sources. */
async function schedule(
  context: DeskContext,
  wish: { sourceId: string; intervalSeconds: number; isPaused: boolean },
): Promise<void> {
  const { client } = await context.desk();
  if (!client) return;
  const { setPollSchedule } = await import('../client/schedules.ts');
  await client.withDeadline(Date.now() + 3000, () => setPollSchedule(client, wish)).catch(() => {});
}

async function turn(context: DeskContext, name: string, isOn: boolean): Promise<void> {
  const { findSource, switchSource } = await import('../database/sources.ts');
  const source = await findSource(context.database, name);
  await switchSource(context.database, {
    sourceId: source.id,
    isOn,
    actor: await context.owner(),
    now: new Date().toISOString(),
  });
  const intervalSeconds = source.pollIntervalSeconds ?? standardPollSeconds;
  if (source.channel === 'email') await schedule(context, { sourceId: source.id, intervalSeconds, isPaused: !isOn });
  printAnswer(context, { id: source.id, isOn }, `Source ${source.name} is ${isOn ? 'on' : 'off'}.`);
}

async function remove(context: DeskContext, name: string): Promise<void> {
  const { findSource, removeSource } = await import('../database/sources.ts');
  const source = await findSource(context.database, name);
  if (source.channel === 'manual') throw new DeskError('REFUSED', 'tickets that operators type in need this source');
  await removeSource(context.database, {
    sourceId: source.id,
    actor: await context.owner(),
    now: new Date().toISOString(),
  });
  const { client } = await context.desk();
  if (client) {
    const { POLL_PREFIX, removeSchedule } = await import('../client/schedules.ts');
    await client.withDeadline(Date.now() + 3000, () => removeSchedule(client, POLL_PREFIX + source.id)).catch(() => {});
  }
  printAnswer(context, { id: source.id, removed: true }, `Source ${source.name} is removed; its tickets stay.`);
}

async function poll(context: DeskContext, name: string): Promise<void> {
  const { findSource } = await import('../database/sources.ts');
  const source = await findSource(context.database, name);
  if (source.channel !== 'email') throw new DeskError('REFUSED', `${source.name} is not polled`);
  if (!source.isOn) throw new DeskError('REFUSED', `${source.name} is off; switch it on first`);
  const { client } = await context.desk();
  if (!client) throw new DeskError('ENGINE_UNREACHABLE', 'a poll needs Temporal');
  const { pollNow } = await import('../client/schedules.ts');
  await client
    .withDeadline(Date.now() + 3000, () => pollNow(client, source.id))
    .catch((cause: unknown) => {
      throw new DeskError('ENGINE_UNREACHABLE', 'the poll could not be asked for', { cause });
    });
  printAnswer(context, { id: source.id, polling: true }, `Source ${source.name} is being polled.`);
}
