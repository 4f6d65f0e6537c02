import { Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import type { Sender } from '../database/senders.ts';
import type { DeskContext } from './context.ts';
import { accountSettings, addAccountFlags, readLogin, type AccountFlags } from './mail-account-flags.ts';
import { printAnswer, printList } from './print.ts';
import { toCount, verb, withDesk } from './verb.ts';

/** `deskhand sender …`: how mail goes out. */
export function senderCommand(): Command {
  const sender = new Command('sender').description('how mail goes out');
  verb(sender, 'list', 'all senders and how they are').action(withDesk(list));
  withSettings(
    verb(sender, 'add', 'add an SMTP account').requiredOption('--name <name>').requiredOption('--from <address>'),
  ).action(withDesk(add));
  withSettings(
    verb(sender, 'set <sender>', 'change a sender; only what is given')
      .option('--name <name>')
      .option('--from <address>'),
  ).action(withDesk(set));
  verb(sender, 'on <sender>', 'let it send again, and send what waits').action(
    withDesk((context: DeskContext, name: string) => switchTo(context, name, true)),
  );
  verb(sender, 'off <sender>', 'hold its mail until it is on again').action(
    withDesk((context: DeskContext, name: string) => switchTo(context, name, false)),
  );
  verb(sender, 'remove <sender>', 'take it out of use').action(withDesk(remove));
  verb(sender, 'test <sender>', 'send a mail through it').requiredOption('--to <address>').action(withDesk(test));
  return sender;
}

function withSettings(command: Command): Command {
  return addAccountFlags(command)
    .option('--from-name <name>', 'the name beside the address')
    .option('--signature <text>', 'stands below every answer')
    .option('--max-connections <count>', 'to the server at once', toCount)
    .option('--default', 'for all sources that name no sender');
}

interface SenderFlags extends AccountFlags {
  name?: string;
  from?: string;
  fromName?: string;
  signature?: string;
  maxConnections?: number;
  default?: boolean;
}

async function list(context: DeskContext): Promise<void> {
  const { listSenders } = await import('../database/senders.ts');
  printList(context, await listSenders(context.database), {
    json: senderJson,
    columns: [
      { title: 'Name', of: ({ name }) => name, maxCells: 30 },
      { title: 'From', of: ({ settings }) => String(settings['fromAddress']), maxCells: 40 },
      { title: 'Server', of: ({ settings }) => String(settings['host']), maxCells: 30 },
      { title: 'On', of: ({ isOn }) => (isOn ? 'yes' : 'off') },
      { title: 'Default', of: ({ isDefault }) => (isDefault ? 'yes' : '') },
      {
        title: 'Trouble',
        of: ({ lastErrorCode, lastError }) => lastErrorCode && `${lastErrorCode}: ${lastError ?? ''}`,
        maxCells: 80,
      },
    ],
    whenEmpty: 'No sender: no mail goes out.',
  });
}

function senderJson({ settings, ...sender }: Sender) {
  const { auth, ...shown } = settings;
  return { ...sender, settings: { ...shown, login: (auth as { kind?: string } | undefined)?.kind ?? null } };
}

async function add(context: DeskContext, flags: SenderFlags): Promise<void> {
  const { newId } = await import('../database/new-id.ts');
  await save(context, { id: newId(), known: null, flags });
}

async function set(context: DeskContext, name: string, flags: SenderFlags): Promise<void> {
  const { findSender } = await import('../database/senders.ts');
  const known = await findSender(context.database, name);
  await save(context, { id: known.id, known, flags });
}

async function save(
  context: DeskContext,
  { id, known, flags }: { id: string; known: Sender | null; flags: SenderFlags },
): Promise<void> {
  const { checkSettings, mailLoginSettings, presetSettings } = await import('../client/save-mail-account.ts');
  const { smtpSender } = await import('../domain/email-account.schema.ts');
  const { saveSender } = await import('../database/senders.ts');
  const owner = { context: `sender:${id}` as const, secretKey: await context.secretKey() };
  const present = known?.settings ?? {};
  const login = mailLoginSettings(
    present['auth'] as Record<string, unknown> | undefined,
    await readLogin(flags),
    owner,
  );
  const given = {
    fromAddress: flags.from,
    fromName: flags.fromName,
    signature: flags.signature,
    maxConnections: flags.maxConnections,
  };
  const settings = checkSettings(smtpSender, {
    ...present,
    ...(flags.preset ? presetSettings(flags.preset, 'smtp') : {}),
    ...accountSettings(flags),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(login ? { auth: login } : {}),
  });
  const name = flags.name ?? known?.name ?? '';
  await saveSender(context.database, {
    id,
    name,
    settings,
    isDefault: flags.default,
    actor: await context.owner(),
    now: new Date().toISOString(),
  });
  printAnswer(context, { id, name }, `Sender ${name} is saved.`);
}

async function switchTo(context: DeskContext, name: string, isOn: boolean): Promise<void> {
  const { findSender, switchSender } = await import('../database/senders.ts');
  const sender = await findSender(context.database, name);
  await switchSender(context.database, {
    id: sender.id,
    isOn,
    actor: await context.owner(),
    now: new Date().toISOString(),
  });
  printAnswer(context, { id: sender.id, isOn }, `Sender ${sender.name} is ${isOn ? 'on' : 'off'}.`);
}

async function remove(context: DeskContext, name: string): Promise<void> {
  const { findSender, removeSender } = await import('../database/senders.ts');
  const sender = await findSender(context.database, name);
  await removeSender(context.database, { id: sender.id, actor: await context.owner(), now: new Date().toISOString() });
  printAnswer(context, { id: sender.id, removed: true }, `Sender ${sender.name} is removed.`);
}

/** Sends from here, not through the engine: the answer is the server's own words. */
async function test(context: DeskContext, name: string, flags: { to: string }): Promise<void> {
  const { findSender } = await import('../database/senders.ts');
  const { checkAddress } = await import('../database/check-redirection.ts');
  const sender = await findSender(context.database, name);
  const to = await checkAddress(context.database, flags.to);
  const { sendTestMail } = await import('./send-test-mail.ts');
  const receipt = await sendTestMail(context, sender, to);
  if (receipt.outcome !== 'sent')
    throw new DeskError('MAIL_UNREACHABLE', `${to}: ${receipt.outcome} (${receipt.words})`);
  printAnswer(context, { id: sender.id, to, ...receipt }, `Sent to ${to}: ${receipt.words}`);
}
