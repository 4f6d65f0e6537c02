import { createHmac } from 'node:crypto';
import { equalTexts } from '../equal-texts.ts';
import type { WebhookRequest } from '../platform-channel.ts';
import type { Verified } from './verify-standard.ts';

const headersOf = {
  typeform: { name: 'typeform-signature', before: 'sha256=' },
  tally: { name: 'tally-signature', before: '' },
} as const;

/**
 * HMAC-SHA256 of the raw body in base64 (developers.typeform.com, “Secure your webhooks”; tally.so/help/webhooks).
 * Neither signs a time, so nothing is stale. The signature stands for the delivery: the same bytes have it again.
 */
export function verifyBodySignature(
  { headers, body }: Pick<WebhookRequest, 'headers' | 'body'>,
  of: { scheme: keyof typeof headersOf; secrets: readonly string[] },
): Verified {
  const { name, before } = headersOf[of.scheme];
  const header = headers[name];
  const isOurs =
    typeof header === 'string' &&
    of.secrets
      .filter((secret) => secret !== '')
      .some((secret) => equalTexts(header, before + createHmac('sha256', secret).update(body).digest('base64')));
  return isOurs ? { isGenuine: true, id: header } : { isGenuine: false, reason: 'bad-signature' };
}
