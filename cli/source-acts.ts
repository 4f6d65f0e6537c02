import { findPlatformChannel } from '../channels/table.ts';
import type { PlatformChannel } from '../channels/platform-channel.ts';
import type { Source } from '../database/sources.ts';
import { DeskError } from '../domain/errors.ts';
import type { DeskContext } from './context.ts';
import { platformAccess } from './platform-access.ts';
import { printAnswer } from './print.ts';
import { schedulePolls, standardPollSeconds } from './schedule-polls.ts';
import { addressForPlatform, webhookAddress } from './webhook-address.ts';

/** `deskhand source on|off`: an account on a platform is switched on only when a call has proven that it works. */
export async function turnSource(context: DeskContext, name: string, isOn: boolean): Promise<void> {
  const { source, channel } = await named(context, name);
  if (channel && isOn) return switchAccountOn(context, source);
  const { switchSource } = await import('../database/sources.ts');
  await switchSource(context.database, { sourceId: source.id, isOn, ...(await by(context)) });
  const intervalSeconds = intervalOf(source, channel);
  if (intervalSeconds !== null) await schedulePolls(context, { sourceId: source.id, intervalSeconds, isPaused: !isOn });
  printAnswer(context, { id: source.id, isOn }, `Source ${source.name} is ${isOn ? 'on' : 'off'}.`);
}

async function switchAccountOn(context: DeskContext, source: Source): Promise<void> {
  const { switchSourceOn } = await import('../client/switch-source-on.ts');
  const { pushProblem, ...account } = await switchSourceOn(await platformAccess(context), {
    source,
    ...(await by(context)),
    desk: await context.desk(),
    publicUrl: addressForPlatform(context, source),
  });
  const { accountId, accountName, tokenEndsAt } = account;
  const sentences = [
    `Source ${source.name} is on: it opens ${accountName}.`,
    tokenEndsAt ? `Its token ends ${tokenEndsAt}.` : '',
    pushProblem ? `It is polled; the platform will not push, for ${pushProblem}` : '',
  ];
  const json = { id: source.id, isOn: true, account: { id: accountId, name: accountName }, tokenEndsAt, pushProblem };
  printAnswer(context, json, sentences.filter(Boolean).join('\n'));
}

/** `deskhand source check`: asks the account something, and changes nothing. */
export async function checkSource(context: DeskContext, name: string): Promise<void> {
  const { source, channel } = await named(context, name);
  if (!channel) return checkMailbox(context, source);
  const { checkAccount } = await import('../client/check-account.ts');
  const { accountId, accountName, tokenEndsAt } = await checkAccount(await platformAccess(context), source);
  const end = tokenEndsAt ? `; its token ends ${tokenEndsAt}` : '';
  printAnswer(
    context,
    { id: source.id, account: { id: accountId, name: accountName }, tokenEndsAt },
    `Source ${source.name} works: it opens ${accountName}${end}.`,
  );
}

async function checkMailbox(context: DeskContext, source: Source): Promise<void> {
  if (source.channel !== 'email') throw new DeskError('REFUSED', `${source.name} has no account that could be asked`);
  const [{ imapAccount }, { openImap }, { createMailCredentials }, { createTokenCache }] = await Promise.all([
    import('../domain/email-account.schema.ts'),
    import('../channels/email/imap-connection.ts'),
    import('../channels/email/mail-credentials.ts'),
    import('../channels/email/oauth2.ts'),
  ]);
  const { secrets, environment } = await platformAccess(context);
  const credentials = createMailCredentials({ secrets, tokens: createTokenCache(), environment });
  const account = imapAccount.parse(source.settings);
  const credential = (rejected?: string) => credentials(account.auth, `source:${source.id}`, rejected);
  await using _open = await openImap(account, { credential });
  const accountName = `${account.user} at ${account.host}`;
  printAnswer(
    context,
    { id: source.id, account: { id: account.user, name: accountName }, tokenEndsAt: null },
    `Source ${source.name} works: it opens ${accountName}.`,
  );
}

/** `deskhand source poll`. */
export async function pollSource(context: DeskContext, name: string): Promise<void> {
  const { source, channel } = await named(context, name);
  const { id, stoppedAt, lastErrorCode } = source;
  if (intervalOf(source, channel) === null) throw new DeskError('REFUSED', `${source.name} is not polled`);
  if (!source.isOn) throw new DeskError('REFUSED', `${source.name} is off; switch it on first`);
  if (stoppedAt)
    throw new DeskError('REFUSED', `${source.name} is stopped (${lastErrorCode}); mend that, then switch it on`);
  const { client } = await context.desk();
  if (!client) throw new DeskError('ENGINE_UNREACHABLE', 'a poll needs Temporal');
  const { pollNow } = await import('../client/schedules.ts');
  await client
    .withDeadline(Date.now() + 3000, () => pollNow(client, id))
    .catch((cause: unknown) => {
      throw new DeskError('ENGINE_UNREACHABLE', 'the poll could not be asked for', { cause });
    });
  printAnswer(context, { id, polling: true }, `Source ${source.name} is being polled.`);
}

/** `deskhand source subscribe`: has the platform push what is new. */
export async function subscribeSource(context: DeskContext, name: string): Promise<void> {
  const { source, channel } = await named(context, name);
  const address = webhookAddress(context, source.id);
  if (!channel?.webhook) throw new DeskError('REFUSED', `nothing is pushed to ${source.name}: it is polled`);
  if (!address) throw new DeskError('REFUSED', 'nobody knows where this desk is reached; set DESKHAND_PUBLIC_URL');
  const { openAccount } = await import('../client/open-account.ts');
  const { account } = openAccount(await platformAccess(context), source);
  if (!account.subscribe)
    throw new DeskError('REFUSED', `the sender is told by hand, where its webhooks are set up: ${address}`);
  await account.subscribe(address);
  printAnswer(
    context,
    { id: source.id, webhookAddress: address },
    `The platform was asked to push. Where its own pages want an address for webhooks, it is ${address}`,
  );
}

/** `deskhand source remove`. */
export async function removeSource(context: DeskContext, name: string): Promise<void> {
  const { source } = await named(context, name);
  if (source.channel === 'manual') throw new DeskError('REFUSED', 'tickets that operators type in need this source');
  const { removeSource: remove } = await import('../database/sources.ts');
  await remove(context.database, { sourceId: source.id, ...(await by(context)) });
  const { client } = await context.desk();
  if (client) {
    const { POLL_PREFIX, removeSchedule } = await import('../client/schedules.ts');
    await client.withDeadline(Date.now() + 3000, () => removeSchedule(client, POLL_PREFIX + source.id)).catch(() => {});
  }
  printAnswer(context, { id: source.id, removed: true }, `Source ${source.name} is removed; its tickets stay.`);
}

async function named(
  context: DeskContext,
  name: string,
): Promise<{ source: Source; channel: PlatformChannel | undefined }> {
  const { findSource } = await import('../database/sources.ts');
  const source = await findSource(context.database, name);
  return { source, channel: findPlatformChannel(source.channel) };
}

/** How often it is polled; null where it never is. */
function intervalOf(source: Source, channel: PlatformChannel | undefined): number | null {
  if (source.channel === 'email') return source.pollIntervalSeconds ?? standardPollSeconds;
  if (!channel || channel.pollSeconds === null) return null;
  return source.pollIntervalSeconds ?? channel.pollSeconds;
}

async function by(context: DeskContext) {
  return { actor: await context.owner(), now: new Date().toISOString() };
}
