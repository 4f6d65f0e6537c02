import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { closePort, openPort } from '../platform/port-switch.ts';

/** One POST that came. */
export interface Delivery {
  /** Raw, as it was signed. */
  body: string;
  signature: string;
  oldSignature: string;
}

export interface WebhookReceiver {
  callbackUrl: string;
  deliveries: Delivery[];
  /** Entries of all deliveries, in the order they came. */
  entries: () => Record<string, unknown>[];
  /** The next so many POSTs are answered 500. */
  fail: (times: number) => void;
  stop: () => Promise<void>;
}

/** A callback as an app has it, for tests: it passes the handshake for these verify tokens and keeps what comes. */
export async function startWebhookReceiver(verifyTokens: readonly string[]): Promise<WebhookReceiver> {
  const deliveries: Delivery[] = [];
  let failures = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (request.method === 'GET') {
        const isKnown = verifyTokens.includes(searchParams.get('hub.verify_token') ?? '');
        const isAsked = searchParams.get('hub.mode') === 'subscribe' && isKnown;
        response.writeHead(isAsked ? 200 : 403, { 'content-type': 'text/plain' });
        response.end(isAsked ? searchParams.get('hub.challenge') : 'no');
        return;
      }
      deliveries.push({
        body: (await buffer(request)).toString('latin1'),
        signature: String(request.headers['x-hub-signature-256']),
        oldSignature: String(request.headers['x-hub-signature']),
      });
      failures -= 1;
      response.writeHead(failures >= 0 ? 500 : 200).end();
    })();
  });
  const port = await openPort(server, 0);
  return {
    callbackUrl: `http://127.0.0.1:${port}/hooks`,
    deliveries,
    entries: () => deliveries.flatMap(({ body }) => (JSON.parse(body) as { entry: Record<string, unknown>[] }).entry),
    fail(times) {
      failures = times;
    },
    async stop() {
      server.closeAllConnections();
      await closePort(server);
    },
  };
}

/** What `X-Hub-Signature-256` of these bytes must be. */
export function rightSignature(body: string, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(Buffer.from(body, 'latin1')).digest('hex')}`;
}
