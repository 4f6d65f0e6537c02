import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultBoard } from './fault-board.ts';
import { closePort, openPort } from './port-switch.ts';
import type { WriteLog } from './write-log.ts';

export interface PlatformRequest {
  method: string;
  url: URL;
  /** The path's variable pieces, decoded. */
  parts: string[];
  headers: IncomingMessage['headers'];
  /** Raw bytes; signatures are of these. */
  body: Buffer;
}

/** What is answered; `body` is JSON unless it is a string or bytes. */
export interface PlatformAnswer {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
  /** Waited before the answer leaves. */
  delayMilliseconds?: number;
  /** Instead of an answer: the connection is cut (`close`), reset (`reset`), or nothing comes at all (`silent`). */
  cut?: 'close' | 'reset' | 'silent';
}

export type PlatformRoute = [
  method: string,
  path: RegExp,
  run: (request: PlatformRequest) => PlatformAnswer | Promise<PlatformAnswer>,
];

export interface PlatformServerOptions<Faults extends object> {
  /** What the real platform has. */
  routes: readonly PlatformRoute[];
  /** What only the stand-in has, under `/sandbox/`: to look in, and to act as customers and as the platform. */
  adminRoutes?: readonly PlatformRoute[];
  faults: FaultBoard<Faults>;
  writes: WriteLog;
  /** What a path that it does not have is answered. */
  unknownPath: (request: PlatformRequest) => PlatformAnswer;
}

export interface PlatformServer {
  /** `port` 0 takes the remembered one, or a free one. @returns the port */
  start(port: number, remembered?: number): Promise<number>;
  stop(): Promise<void>;
}

/** One call that came to the platform's own paths. */
interface Call {
  method: string;
  path: string;
  at: string;
  status: number;
}

const MOST_CALLS = 20_000;

/**
 * The HTTP side of a stand-in on 127.0.0.1: the platform's own paths, and `/sandbox/faults` (GET, POST, DELETE),
 * `/sandbox/writes?after=N` (accepted writes) and `/sandbox/calls` (every call, also refused ones; DELETE forgets them).
 */
export function createPlatformServer<Faults extends object>(options: PlatformServerOptions<Faults>): PlatformServer {
  const calls: Call[] = [];
  const admin = [...commonRoutes(options, calls), ...(options.adminRoutes ?? [])];
  const server = createServer((request, response) => {
    void serve(request, response, { options, admin, calls });
  });
  return {
    start: (port, remembered = 0) => openPort(server, port, remembered),
    async stop() {
      server.closeAllConnections();
      await closePort(server);
    },
  };
}

function commonRoutes<Faults extends object>(
  { faults, writes }: PlatformServerOptions<Faults>,
  calls: Call[],
): PlatformRoute[] {
  return [
    ['GET', /^\/sandbox\/faults$/, () => ({ body: faults.now })],
    [
      'POST',
      /^\/sandbox\/faults$/,
      ({ body }) => ({ body: faults.set(JSON.parse(body.toString()) as Record<string, unknown>) }),
    ],
    ['DELETE', /^\/sandbox\/faults$/, () => ({ body: faults.clear() })],
    [
      'GET',
      /^\/sandbox\/writes$/,
      ({ url }) => ({
        body: writes.entries.filter(({ number }) => number > Number(url.searchParams.get('after') ?? 0)),
      }),
    ],
    ['GET', /^\/sandbox\/calls$/, () => ({ body: calls })],
    ['DELETE', /^\/sandbox\/calls$/, () => ({ body: calls.splice(0).length })],
  ];
}

interface Serving<Faults extends object> {
  options: PlatformServerOptions<Faults>;
  admin: readonly PlatformRoute[];
  calls: Call[];
}

async function serve<Faults extends object>(
  message: IncomingMessage,
  response: ServerResponse,
  { options, admin, calls }: Serving<Faults>,
): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const request = { method: message.method ?? 'GET', url, headers: message.headers, parts: [] };
  const isAdmin = url.pathname.startsWith('/sandbox/');
  try {
    const whole = { ...request, body: await buffer(message) };
    const answer = await answerTo(whole, isAdmin ? admin : options.routes, options).catch((error: Error) => ({
      status: isAdmin ? 400 : 500,
      body: { error: error.message },
    }));
    if (!isAdmin && calls.length < MOST_CALLS)
      calls.push({
        method: whole.method,
        path: url.pathname,
        at: new Date().toISOString(),
        status: answer.status ?? 200,
      });
    await send(response, answer);
  } catch {
    // Whoever asked hung up.
    response.destroy();
  }
}

async function answerTo<Faults extends object>(
  request: PlatformRequest,
  routes: readonly PlatformRoute[],
  { unknownPath }: PlatformServerOptions<Faults>,
): Promise<PlatformAnswer> {
  for (const [method, path, run] of routes) {
    const match = request.method === method ? path.exec(request.url.pathname) : null;
    if (match) return run({ ...request, parts: match.slice(1).map((part) => decodeURIComponent(part ?? '')) });
  }
  return unknownPath(request);
}

async function send(response: ServerResponse, answer: PlatformAnswer): Promise<void> {
  if (answer.delayMilliseconds) await wait(answer.delayMilliseconds, undefined, { ref: false });
  if (answer.cut === 'silent') return;
  if (answer.cut) {
    if (answer.cut === 'reset') response.socket?.resetAndDestroy();
    else response.socket?.destroy();
    return;
  }
  const isPlain = typeof answer.body === 'string' || Buffer.isBuffer(answer.body);
  response.writeHead(answer.status ?? 200, {
    'content-type': isPlain ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    ...answer.headers,
  });
  response.end(isPlain ? answer.body : JSON.stringify(answer.body));
}
