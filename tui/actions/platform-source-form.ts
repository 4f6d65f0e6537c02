import { channelNames } from '../../domain/channel.ts';
import type { SettingField } from '../../domain/platform/setting-field.ts';
import type { App } from '../app-context.ts';
import type { SourceView } from '../data.ts';
import { textField, type FormField, type FormValues } from '../layers/form.ts';
import type { PlatformKind, PlatformSourceSave } from '../platform-views.ts';
import { openForm } from './layers.ts';

const secretHint = 'Sealed when saved. Or env:NAME for a variable of the environment. Empty keeps what is saved.';

/** An account on a platform: its form comes from what the channel says of its settings. */
export function platformSourceForm(app: App, kind: PlatformKind, source: SourceView | null): void {
  const { channel, pollSeconds } = kind;
  openForm(app, {
    id: app.data.newId(),
    title: source ? `Edit source ${source.name}` : `New source on ${channelNames[channel]}`,
    fields: [
      textField('name', 'Name', { text: source?.name, hint: 'What the list shows under Channel, such as @shop.' }),
      ...kind.fields.map((field) => fieldOf(field, source?.settings)),
      textField('tags', 'Tags', {
        text: source?.tags.join(', '),
        hint: 'Every ticket of this source gets them. Parted by commas.',
      }),
      ...(pollSeconds === null
        ? []
        : [
            textField('interval', 'Poll every (seconds)', { text: String(source?.pollIntervalSeconds ?? pollSeconds) }),
          ]),
    ],
    save: (values) => app.data.savePlatformSource(saveOf(kind, source, values)),
  });
}

function fieldOf(field: SettingField, settings: Record<string, unknown> | undefined): FormField {
  const { name: id, label, kind, choices = [], standard } = field;
  const hint = kind === 'secret' ? `${field.hint} ${secretHint}` : field.hint;
  const value = settings?.[id] ?? standard;
  switch (kind) {
    case 'switch':
      return { id, label, hint, kind: 'switch', value: value === true };
    case 'choice':
      return { id, label, hint, kind: 'choice', options: choices, value: String(value ?? choices[0]?.id ?? '') };
    case 'secret':
      return textField(id, label, { hint, isSecret: true, whenEmpty: settings?.[id] === undefined ? '-' : '(kept)' });
    default:
      return textField(id, label, { hint, text: Array.isArray(value) ? value.join(', ') : String(value ?? '') });
  }
}

function saveOf(kind: PlatformKind, source: SourceView | null, values: FormValues): PlatformSourceSave {
  const secrets = kind.fields.filter((field) => field.kind === 'secret' && values.text(field.name) !== '');
  const plain = kind.fields.filter((field) => field.kind !== 'secret');
  return {
    id: source?.id ?? null,
    channel: kind.channel,
    name: values.text('name'),
    tags: values.list('tags'),
    pollIntervalSeconds: kind.pollSeconds === null ? null : Number(values.text('interval')),
    settings: Object.fromEntries(plain.map((field) => [field.name, valueOf(field, values)])),
    secrets: Object.fromEntries(secrets.map(({ name }) => [name, values.text(name)])),
  };
}

function valueOf({ name, kind }: SettingField, values: FormValues): string | boolean | string[] {
  if (kind === 'switch') return values.isOn(name);
  return kind === 'list' ? values.list(name) : values.text(name);
}
