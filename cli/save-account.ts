import { platformChannel } from '../channels/table.ts';
import type { Source } from '../database/sources.ts';
import type { Channel } from '../domain/channel.ts';
import { DeskError } from '../domain/errors.ts';
import type { DeskContext } from './context.ts';
import { platformAccess } from './platform-access.ts';
import { printAnswer } from './print.ts';
import { acknowledgementOf, senderOf } from './save-mail-source.ts';
import type { SourceFlags } from './source-flags.ts';
import { readGivenSettings } from './source-settings.ts';
import { webhookAddress } from './webhook-address.ts';

const mailFlags = [
  'preset',
  'host',
  'port',
  'security',
  'user',
  'passwordEnv',
  'passwordStdin',
  'oauth2',
  'clientId',
  'clientSecretEnv',
  'refreshTokenEnv',
  'refreshTokenStdin',
  'tokenUrl',
  'mailbox',
  'address',
  'maxMailBytes',
] as const;

/** Saves an account on a platform and says what comes next. */
export async function saveAccount(
  context: DeskContext,
  { known, channel, flags }: { known: Source | null; channel: Channel; flags: SourceFlags },
): Promise<void> {
  const { fields, pollSeconds, webhook } = platformChannel(channel);
  checkFlags(flags, { channel, isPolled: pollSeconds !== null });
  const name = flags.name ?? known?.name ?? '';
  const { savePlatformSource } = await import('../client/save-platform-source.ts');
  const { sourceId, checked } = await savePlatformSource(await platformAccess(context), {
    source: known,
    channel,
    name,
    given: await readGivenSettings(fields, flags),
    tags: flags.tag ?? known?.tags ?? [],
    pollIntervalSeconds: flags.interval ?? known?.pollIntervalSeconds ?? null,
    senderId: await senderOf(context, flags.sender, known),
    acknowledgement: await acknowledgementOf(flags, known),
    actor: await context.owner(),
    now: new Date().toISOString(),
    desk: await context.desk(),
  });
  const address = webhook ? webhookAddress(context, sourceId) : null;
  const sentences = [
    known ? `Source ${name} is saved.` : `Source ${name} is added, and off.`,
    checked ? `It opens ${checked.accountName}.` : '',
    known?.isOn ? '' : `\`deskhand source on "${name}"\` proves that its account works and takes its requests in.`,
    address ? `Its webhook address is ${address}` : '',
  ];
  const json = {
    id: sourceId,
    name,
    isOn: known?.isOn ?? false,
    account: checked?.accountName ?? null,
    webhookAddress: address,
  };
  printAnswer(context, json, sentences.filter(Boolean).join('\n'));
}

function checkFlags(flags: SourceFlags, of: { channel: Channel; isPolled: boolean }): void {
  const wrong = mailFlags.find((name) => flags[name] !== undefined);
  if (wrong) {
    const flag = wrong.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new DeskError('USAGE', `--${flag} is for mailboxes; a source on ${of.channel} has its settings by --set`);
  }
  if (flags.interval !== undefined && !of.isPolled)
    throw new DeskError('USAGE', `a source on ${of.channel} is pushed to and never polled: it has no --interval`);
}
