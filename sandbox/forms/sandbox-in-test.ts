import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { runFormsSandbox, type FormsSandbox } from './main.ts';
import { senderKinds, type Delivery, type SenderKind } from './state.ts';

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}

/** A callback: keeps what comes, and answers as told. */
export class Receiver {
  readonly received: Received[] = [];
  /** The answers to come; after the last one 200. `null` = none at all. */
  answers: (null | { status: number; headers?: Record<string, string> })[] = [];
  readonly #came = new EventEmitter();
  readonly #server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const answer = this.answers.length > 0 ? this.answers.shift() : { status: 200 };
      if (answer) response.writeHead(answer.status, answer.headers).end();
      this.received.push({ headers: request.headers, body: body.toString(), at: Date.now() });
      this.#came.emit('request');
    });
  });

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  /** Waits until so many requests have come in all. */
  async come(count: number): Promise<Received[]> {
    while (this.received.length < count) await once(this.#came, 'request');
    return this.received;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A stand-in of its own for a test, a callback that all its senders send to, and its admin API. */
export class SandboxInTest {
  readonly directory = mkdtempSync(join(tmpdir(), 'forms-'));
  readonly receiver = new Receiver();
  readonly #running: FormsSandbox[] = [];
  callback = '';

  static async start(samples = false): Promise<SandboxInTest> {
    const sandbox = new SandboxInTest();
    sandbox.callback = await sandbox.receiver.start();
    await sandbox.run({ samples });
    await sandbox.admin('/settings', { retryMilliseconds: [1, 1, 1] });
    if (!samples)
      for (const kind of senderKinds) await sandbox.admin(`/senders/${kind}`, { callback: sandbox.callback });
    return sandbox;
  }

  get running(): FormsSandbox {
    return this.#running.at(-1) as FormsSandbox;
  }

  async run(options: {
    samples?: boolean;
    trickleSeconds?: number;
    callbacks?: Record<string, string>;
  }): Promise<void> {
    this.#running.push(await runFormsSandbox({ directory: this.directory, ...options }));
  }

  async end(): Promise<void> {
    await this.running.stop();
    await this.receiver.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  secretOf(kind: SenderKind): string {
    return this.running.senders.find((sender) => sender.kind === kind)?.secret ?? '';
  }

  /** A call of the admin API; fails the test when it is refused. */
  async admin<Body>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<Body> {
    const response = await fetch(`${this.running.baseUrl}/sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const told = (await response.json()) as Body;
    if (!response.ok) throw new Error(JSON.stringify(told));
    return told;
  }

  /** Somebody fills in a form. @returns the submission's id */
  async respond(kind: SenderKind, more: Record<string, unknown> = {}): Promise<string> {
    const { submissionIds } = await this.admin<{ submissionIds: string[] }>('/responses', { kind, ...more });
    return submissionIds[0] as string;
  }

  /** Waits until every delivery has come to its end. */
  async settled(): Promise<Delivery[]> {
    for (;;) {
      const deliveries = await this.admin<Delivery[]>('/deliveries');
      if (deliveries.every(({ state }) => state === 'delivered' || state === 'failed')) return deliveries;
    }
  }

  async statuses(): Promise<(number | null)[][]> {
    return (await this.settled()).map(({ attempts }) => attempts.map(({ status }) => status));
  }

  async accepted(): Promise<{ kind: string; target: string; id: string }[]> {
    return this.admin('/writes');
  }
}
