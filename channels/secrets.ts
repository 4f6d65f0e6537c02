import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { DeskError } from '../domain/errors.ts';
import type { SecretRef } from '../domain/secret-ref.ts';

/**
 * Secrets at rest: a name of an environment variable, or `v1.KEYID.BOX` where BOX is IV (12 bytes), AES-256-GCM text
 * and tag (16 bytes) in base64url. The context (`source:ID:password`) is authenticated too, so that a sealed secret
 * copied to another row does not open there. No error here ever holds a secret.
 */

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export type Environment = Readonly<Record<string, string | undefined>>;
export type Secrets = {
  /** Errors: SECRET_KEY_MISSING. */
  seal(text: string, context: string): string;
  /** Errors: SECRET_KEY_MISSING, SECRET_UNREADABLE (wrong key, other context, damaged, variable not set). */
  open(ref: SecretRef, context: string, environment: Environment): string;
};

/** `key` is 32 bytes, or null on a desk that only refers to the environment. Errors: CONFIG_INVALID for another length. */
export function createSecrets(key: Buffer | null): Secrets {
  if (key !== null && key.length !== KEY_BYTES)
    throw new DeskError('CONFIG_INVALID', `DESKHAND_SECRET_KEY holds ${key.length} bytes instead of ${KEY_BYTES}`);
  return {
    seal: (text, context) => seal(text, context, present(key)),
    open: (ref, context, environment) =>
      'env' in ref ? fromEnvironment(ref.env, environment) : unseal(ref.sealed, context, present(key)),
  };
}

function present(key: Buffer | null): Buffer {
  if (key === null) throw new DeskError('SECRET_KEY_MISSING');
  return key;
}

function seal(text: string, context: string, key: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context));
  const box = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1.${keyId(key)}.${box.toString('base64url')}`;
}

function unseal(sealed: string, context: string, key: Buffer): string {
  const [version, sealedWith, text] = sealed.split('.');
  const box = Buffer.from(text ?? '', 'base64url');
  if (version !== 'v1' || box.length < IV_BYTES + TAG_BYTES)
    throw new DeskError('SECRET_UNREADABLE', `the secret of ${context} is damaged`);
  if (sealedWith !== keyId(key))
    throw new DeskError('SECRET_UNREADABLE', `the secret of ${context} was sealed with another key`);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context)).setAuthTag(box.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(box.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    // The cause is left out on purpose: it says nothing more and must never carry plain text.
    throw new DeskError('SECRET_UNREADABLE', `the secret of ${context} is damaged or belongs elsewhere`);
  }
}

function fromEnvironment(name: string, environment: Environment): string {
  const text = environment[name];
  if (!text) throw new DeskError('SECRET_UNREADABLE', `the environment variable ${name} is not set`);
  return text;
}

function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
