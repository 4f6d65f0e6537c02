import { findPlatformChannel } from '../channels/table.ts';
import type { Source } from '../database/sources.ts';
import { channelNames } from '../domain/channel.ts';
import { safeLine } from '../domain/safe-text.ts';
import type { AuditView, SourceHealth } from '../domain/source-health.ts';
import { leftText } from '../tui/draw/times.ts';
import type { DeskContext } from './context.ts';
import { pageField } from './page-field.ts';
import { printJson, sayAge } from './print.ts';
import { sourceJson, withoutSecret } from './source-json.ts';
import { webhookAddress } from './webhook-address.ts';

/** `deskhand source show`: everything about one source. */
export async function showSource(context: DeskContext, name: string): Promise<void> {
  const { findSource } = await import('../database/sources.ts');
  const { listSourceHealth } = await import('../database/platform/source-health.ts');
  const source = await findSource(context.database, name);
  const all = await listSourceHealth(context.database, new Date().toISOString());
  const health = all.find(({ sourceId }) => sourceId === source.id) ?? null;
  const channel = findPlatformChannel(source.channel);
  const address = channel?.webhook ? webhookAddress(context, source.id) : null;
  if (context.isJson) return printJson({ ...sourceJson(source, health), webhookAddress: address });
  const pollSeconds = source.pollIntervalSeconds ?? channel?.pollSeconds ?? null;
  process.stdout.write(`${sourcePage(source, health, { pollSeconds, address }).join('\n')}\n`);
}

function sourcePage(
  source: Source,
  health: SourceHealth | null,
  { pollSeconds, address }: { pollSeconds: number | null; address: string | null },
): string[] {
  return [
    safeLine(source.name),
    field('Channel', channelNames[source.channel]),
    field('State', stateWords(source, health)),
    field('Account', health?.account && `${health.account.name ?? ''} (${health.account.id})`),
    ...settingLines(source),
    field('Tags', source.tags.join(', ')),
    field(
      'Last poll',
      pollSeconds === null
        ? 'is not polled: it is pushed'
        : `${timeWords(health?.lastPolledAt)}, every ${pollSeconds} s`,
    ),
    field('Last item', timeWords(health?.lastItemAt)),
    field('Items waiting', `${health?.waitingCount ?? 0}, parked ${health?.parkedCount ?? 0}`),
    ...(health?.budgets ?? []).map(({ name, used, calls, seconds }) =>
      field('Budget', `${name}: ${used} of ${calls} in ${seconds} s`),
    ),
    ...(health?.usage ?? []).map(({ name, percent, until }) =>
      field('Says the platform', `${name}: ${percent} % used${until ? `, until ${until}` : ''}`),
    ),
    field('Token ends', health?.tokenEndsAt && `${health.tokenEndsAt} (${tokenWords(health.tokenEndsAt)})`),
    field('Webhook address', address),
    ...(health?.refused ?? []).map(({ reason, count, lastAt }) =>
      field('Webhooks refused', `${count} ${reason}, the last ${timeWords(lastAt)}`),
    ),
    ...(health?.error
      ? [field('Trouble', `${health.error.code}: ${health.error.message}`), field('Mend', health.error.mend)]
      : []),
    ...(health?.audit ? auditLines(health.audit) : []),
  ].filter((line) => line !== null);
}

function field(name: string, value: string | null | undefined): string | null {
  return pageField(name, value, 19);
}

/** Of mailboxes the server is enough; of an account all that was set, secrets only by where they are. */
function settingLines({ channel, settings }: Source): (string | null)[] {
  if (channel === 'email') return [field('Server', `${String(settings['user'])} at ${String(settings['host'])}`)];
  const fields = findPlatformChannel(channel)?.fields ?? [];
  return fields.map(({ name }) => field(name, settingWords(withoutSecret(settings[name]))));
}

function settingWords(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.join(', ');
  const { env } = Object(value) as { env?: string };
  return env === undefined ? String(value) : `in the variable ${env}`;
}

function stateWords({ isOn }: Source, health: SourceHealth | null): string {
  if (health?.state === 'stopped') return 'STOPPED until the trouble below is mended';
  if (health?.state === 'waiting') return `waits until ${health.waitsUntil}, as the platform said`;
  return isOn ? 'on: its requests become tickets' : 'off: its requests stay where they are';
}

function timeWords(time: string | null | undefined): string {
  return time ? `${time} (${sayAge(time)} ago)` : 'never';
}

function tokenWords(endsAt: string): string {
  const left = leftText(endsAt, Date.now());
  return left ? `in ${left}` : 'ENDED';
}

/** What a gap audit found. */
export function auditLines(audit: AuditView): string[] {
  const { from, to, heldCount, missing, broughtCount, error, ranAt } = audit;
  const found = error
    ? `${error.code}: ${error.message}`
    : `${heldCount} there, ${missing.length} missing here, ${broughtCount} brought in`;
  return [
    `${'Gap audit:'.padEnd(19)}${from} to ${to}, looked at ${ranAt}: ${safeLine(found, 500)}`,
    ...missing.map(({ itemId, at, hint }) => `  ${safeLine(itemId, 60)}  ${at ?? ''}  ${safeLine(hint, 80)}`),
  ];
}
