import type { Source } from '../database/sources.ts';
import type { SourceHealth } from '../domain/source-health.ts';
import { leftText } from '../tui/draw/times.ts';
import type { DeskContext } from './context.ts';
import { printList, sayAge, type Column } from './print.ts';
import { sourceJson } from './source-json.ts';

interface Listed {
  source: Source;
  health: SourceHealth | null;
}

/** `deskhand source list`. */
export async function listSourcesWithHealth(context: DeskContext): Promise<void> {
  const { listSources } = await import('../database/sources.ts');
  const { listSourceHealth } = await import('../database/platform/source-health.ts');
  const now = new Date().toISOString();
  const [sources, health] = await Promise.all([listSources(context.database), listSourceHealth(context.database, now)]);
  const listed = sources.map((source) => ({
    source,
    health: health.find(({ sourceId }) => sourceId === source.id) ?? null,
  }));
  printList(context, listed, {
    json: ({ source, health: its }) => sourceJson(source, its),
    columns,
    whenEmpty: 'No source.',
  });
}

const stateWords = { on: 'on', off: 'off', stopped: 'STOPPED', waiting: 'waits' };

const columns: Column<Listed>[] = [
  { title: 'Name', of: ({ source }) => source.name, maxCells: 30 },
  { title: 'Channel', of: ({ source }) => source.channel },
  { title: 'State', of: ({ source, health }) => stateWords[health?.state ?? (source.isOn ? 'on' : 'off')] },
  { title: 'Account', of: ({ health }) => health?.account?.name ?? health?.account?.id ?? null, maxCells: 24 },
  { title: 'Tags', of: ({ source }) => source.tags.join(', '), maxCells: 24 },
  { title: 'Polled', of: ({ health }) => sayAge(health?.lastPolledAt ?? null) },
  { title: 'Last item', of: ({ health }) => sayAge(health?.lastItemAt ?? null) },
  { title: 'Waiting', of: ({ health }) => waitingWords(health) },
  { title: 'Token', of: ({ health }) => health && tokenWords(health) },
  { title: 'Trouble', of: ({ health }) => health && troubleWords(health), maxCells: 160 },
];

function waitingWords(health: SourceHealth | null): string {
  const { waitingCount = 0, parkedCount = 0 } = health ?? {};
  return [waitingCount > 0 ? String(waitingCount) : '', parkedCount > 0 ? `${parkedCount} parked` : '']
    .filter(Boolean)
    .join(', ');
}

function tokenWords({ tokenEndsAt }: SourceHealth): string {
  return tokenEndsAt === null ? '' : leftText(tokenEndsAt, Date.now()) || 'ENDED';
}

function troubleWords({ error, audit, refused }: SourceHealth): string {
  const missing = audit ? audit.missing.length - audit.broughtCount : 0;
  return [
    error ? `${error.code}: ${error.message}` : '',
    missing > 0 ? `${missing} missing by the last audit` : '',
    ...refused.map(({ reason, count }) => `${count} ${count === 1 ? 'webhook' : 'webhooks'} refused (${reason})`),
  ]
    .filter(Boolean)
    .join('; ');
}
