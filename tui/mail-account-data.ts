import { newId } from '../database/new-id.ts';
import { findSender, saveSender, switchSender } from '../database/senders.ts';
import { findSource, saveSource, switchSource } from '../database/sources.ts';
import type { Actor } from '../domain/actor.ts';
import { imapAccount, smtpSender } from '../domain/email-account.schema.ts';
import { isPlatform } from '../domain/channel.ts';
import { DeskError } from '../domain/errors.ts';
import { checkAcknowledgementTemplate } from '../domain/mail/acknowledgement.ts';
import type { DeskData, EmailSourceSave, SenderSave } from './data.ts';
import { switchAccountOn } from './desk-platforms-data.ts';
import type { SettingsParts } from './desk-settings-data.ts';

type By = () => Promise<{ actor: Actor; now: string }>;
type MailAccountData = Pick<
  DeskData,
  'saveEmailSource' | 'switchSource' | 'switchSender' | 'pollSource' | 'saveSender'
>;

const shortestPollSeconds = 5;

/** Saving mailboxes and ways out: checked by the one schema, secrets sealed before they reach a row. */
export function mailAccountData(parts: SettingsParts, by: By): MailAccountData {
  const { database, desk } = parts;
  return {
    async saveEmailSource(save) {
      const id = await saveEmailSource(parts, save, await by());
      await schedule(parts, id);
    },
    async switchSource(sourceId, isOn) {
      const source = await findSource(database, sourceId);
      if (isOn && isPlatform(source.channel)) return switchAccountOn(parts, { sourceId, ...(await by()) });
      await switchSource(database, { sourceId, isOn, ...(await by()) });
      await schedule(parts, sourceId);
    },
    switchSender: async (id, isOn) => switchSender(database, { id, isOn, ...(await by()) }),
    async pollSource(sourceId) {
      const { client } = await desk();
      if (!client) throw new DeskError('ENGINE_UNREACHABLE', 'polling now needs Temporal');
      const { pollNow } = await import('../client/schedules.ts');
      await pollNow(client, sourceId).catch((cause: unknown) => {
        throw new DeskError('ENGINE_UNREACHABLE', 'the source could not be polled now', { cause });
      });
    },
    saveSender: async (save) => saveMailSender(parts, save, await by()),
  };
}

async function saveEmailSource(
  parts: SettingsParts,
  save: EmailSourceSave,
  by: Awaited<ReturnType<By>>,
): Promise<string> {
  const { database } = parts;
  const known = save.id ? await findSource(database, save.id) : null;
  // A secret is sealed for the row that holds it: a new one needs its id first.
  const id = known?.id ?? newId();
  const settings = checked(
    imapAccount.safeParse({
      ...known?.settings,
      ...server(save),
      auth: await loginOf(parts, {
        secret: save.secret,
        known: known?.settings['auth'],
        context: `source:${id}:password`,
      }),
      mailboxes: save.mailboxes,
      addresses: save.addresses,
    }),
  );
  if (!Number.isInteger(save.pollIntervalSeconds) || save.pollIntervalSeconds < shortestPollSeconds) {
    throw new DeskError('INVALID_INPUT', `a source is polled every ${shortestPollSeconds} seconds or more rarely`);
  }
  checkAcknowledgementTemplate(save.acknowledgement);
  const { name, senderId, tags, pollIntervalSeconds, acknowledgement } = save;
  return saveSource(database, {
    id: known?.id ?? null,
    newId: id,
    channel: 'email',
    name: named(name),
    settings,
    senderId,
    tags,
    pollIntervalSeconds,
    acknowledgement,
    ...by,
  });
}

async function saveMailSender(parts: SettingsParts, save: SenderSave, by: Awaited<ReturnType<By>>): Promise<void> {
  const { database } = parts;
  const known = save.id ? await findSender(database, save.id) : null;
  const id = known?.id ?? newId();
  const hasLogin = save.user !== '';
  const { user, ...address } = server(save);
  const settings = checked(
    smtpSender.safeParse({
      ...known?.settings,
      ...address,
      user: hasLogin ? user : undefined,
      auth: hasLogin
        ? await loginOf(parts, {
            secret: save.secret,
            known: known?.settings['auth'],
            context: `sender:${id}:password`,
          })
        : undefined,
      fromAddress: save.fromAddress,
      fromName: save.fromName,
      signature: save.signature,
    }),
  );
  await saveSender(database, { id, name: named(save.name), settings, isDefault: save.isDefault, ...by });
}

function server({ host, port, security, user }: { host: string; port: string; security: string; user: string }) {
  return { host, port: port === '' ? undefined : Number(port), security, user };
}

function named(name: string): string {
  if (name.trim() === '') throw new DeskError('INVALID_INPUT', 'give it a name');
  return name.trim();
}

/** A typed password is sealed; env:NAME stays a reference; nothing typed keeps what there is. */
async function loginOf(
  parts: SettingsParts,
  of: { secret: string; known: unknown; context: string },
): Promise<unknown> {
  if (of.secret === '') {
    if (of.known) return of.known;
    throw new DeskError('INVALID_INPUT', 'give a password, or env:NAME for a variable of the environment');
  }
  const isReference = of.secret.startsWith('env:');
  const secret = isReference
    ? { env: of.secret.slice('env:'.length) }
    : { sealed: await parts.seal(of.secret, of.context) };
  return { kind: 'password', secret };
}

function checked<Settings>(
  read:
    | { success: true; data: Settings }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } },
): Settings & Record<string, unknown> {
  if (read.success) return read.data as Settings & Record<string, unknown>;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`);
  throw new DeskError('INVALID_INPUT', problems.join('; '));
}

/** Makes the poll's schedule what the source says. Without the engine, reconcile does it later. */
async function schedule({ database, desk }: SettingsParts, sourceId: string): Promise<void> {
  const { client } = await desk();
  const source = await findSource(database, sourceId);
  if (!client || source.pollIntervalSeconds === null) return;
  const { setPollSchedule } = await import('../client/schedules.ts');
  await setPollSchedule(client, {
    sourceId,
    intervalSeconds: source.pollIntervalSeconds,
    isPaused: !source.isOn,
  }).catch(() => {
    // Temporal is away, and the status line says so.
  });
}
