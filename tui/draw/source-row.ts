import { channelNames, type Channel } from '../../domain/channel.ts';
import { fitToCells } from '../../domain/cell-width.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { SourceHealth } from '../../domain/source-health.ts';
import type { SourceView } from '../data.ts';
import type { Style } from './line.ts';
import { ageText, leftText } from './times.ts';

interface SourceRow {
  text: string;
  style: Style;
  more: { text: string; style: Style }[];
}

const states = { on: 'on', off: 'OFF', stopped: 'STOPPED', waiting: 'waits' };

/** A source with how it is: what a desk owner looks at in the morning. */
export function sourceRow(source: SourceView, health: SourceHealth | null, now: number): SourceRow {
  const state = health?.state ?? (source.isOn ? 'on' : 'off');
  const parts = [
    channelNames[source.channel as Channel] ?? source.channel,
    health?.account?.name ? safeLine(health.account.name, 20) : '',
    polledText(source, now),
    source.lastItemAt ? `last item ${ageText(source.lastItemAt, now)} ago` : '',
    health && health.waitingCount > 0 ? `${health.waitingCount} waiting` : '',
    health && health.parkedCount > 0 ? `${health.parkedCount} parked` : '',
    health ? budgetText(health) : '',
    health?.tokenEndsAt ? `token ${leftText(health.tokenEndsAt, now) || 'ENDED'}` : '',
    source.acknowledgement?.isOn ? 'acknowledges' : '',
    source.tags.length > 0 ? `tags ${safeLine(source.tags.join(', '))}` : '',
  ];
  return {
    text: `${fitToCells(states[state], 8)}${fitToCells(safeLine(source.name), 20)} ${parts.filter(Boolean).join(', ')}`,
    style: state === 'off' ? 'quiet' : state === 'stopped' ? 'trouble' : 'plain',
    more: warnings(source, health, now),
  };
}

function polledText({ lastPolledAt, pollIntervalSeconds }: SourceView, now: number): string {
  if (lastPolledAt) return `polled ${ageText(lastPolledAt, now)} ago`;
  return pollIntervalSeconds === null ? '' : 'not polled yet';
}

/** The budget that is nearest to its end. */
function budgetText({ budgets, usage }: SourceHealth): string {
  const shares = [
    ...budgets.map(({ used, calls }) => Math.round((100 * used) / Math.max(1, calls))),
    ...usage.map(({ percent }) => percent),
  ];
  return shares.length > 0 ? `calls ${Math.max(...shares)} %` : '';
}

function warnings(source: SourceView, health: SourceHealth | null, now: number): SourceRow['more'] {
  const error = health?.error ?? (source.lastErrorCode ? { ...source, code: source.lastErrorCode } : null);
  const words = error && 'message' in error ? `${error.message}. ${error.mend}` : source.lastError;
  const refused = health?.refused.map(({ reason, count }) => `${count} ${reason}`).join(', ');
  const missing = health?.audit ? health.audit.missing.length - health.audit.broughtCount : 0;
  const said: [string, Style][] = [
    [
      error ? `! ${safeLine(error.code)}: ${safeLine(words, 400)}` : '',
      health?.state === 'waiting' ? 'warning' : 'trouble',
    ],
    [health?.waitsUntil ? `goes on in ${leftText(health.waitsUntil, now) || 'a moment'}` : '', 'warning'],
    [refused ? `! webhooks refused: ${refused}` : '', 'warning'],
    [missing > 0 ? `! ${missing} missing by the last audit; a takes them in` : '', 'trouble'],
  ];
  return said.filter(([text]) => text !== '').map(([text, style]) => ({ text, style }));
}
