import { createHmac } from 'node:crypto';
import { Receiver } from '../platform/receiver-in-test.ts';

/** One POST that came. */
export interface Delivery {
  /** Raw, as it was signed. */
  body: string;
  signature: string;
  oldSignature: string;
}

export interface WebhookReceiver {
  callbackUrl: string;
  deliveries: () => Delivery[];
  /** Entries of all deliveries, in the order they came. */
  entries: () => Record<string, unknown>[];
  /** The next so many POSTs are answered 500. */
  fail: (times: number) => void;
  /** Nothing came so far. */
  forget: () => void;
  stop: () => Promise<void>;
}

/** A callback as an app has it, for tests: it passes the handshake for these verify tokens and keeps what comes. */
export async function startWebhookReceiver(verifyTokens: readonly string[]): Promise<WebhookReceiver> {
  const receiver = new Receiver((query) => {
    const isKnown = verifyTokens.includes(query.get('hub.verify_token') ?? '');
    const isAsked = query.get('hub.mode') === 'subscribe' && isKnown;
    const headers = { 'content-type': 'text/plain' };
    return isAsked ? { status: 200, headers, body: query.get('hub.challenge') ?? '' } : { status: 403, headers };
  });
  const deliveries = (): Delivery[] =>
    receiver.received.map(({ headers, body }) => ({
      body,
      signature: String(headers['x-hub-signature-256']),
      oldSignature: String(headers['x-hub-signature']),
    }));
  return {
    callbackUrl: await receiver.start(),
    deliveries,
    entries: () => deliveries().flatMap(({ body }) => (JSON.parse(body) as { entry: Record<string, unknown>[] }).entry),
    fail(times) {
      receiver.answers = Array.from({ length: times }, () => ({ status: 500 }));
    },
    forget() {
      receiver.received.length = 0;
    },
    stop: () => receiver.stop(),
  };
}

/** What `X-Hub-Signature-256` of these bytes must be. */
export function rightSignature(body: string, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}
