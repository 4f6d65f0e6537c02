import { createHmac } from 'node:crypto';
import { equalTexts } from '../equal-texts.ts';
import type { WebhookDoor, WebhookRequest } from '../platform-channel.ts';

export type Verified = ReturnType<WebhookDoor['verify']>;

const TOLERANCE_SECONDS = 5 * 60;
const badSignature: Verified = { isGenuine: false, reason: 'bad-signature' };

/**
 * Standard Webhooks 1.0.0 (standard-webhooks/standard-webhooks, `spec/standard-webhooks.md`): HMAC-SHA256 over
 * `id.timestamp.body`. Any one signature and any one secret is enough; versions other than v1 are passed over. Who
 * signed is settled before the time is looked at: nobody can make others look stale.
 * @param of.now milliseconds
 */
export function verifyStandard(
  { headers, body }: Pick<WebhookRequest, 'headers' | 'body'>,
  of: { secrets: readonly string[]; now: number },
): Verified {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => headers[`webhook-${name}`]);
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return badSignature;
  // With a dot in it, one text could be signed for several pairs of id and timestamp.
  if (id === '' || id.length > 256 || id.includes('.') || !/^\d{1,12}$/.test(timestamp)) return badSignature;
  const given = signatures
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => signature.slice('v1,'.length));
  const expected = of.secrets
    .map(standardKey)
    .filter((key) => key.length > 0)
    .map((key) => sign(key, { id, timestamp, body }));
  if (!given.some((one) => expected.some((other) => equalTexts(one, other)))) return badSignature;
  const ageSeconds = Math.floor(of.now / 1000) - Number(timestamp);
  return Math.abs(ageSeconds) <= TOLERANCE_SECONDS ? { isGenuine: true, id } : { isGenuine: false, reason: 'stale' };
}

/** The key are the bytes that the secret spells in base64, not its letters. */
export function standardKey(secret: string): Buffer {
  return Buffer.from(secret.trim().replace(/^whsec_/, ''), 'base64');
}

function sign(key: Buffer, { id, timestamp, body }: { id: string; timestamp: string; body: Buffer }): string {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
}
