import { channelNames } from '../../domain/channel.ts';
import type { App } from '../app-context.ts';
import type { SourceView } from '../data.ts';
import { auditLines, sourceLines } from '../draw/source-lines.ts';
import { confirm } from '../layers/confirm.ts';
import { info } from '../layers/info.ts';
import { picker } from '../layers/picker.ts';
import { openLayer } from './layers.ts';
import { sourceForm } from './mail-forms.ts';
import { platformSourceForm } from './platform-source-form.ts';
import { start, startOpening, tell } from './tell.ts';

const AUDITED_DAYS = 7;

/** All about a source: account, polls, calls, token, trouble with its mend, the last audit. */
export function showSource(app: App, source: SourceView): void {
  startOpening(app, async () => {
    const webhookAddress = kindOf(app, source.channel)?.hasWebhook ? await app.data.webhookAddress(source.id) : null;
    const { settings, timeZone } = app.store.get();
    const health = settings.data?.health.find(({ sourceId }) => sourceId === source.id) ?? null;
    openLayer(app, info(`Source ${source.name}`, sourceLines(source, health, { timeZone, webhookAddress })));
  });
}

function kindOf(app: App, channel: string) {
  return app.store.get().settings.data?.platforms.kinds.find((kind) => kind.channel === channel) ?? null;
}

/** Which channel a new source is on, then its form. */
export function addSource(app: App): void {
  const { data } = app.store.get().settings;
  if (!data) return;
  const kinds = data.platforms.kinds.map((kind) => ({
    id: kind.channel,
    label: channelNames[kind.channel],
    hint: kind.pollSeconds === null ? 'pushed by webhook' : 'an account that is polled',
  }));
  openLayer(
    app,
    picker({
      title: 'A new source on',
      items: [{ id: 'email', label: 'E-mail', hint: 'a mailbox that is polled' }, ...kinds],
      onDone: ([chosen]) => {
        const kind = chosen && kindOf(app, chosen.id);
        if (kind) platformSourceForm(app, kind, null);
        else if (chosen) sourceForm(app, null, data);
      },
    }),
  );
}

/** The form of its channel, filled with what is known; secrets are never shown. */
export function editSource(app: App, source: SourceView): void {
  const { data } = app.store.get().settings;
  const kind = kindOf(app, source.channel);
  if (kind) platformSourceForm(app, kind, source);
  else if (data) sourceForm(app, source, data);
}

/** Compares what the source holds with what arrived here, and offers to take in what is missing. */
export function auditSource(app: App, source: SourceView): void {
  tell(app, `Comparing ${AUDITED_DAYS} days of ${source.name}...`);
  start(app, async () => {
    const audit = await app.data.auditSource(source.id, { days: AUDITED_DAYS, bring: false });
    const { timeZone } = app.store.get();
    app.readNow();
    const missing = audit.missing.length;
    if (audit.error || missing === 0) {
      tell(app, `${source.name}: ${audit.error?.message ?? `nothing is missing of ${audit.heldCount}`}`);
      return openLayer(app, info(`Gap audit of ${source.name}`, auditLines(audit, timeZone)));
    }
    const text = audit.missing.slice(0, 8).map(({ itemId, hint }) => `${itemId}  ${hint}`);
    const title = `${missing} missing of ${audit.heldCount}: take them in?`;
    openLayer(app, confirm({ title, text, yes: 'Take in', onYes: () => bring(app, source) }));
  });
}

function bring(app: App, source: SourceView): void {
  start(app, async () => {
    const audit = await app.data.auditSource(source.id, { days: AUDITED_DAYS, bring: true });
    tell(app, `${source.name}: ${audit.broughtCount} taken in`);
    app.readNow();
  });
}
