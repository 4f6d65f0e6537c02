import type { Acknowledgement, Source } from '../database/sources.ts';
import { DeskError } from '../domain/errors.ts';
import type { DeskContext } from './context.ts';
import { accountSettings, readLogin } from './mail-account-flags.ts';
import type { SourceFlags } from './source-flags.ts';
import { schedulePolls, standardPollSeconds } from './schedule-polls.ts';

export interface SourceSaving {
  /** Of a new one: the id that it gets. */
  id: string;
  known: Source | null;
  flags: SourceFlags;
}

/** Saves a mailbox; of a form or a chatbot what is not in its file. */
export async function saveMailSource(context: DeskContext, { id, known, flags }: SourceSaving): Promise<void> {
  if (flags.set ?? flags.clear ?? flags.secretEnv ?? flags.secretStdin)
    throw new DeskError(
      'USAGE',
      '--set, --clear and --secret-... are for channels on platforms; name one by --channel',
    );
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
    await schedulePolls(context, {
      sourceId: id,
      intervalSeconds: pollIntervalSeconds,
      isPaused: known?.isOn === false,
    });
}

async function mailSettings(
  context: DeskContext,
  { id, known, flags }: SourceSaving,
): Promise<Record<string, unknown>> {
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

/** The way out of a source after a change. @throws DeskError NOT_FOUND */
export async function senderOf(
  context: DeskContext,
  name: string | undefined,
  known: Source | null,
): Promise<string | null> {
  if (name === undefined) return known?.senderId ?? null;
  if (name === 'none') return null;
  const { findSender } = await import('../database/senders.ts');
  return (await findSender(context.database, name)).id;
}

/** The confirmation of a source after a change. @throws DeskError INVALID_INPUT for a template that cannot be filled in */
export async function acknowledgementOf(flags: SourceFlags, known: Source | null): Promise<Acknowledgement> {
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
