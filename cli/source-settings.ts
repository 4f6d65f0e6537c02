import type { SettingField } from '../channels/platform-channel.ts';
import type { GivenSetting } from '../client/given-settings.ts';
import { DeskError } from '../domain/errors.ts';
import { readStandardInput } from './read-text.ts';
import type { SourceFlags } from './source-flags.ts';

type Given = Record<string, GivenSetting | null>;

/**
 * Settings of a channel as the flags tell them; what was not given is left out, null takes one away.
 * @throws DeskError USAGE for a flag that cannot be read, TEXT_MISSING when standard input holds too few secrets
 */
export async function readGivenSettings(fields: readonly SettingField[], flags: SourceFlags): Promise<Given> {
  return {
    ...plainSettings(fields, flags.set ?? []),
    ...Object.fromEntries((flags.clear ?? []).map((name) => [fieldNamed(fields, name).name, null])),
    ...secretsOfEnvironment(fields, flags.secretEnv ?? []),
    ...(await secretsOfInput(fields, flags.secretStdin ?? [])),
  };
}

function plainSettings(fields: readonly SettingField[], told: readonly string[]): Given {
  const given: Given = {};
  for (const { name, value } of told.map((text) => partsOf('--set', text))) {
    const { kind } = fieldNamed(fields, name);
    // The list of processes shows every argument to everybody on the machine, and the shell keeps it.
    if (kind === 'secret')
      throw new DeskError(
        'USAGE',
        `${name} is a secret: give it by --secret-env or --secret-stdin, never as an argument`,
      );
    given[name] = plainValue(kind, { value, before: given[name] });
  }
  return given;
}

function plainValue(
  kind: SettingField['kind'],
  { value, before }: { value: string; before: GivenSetting | null | undefined },
): GivenSetting | null {
  if (value === '') return null;
  if (kind === 'switch' && (value === 'on' || value === 'off')) return value === 'on';
  if (kind !== 'list') return value;
  const parts = value.split(',').map((part) => part.trim());
  return [...(Array.isArray(before) ? (before as string[]) : []), ...parts.filter(Boolean)];
}

function secretsOfEnvironment(fields: readonly SettingField[], told: readonly string[]): Given {
  const named = told.map((text) => partsOf('--secret-env', text));
  return Object.fromEntries(named.map(({ name, value }) => [secretNamed(fields, name), { env: value }]));
}

async function secretsOfInput(fields: readonly SettingField[], told: readonly string[]): Promise<Given> {
  if (told.length === 0) return {};
  const names = told.map((name) => secretNamed(fields, name));
  const lines = (await readStandardInput()).split(/\r?\n/);
  return Object.fromEntries(
    names.map((name, index) => {
      const text = lines[index]?.trim() ?? '';
      if (text === '') throw new DeskError('TEXT_MISSING', `standard input holds no ${name} on line ${index + 1}`);
      return [name, { text }];
    }),
  );
}

function partsOf(flag: string, text: string): { name: string; value: string } {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === '') throw new DeskError('USAGE', `${flag} wants NAME=VALUE`);
  return { name: name.trim(), value: value.trim() };
}

function secretNamed(fields: readonly SettingField[], name: string): string {
  if (fieldNamed(fields, name).kind !== 'secret')
    throw new DeskError('USAGE', `${name} is no secret; give it by --set`);
  return name;
}

function fieldNamed(fields: readonly SettingField[], name: string): SettingField {
  const found = fields.find((field) => field.name === name);
  if (found) return found;
  throw new DeskError(
    'USAGE',
    `there is no setting ${name}; there are ${fields.map((field) => field.name).join(', ')}`,
  );
}
