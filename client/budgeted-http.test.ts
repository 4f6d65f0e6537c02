import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aSource } from '../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import type { PlatformCall } from '../channels/platform-http.ts';
import type { PlatformFault } from '../domain/platform/platform-fault.ts';
import { budgetedHttp } from './budgeted-http.ts';

let desk: TestDatabase;
let server: Server;
let sourceId: string;
let answer: RequestListener;
let asked = 0;

beforeAll(async () => {
  desk = await testDatabase();
  sourceId = (await aSource(desk.database, { channel: 'instagram' })).id;
  server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await desk.drop();
});

function call(extra: Partial<PlatformCall> = {}, budget = { name: 'reads', calls: 100, seconds: 60 }) {
  const http = budgetedHttp(desk.database, { sourceId, accountKey: budget.name, budgets: [budget] });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/me?access_token=gizli`;
  return http.call({ method: 'GET', url, budget: budget.name, ...extra });
}

async function faultOf(calling: Promise<unknown>): Promise<PlatformFault> {
  const error = (await calling.then(
    () => null,
    (thrown: unknown) => thrown,
  )) as PlatformFault;
  // A token or an address in an error would end in logs and on screens.
  expect(`${error.message} ${String(error.cause)} ${error.stack}`).not.toMatch(/gizli|access_token/);
  return error;
}

const write = { method: 'POST', isWrite: true, body: { form: { message: 'merhaba' } } } as const;

test('an answer comes back with its status, headers and JSON', async () => {
  answer = (request, response) => {
    response.writeHead(400, { 'x-app-usage': '{"call_count":28}' });
    request.on('data', (body) =>
      response.end(JSON.stringify({ body: String(body), type: request.headers['content-type'] })),
    );
  };
  const { status, headers, json } = await call({ ...write, body: { json: { a: 1 } } });
  expect([status, headers.get('x-app-usage')]).toEqual([400, '{"call_count":28}']);
  expect(json).toEqual({ body: '{"a":1}', type: 'application/json' });
});

test('a read that breaks off is tried again by the next poll, a write whose answer is lost may have happened', async () => {
  answer = (request) => void request.socket.destroy();
  expect(await faultOf(call())).toMatchObject({ code: 'PLATFORM_UNREACHABLE', effect: 'retry' });
  expect(await faultOf(call(write))).toMatchObject({ code: 'PLATFORM_UNREACHABLE', effect: 'unsure' });
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => response.destroy());
  };
  expect(await faultOf(call(write))).toMatchObject({ effect: 'unsure' });
});

test('a write that never reached the platform surely did not happen', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => void closed.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/x?access_token=gizli`;
  await new Promise((resolve) => closed.close(resolve));
  expect(await faultOf(call({ ...write, url }))).toMatchObject({ code: 'PLATFORM_UNREACHABLE', effect: 'retry' });
});

test('a platform that stays silent is given up at the deadline', async () => {
  answer = () => {};
  const started = Date.now();
  expect(await faultOf(call({ ...write, deadline: started + 200 }))).toMatchObject({ effect: 'unsure' });
  expect(Date.now() - started).toBeLessThan(2000);
});

test('a redirect is not followed with the token, and an answer without end is cut off', async () => {
  answer = (_request, response) => void response.writeHead(302, { location: 'https://elsewhere.test/' }).end();
  expect(await faultOf(call())).toMatchObject({ code: 'PLATFORM_UNREADABLE', effect: 'retry' });
  answer = (_request, response) => {
    const timer = setInterval(() => response.write(Buffer.alloc(1024 * 1024)), 1);
    response.on('close', () => clearInterval(timer));
  };
  expect(await faultOf(call())).toMatchObject({ code: 'PLATFORM_UNREADABLE', effect: 'retry' });
});

test('what a platform quotes of the login when it refuses is not told, and what PostgreSQL cannot keep is left out', async () => {
  answer = (request, response) => {
    const { authorization = '' } = request.headers;
    const login = Buffer.from(authorization.slice(6), 'base64').toString();
    response.writeHead(401).end(JSON.stringify({ message: `no ${authorization}, ${login}, ${request.url}\0` }));
  };
  const authorization = `Basic ${Buffer.from('the-api-key:the-api-secret').toString('base64')}`;
  const { text, json } = await call({ headers: { authorization } });
  expect(json).toEqual({ message: 'no Basic [...], [...]:[...], /me?access_token=gizli' });
  expect(text).not.toMatch(/the-api|dGhl/);
});

test('nothing goes over the net in clear', async () => {
  for (const url of ['http://platform.test/?access_token=gizli', 'ftp://127.0.0.1/', 'no address']) {
    expect(await faultOf(call({ url }))).toMatchObject({ code: 'INVALID_INPUT', effect: 'stop' });
  }
});

test('a short wait for the budget is waited for; a long one tells when it ends, and nothing is sent', async () => {
  answer = (_request, response) => void response.end('{}');
  const short = { name: 'short', calls: 1, seconds: 1 };
  const started = Date.now();
  await call({}, short);
  await call({}, short);
  expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
  const long = { name: 'long', calls: 1, seconds: 600 };
  await call({}, long);
  const before = asked;
  const fault = await faultOf(call({}, long));
  expect(fault).toMatchObject({ code: 'PLATFORM_RATE_LIMITED', effect: 'wait' });
  expect(Date.parse(fault.until ?? '') - Date.now()).toBeGreaterThan(590_000);
  expect(asked).toBe(before);
});
