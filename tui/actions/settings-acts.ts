import type { App } from '../app-context.ts';
import { settingsRows, type SettingsRow } from '../draw/settings-rows.ts';
import { confirm } from '../layers/confirm.ts';
import { settingsSections, type SettingsSection } from '../state.ts';
import { openLayer } from './layers.ts';
import type { DesignView } from '../design-views.ts';
import { publishDraft, rollBack, showDesign } from './design-acts.ts';
import type { PushedFormView } from '../../domain/platform/pushed-form.ts';
import type { SourceView } from '../data.ts';
import { askOldResponses, previewPushedForm, switchPushedForm } from './pushed-form-acts.ts';
import { auditSource, showSource } from './source-acts.ts';
import { openSettingsForm } from './settings-forms.ts';
import { start, tell } from './tell.ts';

/** Reads rules, sources, senders and their tags again. */
export async function readSettings(app: App): Promise<void> {
  const data = await app.data.readSettings();
  app.store.update((state) =>
    JSON.stringify(state.settings.data) === JSON.stringify(data)
      ? state
      : { ...state, settings: { ...state.settings, data, error: null } },
  );
}

function chosenRow(app: App): SettingsRow | null {
  const state = app.store.get();
  const rows = settingsRows(state);
  return rows[Math.min(state.settings.cursor, rows.length - 1)] ?? null;
}

/** Up and down: among the sections, or among the rows of the one that is open. */
export function moveInSettings(app: App, by: number): void {
  app.store.update((state) => {
    const { settings } = state;
    if (settings.isInside) {
      const last = Math.max(0, settingsRows(state).length - 1);
      return {
        ...state,
        settings: { ...settings, cursor: Math.min(last, Math.max(0, Math.min(settings.cursor, last) + by)) },
      };
    }
    const index = Math.min(settingsSections.length - 1, Math.max(0, settingsSections.indexOf(settings.section) + by));
    return { ...state, settings: { ...settings, section: settingsSections[index] ?? settings.section, cursor: 0 } };
  });
}

export function enterSection(app: App): void {
  const { settings } = app.store.get();
  if (!settings.isInside)
    app.store.update((state) => ({ ...state, settings: { ...state.settings, isInside: true, cursor: 0 } }));
  else if (chosenDesign(app)) withDesign(app, showDesign);
  else if (chosenSource(app)) withSource(app, showSource);
  else if (chosenPushedForm(app)) withPushedForm(app, previewPushedForm);
  else editRow(app);
}

function chosenDesign(app: App): DesignView | null {
  const { section, data } = app.store.get().settings;
  if (section !== 'chatbots' && section !== 'forms') return null;
  const row = chosenRow(app);
  return data?.[section].find(({ id }) => id === row?.id) ?? null;
}

function withDesign(app: App, act: (app: App, design: DesignView) => void): void {
  const design = chosenDesign(app);
  if (design) act(app, design);
}

function chosenSource(app: App): SourceView | null {
  const { section, data } = app.store.get().settings;
  if (section !== 'sources') return null;
  const row = chosenRow(app);
  return data?.sources.find(({ id }) => id === row?.id) ?? null;
}

function withSource(app: App, act: (app: App, source: SourceView) => void): void {
  const source = chosenSource(app);
  if (source) act(app, source);
}

function chosenPushedForm(app: App): PushedFormView | null {
  const { section, data } = app.store.get().settings;
  if (section !== 'pushed-forms') return null;
  const row = chosenRow(app);
  return data?.platforms.pushedForms.find(({ id }) => id === row?.id) ?? null;
}

function withPushedForm(app: App, act: (app: App, form: PushedFormView) => void): void {
  const form = chosenPushedForm(app);
  if (form) act(app, form);
}

export function auditRow(app: App): void {
  withSource(app, auditSource);
}

export function takeInOldRow(app: App): void {
  withPushedForm(app, askOldResponses);
}

export function publishRow(app: App): void {
  withDesign(app, publishDraft);
}

export function rollBackRow(app: App): void {
  withDesign(app, rollBack);
}

export function leaveSection(app: App): void {
  app.store.update((state) => ({ ...state, settings: { ...state.settings, isInside: false } }));
}

export function addRow(app: App): void {
  openSettingsForm(app, app.store.get().settings.section, null);
}

export function editRow(app: App): void {
  const row = chosenRow(app);
  if (row) openSettingsForm(app, app.store.get().settings.section, row.id);
}

export function askRemoveRow(app: App): void {
  const row = chosenRow(app);
  if (!row) return;
  const { section } = app.store.get().settings;
  if (section === 'pushed-forms')
    return tell(app, 'Its responses are kept; Space stops making tickets of new ones', { kind: 'warning' });
  if (section === 'parked') return tell(app, 'What is parked is kept: x takes it in again', { kind: 'warning' });
  const source = app.store.get().settings.data?.sources.find(({ id }) => id === row.id);
  if (section === 'sources' && (source?.channel === 'chatbot' || source?.channel === 'web-form'))
    return tell(
      app,
      `${row.name} stands under ${source.channel === 'chatbot' ? 'Chatbots' : 'Forms'}: remove it there`,
      {
        kind: 'warning',
      },
    );
  const design = chosenDesign(app);
  const onYes = () =>
    start(app, async () => {
      if (design) await app.data.removeDesign(design);
      else await removals[section](app, row);
      tell(app, `${row.name} removed`);
      app.readNow();
    });
  const text = [row.text, ...(design ? ['Visitors find nothing there any more; its tickets and talks stay.'] : [])];
  openLayer(app, confirm({ title: `Remove ${row.name}?`, text, yes: 'Remove', onYes }));
}

/** Takes what was parked in again. */
export function retryRow(app: App): void {
  const row = chosenRow(app);
  if (!row) return;
  tell(app, 'Taking it in again...');
  start(app, async () => {
    tell(app, await app.data.retryInbound(row.id));
    app.readNow();
  });
}

const noRemoval = () => Promise.resolve();

const removals: Record<SettingsSection, (app: App, row: SettingsRow) => Promise<void>> = {
  redirection: (app, { id }) => app.data.removeRule(id),
  statuses: (app, { id }) => app.data.removeStatus(id),
  representatives: (app, { id }) => app.data.removeRepresentative(id),
  teams: (app, { id }) => app.data.removeTeam(id),
  sources: (app, { id }) => app.data.removeSource(id),
  senders: (app, { id }) => app.data.removeSender(id),
  chatbots: noRemoval,
  forms: noRemoval,
  calendars: (app, { id }) => app.data.removeCalendar(id),
  attributes: (app, { id }) => app.data.removeAttribute(id),
  'pushed-forms': noRemoval,
  parked: noRemoval,
};

/** Pauses or resumes a rule; switches a source, a sender, a chatbot or a form off or on. */
export function switchRow(app: App): void {
  if (chosenDesign(app)) return withDesign(app, switchDesign);
  if (chosenPushedForm(app)) return withPushedForm(app, switchPushedForm);
  const row = chosenRow(app);
  const { settings } = app.store.get();
  if (!row) return;
  start(app, async () => {
    const rule = settings.data?.rules.find(({ id }) => id === row.id);
    const source = settings.data?.sources.find(({ id }) => id === row.id);
    if (rule) await app.data.pauseRule(rule.id, !rule.isPaused);
    const sender = settings.data?.senders.find(({ id }) => id === row.id);
    if (source) await app.data.switchSource(source.id, !source.isOn);
    if (sender) await app.data.switchSender(sender.id, !sender.isOn);
    const wasOn = (source ?? sender)?.isOn;
    tell(app, `${row.name} is ${rule ? (rule.isPaused ? 'on again' : 'paused') : wasOn ? 'off' : 'on'}`);
    app.readNow();
  });
}

function switchDesign(app: App, design: DesignView): void {
  start(app, async () => {
    await app.data.switchDesign(design, !design.isOn);
    tell(app, `${design.name} is ${design.isOn ? 'off: visitors find nothing there' : 'on'}`);
    app.readNow();
  });
}

export function testRow(app: App): void {
  const row = chosenRow(app);
  if (!row) return;
  tell(app, `Sending a test by ${row.name}...`);
  start(app, async () => {
    const results = await app.data.testRule(row.id);
    tell(app, `Test of ${row.name}: ${results.join('; ') || 'it names nobody who can get mail'}`);
  });
}

export function pollRow(app: App): void {
  const row = chosenRow(app);
  if (!row) return;
  const source = app.store.get().settings.data?.sources.find(({ id }) => id === row.id);
  if (!source) return;
  if (source.pollIntervalSeconds === null)
    return tell(app, `${row.name} is not polled: its requests come by themselves`, { kind: 'warning' });
  if (!source.isOn) return tell(app, `${row.name} is off; Space switches it on`, { kind: 'warning' });
  start(app, async () => {
    await app.data.pollSource(row.id);
    tell(app, `${row.name} is polled now`);
    app.readNow();
  });
}
