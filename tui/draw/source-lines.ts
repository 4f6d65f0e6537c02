import { channelNames, type Channel } from '../../domain/channel.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { AuditView, SourceHealth } from '../../domain/source-health.ts';
import type { SourceView } from '../data.ts';
import { line, span, type Line } from './line.ts';
import { fullTime } from './times.ts';

/** Everything about one source. */
export function sourceLines(
  source: SourceView,
  health: SourceHealth | null,
  of: { timeZone: string; webhookAddress: string | null },
): Line[] {
  const at = (time: string | null | undefined) => (time ? fullTime(time, of.timeZone) : 'never');
  const row = (label: string, text: string): Line => [span(`${label.padEnd(18)} `, 'quiet'), span(text)];
  return [
    row('Channel', channelNames[source.channel as Channel] ?? source.channel),
    row('State', stateWords(source, health, at)),
    ...(health?.account ? [row('Account', `${safeLine(health.account.name)} (${safeLine(health.account.id)})`)] : []),
    row(
      'Last poll',
      source.pollIntervalSeconds === null
        ? 'is not polled: it is pushed'
        : `${at(source.lastPolledAt)}, every ${source.pollIntervalSeconds} s`,
    ),
    row('Last item', at(source.lastItemAt)),
    row('Items waiting', `${health?.waitingCount ?? 0}, parked ${health?.parkedCount ?? 0}`),
    ...(health?.budgets ?? []).map((budget) =>
      row('Budget', `${budget.name}: ${budget.used} of ${budget.calls} in ${budget.seconds} s`),
    ),
    ...(health?.usage ?? []).map((usage) =>
      row(
        'Told by platform',
        `${safeLine(usage.name)}: ${usage.percent} %${usage.until ? `, until ${at(usage.until)}` : ''}, ${at(usage.toldAt)}`,
      ),
    ),
    ...(health?.tokenEndsAt ? [row('Token ends', at(health.tokenEndsAt))] : []),
    ...(of.webhookAddress ? [row('Webhook address', of.webhookAddress)] : []),
    ...(health?.refused ?? []).map(({ reason, count, lastAt }) =>
      row('Refused webhooks', `${count} ${reason}, last ${at(lastAt)}`),
    ),
    ...(health?.error
      ? [
          line(''),
          line(`! ${health.error.code}: ${safeLine(health.error.message, 500)}`, 'trouble'),
          line(`  ${health.error.mend}`),
        ]
      : []),
    line(''),
    ...auditLines(health?.audit ?? null, of.timeZone),
  ];
}

function stateWords(source: SourceView, health: SourceHealth | null, at: (time: string | null) => string): string {
  switch (health?.state) {
    case 'stopped':
      return 'STOPPED until the trouble below is mended; Space tries it and switches it on';
    case 'waiting':
      return `waits until ${at(health.waitsUntil)}, as the platform said`;
    default:
      return source.isOn ? 'on: its requests become tickets' : 'off: its requests stay where they are';
  }
}

/** What the newest gap audit found. */
export function auditLines(audit: AuditView | null, timeZone: string): Line[] {
  if (!audit) return [line('No gap audit yet; a runs one.', 'quiet')];
  const period = `${fullTime(audit.from, timeZone)} to ${fullTime(audit.to, timeZone)}`;
  const head = line(`Gap audit of ${fullTime(audit.ranAt, timeZone)}: ${period}`, 'heading');
  if (audit.error)
    return [head, line(`  ${safeLine(audit.error.code)}: ${safeLine(audit.error.message, 400)}`, 'trouble')];
  const missing = audit.missing.length - audit.broughtCount;
  return [
    head,
    line(
      `  ${audit.heldCount} there, ${audit.missing.length} were missing here, ${audit.broughtCount} brought in`,
      missing > 0 ? 'trouble' : 'good',
    ),
    ...audit.missing
      .slice(0, 50)
      .map(({ itemId, at, hint }) =>
        line(`  ${safeLine(itemId, 60)}  ${at ? fullTime(at, timeZone) : ''}  ${safeLine(hint, 80)}`),
      ),
  ];
}
