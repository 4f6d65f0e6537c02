import { createHmac } from 'node:crypto';

/**
 * The bytes of a delivery: JSON whose non-ASCII is escaped as `\u0130`, lower-case hex (Graph API webhooks,
 * "Getting Started": validating payloads).
 */
export function webhookBody(payload: object): string {
  return JSON.stringify(payload).replaceAll(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The two signature headers, of the bytes as they are sent. */
export function signatureHeaders(body: string, appSecret: string): Record<string, string> {
  const hmac = (algorithm: string): string => createHmac(algorithm, appSecret).update(body).digest('hex');
  return { 'x-hub-signature': `sha1=${hmac('sha1')}`, 'x-hub-signature-256': `sha256=${hmac('sha256')}` };
}
