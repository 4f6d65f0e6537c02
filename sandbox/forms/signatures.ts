import { createHmac, sign, type KeyObject } from 'node:crypto';

const SECRET_PREFIX = 'whsec_';

export interface StandardMessage {
  id: string;
  /** Unix seconds of the attempt. */
  timestamp: number;
  body: string;
}

/**
 * `v1` of Standard Webhooks 1.0.0: HMAC-SHA256 over id, timestamp and raw body, joined by dots.
 * @param secret `whsec_` and the key's bytes in base64
 */
export function standardSignature({ id, timestamp, body }: StandardMessage, secret: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** `v1a` of Standard Webhooks 1.0.0: the same text signed with an ed25519 key. */
export function asymmetricSignature({ id, timestamp, body }: StandardMessage, key: KeyObject): string {
  return `v1a,${sign(null, Buffer.from(`${id}.${timestamp}.${body}`), key).toString('base64')}`;
}

/** The base64 HMAC-SHA256 of the raw body: Tally's signature, and Typeform's after `sha256=`. */
export function bodySignature(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}
