import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTokenCache } from './oauth2.ts';

type Answer = { status?: number; body?: object | string; hang?: boolean };

let answers: Answer[] = [];
let asked: URLSearchParams[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += String(chunk)));
  request.on('end', () => {
    asked.push(new URLSearchParams(body));
    const answer = answers.shift() ?? {};
    if (answer.hang) return;
    response.writeHead(answer.status ?? 200, answer.status === 302 ? { location: 'http://127.0.0.1:1/' } : {});
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? token(asked.length)));
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers = [];
  asked = [];
});

const token = (number: number) => ({ access_token: `token-${number}`, expires_in: 3600, token_type: 'Bearer' });
const grant = (extra: object = {}) => ({
  tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
  clientId: 'desk',
  clientSecret: 'client-secret-1',
  refreshToken: 'refresh-1',
  scope: null,
  ...extra,
});

test('a token is asked for once, kept, and renewed before it ends', async () => {
  let now = 0;
  const cache = createTokenCache({ now: () => now });
  expect(await cache.accessToken(grant())).toBe('token-1');
  now = 3600_000 - 121_000;
  expect(await cache.accessToken(grant())).toBe('token-1');
  now = 3600_000 - 119_000;
  expect(await cache.accessToken(grant())).toBe('token-2');
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({
    grant_type: 'refresh_token',
    client_id: 'desk',
    client_secret: 'client-secret-1',
    refresh_token: 'refresh-1',
  });
});

test('many connections that need a token at once cause one request; another account its own', async () => {
  const cache = createTokenCache();
  const tokens = await Promise.all([
    ...Array.from({ length: 20 }, () => cache.accessToken(grant())),
    cache.accessToken(grant({ refreshToken: 'refresh-2' })),
  ]);
  expect(asked).toHaveLength(2);
  expect(new Set(tokens).size).toBe(2);
});

test('a token that the mail server rejected is not handed out again', async () => {
  const cache = createTokenCache();
  const first = await cache.accessToken(grant());
  expect(await cache.accessToken(grant(), first)).toBe('token-2');
  expect(await cache.accessToken(grant(), first)).toBe('token-2');
});

test('a new refresh token that the service hands out is used from then on', async () => {
  answers = [{ body: { ...token(1), refresh_token: 'refresh-new' } }];
  const cache = createTokenCache();
  await cache.accessToken(grant(), await cache.accessToken(grant()));
  expect(asked[1]?.get('refresh_token')).toBe('refresh-new');
});

test('a refusal tells the service’s code and nothing secret, and the next request asks anew', async () => {
  answers = [
    { status: 400, body: { error: 'invalid_grant', error_description: 'token refresh-1 of ali@example.com' } },
  ];
  const cache = createTokenCache();
  const error: Error & { details?: unknown } = await cache.accessToken(grant()).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'MAIL_TOKEN_REFUSED', details: { status: 400, serviceError: 'invalid_grant' } });
  expect(JSON.stringify([error.message, error.details, String(error.cause)])).not.toMatch(
    /refresh-1|client-secret|ali@/,
  );
  expect(await cache.accessToken(grant())).toBe('token-2');
});

test.each([
  ['is down', { status: 503 }],
  ['asks for patience', { status: 429 }],
  ['never answers', { hang: true }],
  ['sends us elsewhere, where the refresh token must not go', { status: 302 }],
])('a service that %s is unreachable, which passes', async (_what, answer) => {
  answers = [answer];
  const cache = createTokenCache({ timeoutMilliseconds: 200 });
  await expect(cache.accessToken(grant())).rejects.toMatchObject({ code: 'MAIL_UNREACHABLE' });
});

test('an answer that is no token is a refusal', async () => {
  answers = [{ body: '<html>' }, { body: { access_token: 7 } }, { body: '[1]' }];
  const cache = createTokenCache();
  for (let count = 0; count < 3; count++)
    await expect(cache.accessToken(grant())).rejects.toMatchObject({ code: 'MAIL_TOKEN_REFUSED' });
});
