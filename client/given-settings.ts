import type { SettingField } from '../channels/platform-channel.ts';
import { secretRef } from '../domain/secret-ref.schema.ts';
import type { PlatformAccess } from './platform-access.ts';
import type { GivenSecret } from './save-mail-account.ts';
import { sealSecrets } from './seal-secrets.ts';

/** A setting as its owner gives it. */
export type GivenSetting = string | boolean | readonly string[] | GivenSecret;

interface Giving {
  sourceId: string;
  fields: readonly SettingField[];
  /** What is kept now. */
  present: Readonly<Record<string, unknown>>;
  /** Only what changes; null takes one away. */
  given: Readonly<Record<string, GivenSetting | null>>;
}

/**
 * Settings of a source after a change, as they are kept: secrets sealed or as names of variables.
 * @returns them, and every value that is wrong or missing
 * @throws DeskError SECRET_KEY_MISSING when a secret is to be sealed without a key
 */
export function givenSettings(
  access: Pick<PlatformAccess, 'secrets'>,
  { sourceId, fields, present, given }: Giving,
): { settings: Record<string, unknown>; problems: string[] } {
  const settings: Record<string, unknown> = { ...present };
  const unknown = Object.keys(given).filter((name) => !fields.some((field) => field.name === name));
  const problems = unknown.map((name) => `there is no setting ${name}`);
  for (const field of fields) {
    const value = given[field.name];
    const problem = value === undefined || value === null ? null : problemOf(field, value);
    if (problem) problems.push(`${field.label} (${field.name}) ${problem}`);
    else if (value === null) delete settings[field.name];
    else if (value !== undefined) settings[field.name] = kept(access, { sourceId, name: field.name, value });
    const isMissing = settings[field.name] === undefined && field.standard === undefined;
    if (field.isRequired && isMissing && !problem) problems.push(`${field.label} (${field.name}) is missing`);
  }
  return { settings, problems };
}

function problemOf(field: SettingField, value: GivenSetting): string | null {
  switch (field.kind) {
    case 'secret':
      return secretProblem(value);
    case 'switch':
      return typeof value === 'boolean' ? null : 'must be on or off';
    case 'list':
      return Array.isArray(value) ? null : 'must be a list';
    case 'choice': {
      const ids = (field.choices ?? []).map(({ id }) => id);
      return typeof value === 'string' && ids.includes(value) ? null : `must be one of ${ids.join(', ')}`;
    }
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? null : 'must be a text';
  }
}

function secretProblem(value: GivenSetting): string | null {
  const shape = Object(value) as { env?: unknown; text?: unknown };
  if (typeof shape.text === 'string') return shape.text.trim() === '' ? 'must not be empty' : null;
  const isReference = secretRef.safeParse(value).success && typeof shape.env === 'string';
  return isReference ? null : 'must be the secret, or the name of a variable that holds it';
}

function kept(
  access: Pick<PlatformAccess, 'secrets'>,
  { sourceId, name, value }: { sourceId: string; name: string; value: GivenSetting },
): unknown {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean' || Array.isArray(value)) return value;
  const secret = value as GivenSecret;
  return 'env' in secret ? { env: secret.env } : sealSecrets(access, sourceId, { [name]: secret.text.trim() })[name];
}
