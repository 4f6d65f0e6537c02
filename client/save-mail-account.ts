import { createSecrets } from '../channels/secrets.ts';
import { DeskError } from '../domain/errors.ts';
import { mailPresets } from '../domain/mail-presets.ts';
import type { SecretRef } from '../domain/secret-ref.ts';

/** A secret as it was given: the name of an environment variable, or the secret itself, which is then sealed. */
export type GivenSecret = { env: string } | { text: string };

export interface GivenLogin {
  password?: GivenSecret;
  oauth2?: {
    provider?: 'google' | 'microsoft' | 'other';
    clientId?: string;
    clientSecret?: GivenSecret;
    refreshToken?: GivenSecret;
    tokenUrl?: string;
  };
}

/** Whose secrets they are: a sealed secret opens only there. */
export interface AccountOwner {
  context: `source:${string}` | `sender:${string}`;
  secretKey: Buffer | null;
}

type Settings = Record<string, unknown>;

/**
 * The login of mail settings after a change; secrets become references or sealed text, never clear text.
 * @returns the settings' `auth`, or undefined when there is none
 * @throws DeskError SECRET_KEY_MISSING when a secret is to be sealed without a key
 */
export function mailLoginSettings(
  present: Settings | undefined,
  given: GivenLogin,
  owner: AccountOwner,
): Settings | undefined {
  if (given.password) return { kind: 'password', secret: keep(given.password, 'password', owner) };
  if (!given.oauth2) return present;
  const before: Settings = present?.['kind'] === 'oauth2' ? present : {};
  const { provider, clientId, clientSecret, refreshToken, tokenUrl } = given.oauth2;
  return {
    ...before,
    kind: 'oauth2',
    ...(provider ? { provider } : {}),
    ...(clientId ? { clientId } : {}),
    ...(clientSecret ? { clientSecret: keep(clientSecret, 'client-secret', owner) } : {}),
    ...(refreshToken ? { refreshToken: keep(refreshToken, 'refresh-token', owner) } : {}),
    ...(tokenUrl ? { tokenUrl } : {}),
  };
}

function keep(secret: GivenSecret, name: string, { context, secretKey }: AccountOwner): SecretRef {
  return 'env' in secret ? secret : { sealed: createSecrets(secretKey).seal(secret.text, `${context}:${name}`) };
}

/** Host, port and security of a well-known mail service. @throws DeskError INVALID_INPUT */
export function presetSettings(name: string, way: 'imap' | 'smtp'): Settings {
  const preset = Object.entries(mailPresets).find(([key]) => key === name)?.[1];
  if (!preset)
    throw new DeskError(
      'INVALID_INPUT',
      `there is no preset ${name}; there are ${Object.keys(mailPresets).join(', ')}`,
    );
  return { ...preset[way] };
}

/**
 * Settings checked by their schema, as they were given: defaults are filled in when they are read.
 * @throws DeskError INVALID_INPUT naming every wrong value
 */
export function checkSettings(
  schema: {
    safeParse(value: unknown): { success: boolean; error?: { issues: { path: PropertyKey[]; message: string }[] } };
  },
  settings: Settings,
): Settings {
  const read = schema.safeParse(settings);
  if (read.success) return settings;
  const problems = (read.error?.issues ?? []).map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`);
  throw new DeskError('INVALID_INPUT', problems.join('; '));
}
