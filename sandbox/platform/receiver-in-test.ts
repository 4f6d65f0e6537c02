import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { closePort, openPort } from './port-switch.ts';

/** One POST that came. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  /** Milliseconds. */
  at: number;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A callback: keeps what is posted, and answers as told. */
export class Receiver {
  readonly received: Received[] = [];
  /** The answers to come; after the last one 200. `null` = none at all. */
  answers: (null | Answer)[] = [];
  readonly #came = new EventEmitter();
  readonly #handshake: (query: URLSearchParams) => Answer;
  readonly #server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const isPosted = request.method !== 'GET';
      const answer = isPosted ? this.#nextAnswer() : this.#handshake(searchParams);
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
      if (!isPosted) return;
      this.received.push({ headers: request.headers, body: body.toString(), at: Date.now() });
      this.#came.emit('request');
    });
  });

  /** @param handshake what a GET is answered */
  constructor(handshake: (query: URLSearchParams) => Answer = () => ({ status: 405 })) {
    this.#handshake = handshake;
  }

  /** @returns its address */
  async start(): Promise<string> {
    return `http://127.0.0.1:${await openPort(this.#server, 0)}/hook`;
  }

  /** Waits until so many requests have come in all. */
  async come(count: number): Promise<Received[]> {
    while (this.received.length < count) await once(this.#came, 'request');
    return this.received;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await closePort(this.#server);
  }

  #nextAnswer(): Answer | null {
    return this.answers.length > 0 ? (this.answers.shift() ?? null) : { status: 200 };
  }
}
