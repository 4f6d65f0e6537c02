import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { SignJWT } from 'jose';
import { startConversation } from '../../client/conversation.ts';
import { createSecrets } from '../../channels/secrets.ts';
import { connect } from '../../database/connect.ts';
import { ensureIdentitySecret } from '../../database/design-secrets.ts';
import { findDesign, saveDesign } from '../../database/designs.ts';
import { theDesk } from '../../domain/actor.ts';
import { CuttableProxy } from '../../test/support/cuttable-proxy.ts';
import { createLog } from '../../worker/log.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { aChatbot, botSays, startIntake, talkId, TEST_KEY } from './chat-in-test.ts';
import { talkToken } from './talk-token.ts';

interface Answer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever was answered is looked at
  body: any;
}

let tested: TestDatabase;
let intake: Awaited<ReturnType<typeof startIntake>>;

beforeAll(async () => {
  tested = await testDatabase();
  intake = await startIntake(tested.database);
});

afterAll(async () => {
  await intake?.server.close();
  await tested?.drop();
});

async function ask(path: string, init: RequestInit = {}, url = intake.url): Promise<Answer> {
  const response = await fetch(`${url}/api/chat/${path}`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

function post(path: string, body: unknown, headers: Record<string, string> = {}, url = intake.url): Promise<Answer> {
  return ask(
    path,
    { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) },
    url,
  );
}

async function aTalk(wish: Parameters<typeof aChatbot>[1] = {}): Promise<{ token: string; name: string }> {
  const { name } = await aChatbot(tested.database, wish);
  const begun = await post(`${name}/conversations`, {});
  expect(begun.status).toBe(201);
  return { token: begun.body.conversation, name };
}

let keys = 0;
const newKey = () => `key-${Date.now()}-${(keys += 1)}`;
const say = (token: string, text: string, key = newKey()) => post(`conversations/${token}/lines`, { key, text });

describe('A talk', () => {
  test('begins with the published version, in the language of its chatbot, and holds nothing of its inside', async () => {
    const { name } = await aChatbot(tested.database, { language: 'tr', title: 'Yardım' });
    const begun = await post(`${name}/conversations`, { pageUrl: 'https://shop.example/basket' });
    expect(begun.status).toBe(201);
    expect(begun.body).toEqual({
      conversation: expect.any(String),
      visitorId: expect.stringMatching(/^[\w-]{22}$/),
      view: expect.objectContaining({ title: 'Yardım', language: 'tr', phase: 'active', isAnswering: true, lines: [] }),
    });
    expect(begun.body.view.id).toBeUndefined();
    const row = await tested
      .database('conversations')
      .where({ id: talkId(begun.body.conversation) })
      .first();
    expect(row).toMatchObject({ version: 1, page_url: 'https://shop.example/basket' });
  });

  test('is begun once, however often the same visitor asks with the same key', async () => {
    const { name } = await aChatbot(tested.database);
    const start = { visitorId: 'A'.repeat(22), key: 'one-start' };
    const begun = await Promise.all(Array.from({ length: 5 }, () => post(`${name}/conversations`, start)));
    expect(new Set(begun.map(({ body }) => body.conversation)).size).toBe(1);
    const other = await post(`${name}/conversations`, { ...start, visitorId: 'B'.repeat(22) });
    expect(other.body.conversation).not.toBe(begun[0]?.body.conversation);
  });

  test('that was begun is found again by the same key, also when no further one may begin', async () => {
    const { name } = await aChatbot(tested.database, { limits: { startsPerHour: 1, linesPerMinute: 10 } });
    const start = { visitorId: randomBytes(16).toString('base64url'), key: newKey() };
    const first = await post(`${name}/conversations`, start);
    expect((await post(`${name}/conversations`, {})).status).toBe(429);
    const again = await post(`${name}/conversations`, start);
    expect(again).toMatchObject({ status: 201, body: { conversation: first.body.conversation } });
  });

  test('takes no visitor id that its page did not make', async () => {
    const { name } = await aChatbot(tested.database);
    const begun = await post(`${name}/conversations`, { visitorId: 'admin' });
    expect(begun.body.visitorId).toMatch(/^[\w-]{22}$/);
  });

  test('believes signed data of its visitor, and refuses what was signed with another secret', async () => {
    const { name } = await aChatbot(tested.database);
    const { id } = await findDesign(tested.database, 'chatbot', name);
    const now = new Date().toISOString();
    const wish = { designId: id, actor: theDesk, now };
    const secret = (await ensureIdentitySecret(tested.database, createSecrets(TEST_KEY), wish)) ?? '';
    const sign = (key: string) =>
      new SignJWT({ name: 'Ada', email: 'ada@customer.example' })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime('1h')
        .sign(new TextEncoder().encode(key));
    const begun = await post(`${name}/conversations`, { user: await sign(secret) });
    expect(begun.status).toBe(201);
    const row = await tested
      .database('conversations')
      .where({ id: talkId(begun.body.conversation) })
      .first();
    expect(row.state.attributes).toMatchObject({ name: 'Ada', email: 'ada@customer.example' });
    expect(row.contact_id).not.toBeNull();
    const refused = await post(`${name}/conversations`, { user: await sign(`${secret}x`) });
    expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT', field: 'user' } });
  });

  test('is not begun with a chatbot that is missing, switched off or only a draft', async () => {
    expect(await post('nobody/conversations', {})).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((await post(`${'x'.repeat(400)}/conversations`, {})).status).toBe(404);
    const { name } = await aChatbot(tested.database);
    const { sourceId } = await findDesign(tested.database, 'chatbot', name);
    await tested.database('sources').where({ id: sourceId }).update({ is_on: false });
    expect((await post(`${name}/conversations`, {})).status).toBe(410);
    const now = new Date().toISOString();
    const definition = { title: 'Draft only', tags: [] };
    const save = { kind: 'chatbot' as const, name: 'draft-only', text: 'x', isPublished: false, actor: theDesk, now };
    await saveDesign(tested.database, { ...save, ...definition, definition });
    const refused = await post('draft-only/conversations', {});
    expect(refused).toMatchObject({ status: 410, body: { message: 'this chat is not available now' } });
  });

  test('takes a line once, however often and however fast it is sent', async () => {
    const { token } = await aTalk();
    const sent = await Promise.all(Array.from({ length: 20 }, () => say(token, 'Where is my parcel?', 'the-same-key')));
    expect(sent.map(({ status, body }) => [status, body])).toEqual(sent.map(() => [200, { number: 1 }]));
    const other = await say(token, 'And my bill?');
    expect(other.body).toEqual({ number: 2 });
    const view = await ask(`conversations/${token}`);
    expect(view.body.lines.map(({ text }: { text: string }) => text)).toEqual(['Where is my parcel?', 'And my bill?']);
  });

  test('keeps a button that was picked with what stands on it', async () => {
    const { token } = await aTalk();
    await botSays(tested.database, token, { text: 'What is it?', options: [{ id: 'main/0/1', label: 'A parcel' }] });
    expect(await post(`conversations/${token}/lines`, { key: newKey(), option: 'main/0/1' })).toMatchObject({
      status: 200,
      body: { number: 2 },
    });
    const view = await ask(`conversations/${token}?after=1`);
    expect(view.body.lines).toEqual([expect.objectContaining({ author: 'visitor', text: 'A parcel' })]);
    const none = await post(`conversations/${token}/lines`, { key: newKey(), option: 'main/0/9' });
    expect(none).toMatchObject({ status: 400, body: { field: 'option' } });
  });

  test('takes nothing more once it has ended, and says so at once to whoever waits', async () => {
    const { token } = await aTalk();
    await say(token, 'Hello', 'kept-before');
    await tested
      .database('conversations')
      .where({ id: talkId(token) })
      .update({ phase: 'ended', outcome: 'completed' });
    expect(await say(token, 'Wait!')).toMatchObject({ status: 409, body: { code: 'STATE_FORBIDS' } });
    expect(await say(token, 'Hello', 'kept-before')).toMatchObject({ status: 200, body: { number: 1 } });
    const view = await ask(`conversations/${token}?after=1&wait=25`);
    expect(view.body).toMatchObject({ phase: 'ended', outcome: 'completed', lines: [] });
  });
});

describe('Bad input', () => {
  test('is answered with what is wrong and where', async () => {
    const { token, name } = await aTalk();
    const lines = `conversations/${token}/lines`;
    const key = newKey();
    const cases: [unknown, string][] = [
      [{ text: 'no key' }, 'key'],
      [{ key: 'a b', text: 'hi' }, 'key'],
      [{ key, text: '' }, 'text'],
      [{ key, text: ' \n\0 ' }, 'text'],
      [{ key }, 'text'],
      [{ key, text: 7 }, 'text'],
      [{ key, text: 'x'.repeat(20_001) }, 'text'],
      [{ key, text: 'both', option: 'a' }, 'option'],
    ];
    for (const [body, field] of cases) {
      expect(await post(lines, body)).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT', field } });
    }
    const starts: [unknown, string][] = [
      [{ language: 'de' }, 'language'],
      [{ pageUrl: 'javascript:alert(1)' }, 'pageUrl'],
      [{ user: { name: 'Ada' } }, 'user'],
      [{ key: '../..' }, 'key'],
    ];
    for (const [body, field] of starts) {
      expect(await post(`${name}/conversations`, body)).toMatchObject({ status: 400, body: { field } });
    }
    for (const query of ['after=-1', 'after=x', 'wait=1e9', 'after=1&after=2']) {
      expect((await ask(`conversations/${token}?${query}`)).status).toBe(400);
    }
  });

  test('is told when it is no JSON, no object, or too much', async () => {
    const { name } = await aTalk();
    const send = (type: string, body: string) =>
      ask(`${name}/conversations`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(await send('application/json', '{"a":')).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
    expect(await send('application/json', '')).toMatchObject({ status: 400 });
    expect(await send('application/json', '[1]')).toMatchObject({ status: 400 });
    expect(await send('application/json', '{"__proto__":{"user":"x"}}')).toMatchObject({ status: 400 });
    expect(await send('text/plain', '{}')).toMatchObject({ status: 415, body: { code: 'INVALID_INPUT' } });
    expect(await send('application/x-www-form-urlencoded', 'a=b')).toMatchObject({ status: 415 });
    expect(await send('application/json', `{"a":"${'x'.repeat(300_000)}"}`)).toMatchObject({ status: 413 });
  });

  test('as a name or a button with a NUL is none of ours, and no fault', async () => {
    const { token } = await aTalk();
    expect((await post('any%00thing/conversations', {})).status).toBe(404);
    expect((await fetch(`${intake.url}/chat/any%00thing`)).status).toBe(404);
    const picked = await post(`conversations/${token}/lines`, { key: newKey(), option: 'main\u0000/1' });
    expect(picked).toMatchObject({ status: 400, body: { field: 'option' } });
  });

  test('as a token finds nothing', async () => {
    const { token } = await aTalk();
    const [id = '', mac = ''] = token.split('.');
    const others = ['nonsense', `${id}.${'A'.repeat(43)}`, `${Buffer.from('x').toString('base64url')}.${mac}`];
    for (const other of others) {
      expect(await ask(`conversations/${other}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
      expect((await say(other, 'hi')).status).toBe(404);
    }
  });

  test('as hostile text is kept whole', async () => {
    const { token } = await aTalk();
    const hostile = [
      '<script>alert(1)</script>',
      '\u202Egnp.exe\u202C',
      'a\u0007\u001b[31mred',
      'ğ'.repeat(20_000),
      '\ud800',
    ];
    for (const text of hostile) expect((await say(token, text)).status).toBe(200);
    const { body } = await ask(`conversations/${token}`);
    expect(body.lines.map(({ text }: { text: string }) => text)).toEqual([...hostile.slice(0, 4), '\ufffd']);
  });
});

describe('Another site', () => {
  test('may use a chat only when its owner lists it', async () => {
    const { token, name } = await aTalk({ origins: ['https://shop.example', 'https://other.example:8443'] });
    const matrix: [string, number, string | null][] = [
      ['https://shop.example', 201, 'https://shop.example'],
      ['https://other.example:8443', 201, 'https://other.example:8443'],
      [intake.url, 201, null],
      ['https://help.example', 201, null],
      ['https://other.example', 403, null],
      ['http://shop.example', 403, null],
      ['https://shop.example.evil.example', 403, null],
      ['https://evil.example', 403, null],
      ['null', 403, null],
    ];
    for (const [origin, status, allowed] of matrix) {
      const begun = await post(`${name}/conversations`, {}, { origin });
      expect([origin, begun.status]).toEqual([origin, status]);
      expect(begun.headers.get('access-control-allow-origin')).toBe(allowed);
      expect(begun.headers.get('set-cookie')).toBeNull();
      expect(begun.headers.get('access-control-allow-credentials')).toBeNull();
      const isLetIn = status === 201;
      const said = await post(`conversations/${token}/lines`, { key: newKey(), text: 'Hi' }, { origin });
      expect(said.status).toBe(isLetIn ? 200 : 403);
      expect((await ask(`conversations/${token}`, { headers: { origin } })).status).toBe(isLetIn ? 200 : 403);
      const preflight = await ask(`conversations/${token}/lines`, { method: 'OPTIONS', headers: { origin } });
      expect(preflight.status).toBe(isLetIn ? 204 : 403);
    }
    const refused = await post(`${name}/conversations`, {}, { origin: 'https://evil.example' });
    expect(refused.body).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('https://evil.example') });
    const wrong = await post(`${name}/conversations`, { language: 'xx' }, { origin: 'https://shop.example' });
    expect(wrong.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });
});

describe('A flood', () => {
  test('of new talks from one address is refused with the time to wait, and others are served', async () => {
    const { name } = await aChatbot(tested.database, { limits: { startsPerHour: 3, linesPerMinute: 10 } });
    const statuses: number[] = [];
    for (let begun = 0; begun < 5; begun += 1) statuses.push((await post(`${name}/conversations`, {})).status);
    expect(statuses).toEqual([201, 201, 201, 429, 429]);
    const refused = await post(`${name}/conversations`, {});
    expect(refused.body.code).toBe('TOO_MANY_REQUESTS');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await aChatbot(tested.database);
    expect((await post(`${other.name}/conversations`, {})).status).toBe(201);
  });

  test('of lines in one talk is refused, and another talk goes on', async () => {
    const { token, name } = await aTalk({ limits: { startsPerHour: 100, linesPerMinute: 5 } });
    const sent = await Promise.all(Array.from({ length: 12 }, (_, index) => say(token, `line ${index}`)));
    expect(sent.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(sent.filter(({ status }) => status === 429)).toHaveLength(7);
    const other = await post(`${name}/conversations`, {});
    expect((await say(other.body.conversation, 'Hi')).status).toBe(200);
  });

  test('of questions in one talk is refused early, and another talk is answered', async () => {
    const { token, name } = await aTalk();
    const ask200 = () => Promise.all(Array.from({ length: 200 }, () => ask(`conversations/${token}`)));
    const statuses = [...(await ask200()), ...(await ask200()), ...(await ask200()), ...(await ask200())];
    expect(statuses.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(600);
    const refused = statuses.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await say(token, 'Still heard')).status).toBe(200);
    const other = await post(`${name}/conversations`, {});
    expect((await ask(`conversations/${other.body.conversation}`)).status).toBe(200);
  });

  test('costs the database nothing once it is known', async () => {
    const { token } = await aTalk({ limits: { startsPerHour: 100, linesPerMinute: 1 } });
    await say(token, 'first');
    expect((await say(token, 'second')).status).toBe(429);
    let queries = 0;
    const count = () => (queries += 1);
    tested.database.on('query', count);
    for (let sent = 0; sent < 20; sent += 1) expect((await say(token, 'again')).status).toBe(429);
    tested.database.removeListener('query', count);
    expect(queries).toBe(0);
  });
});

test('A fault is noted by what and where it was, without a word of the visitor, and told as no more than a fault', async () => {
  const { token } = await aTalk();
  const logged: string[] = [];
  const { log } = intake.desk;
  const into = new PassThrough().on('data', (line: Buffer) => logged.push(line.toString()));
  intake.desk.log = createLog('intake', 'debug', into);
  await tested.database.raw('ALTER TABLE conversation_lines RENAME TO lines_that_are_gone');
  const refused = await say(token, 'My number is 4711, ayse@customer.example');
  await tested.database.raw('ALTER TABLE lines_that_are_gone RENAME TO conversation_lines');
  intake.desk.log = log;
  expect(refused).toMatchObject({ status: 500, body: { code: 'UNEXPECTED' } });
  expect(JSON.parse(logged[0] ?? '{}')).toMatchObject({ error: { code: '42P01', at: expect.any(Array) } });
  expect(logged.join('')).not.toMatch(/4711|ayse/);
  expect(logged.join('')).not.toContain(token);
  expect(JSON.stringify(refused.body)).not.toMatch(/lines_that|relation|4711/);
});

describe('Whoever waits for an answer', () => {
  test('gets a line when it is written, not when the wait is over', async () => {
    const { token } = await aTalk();
    const { body } = await ask(`conversations/${token}`);
    const waiting = ask(`conversations/${token}?after=0&wait=25&state=${body.state}`).then((answer) => ({
      answer,
      at: Date.now(),
    }));
    await untilWaiting(1);
    const saidAt = Date.now();
    await botSays(tested.database, token, { text: 'Hello' });
    const { answer, at } = await waiting;
    expect(answer.body.lines).toEqual([expect.objectContaining({ number: 1, author: 'bot', text: 'Hello' })]);
    expect(at - saidAt).toBeLessThan(5000);
  });

  test('hears that the talk has moved on without a line, and at once what he has missed', async () => {
    const { token } = await aTalk();
    const { body: before } = await ask(`conversations/${token}`);
    const waiting = ask(`conversations/${token}?wait=25&state=${before.state}`);
    await untilWaiting(1);
    await tested
      .database('conversations')
      .where({ id: talkId(token) })
      .update({ phase: 'handed-over', waiting_since: null });
    const { body: after } = await waiting;
    expect(after).toMatchObject({ phase: 'handed-over', isAnswering: false, lines: [] });
    expect(after.state).not.toBe(before.state);
    const missed = await ask(`conversations/${token}?wait=25&state=${before.state}`);
    expect(missed.body.state).toBe(after.state);
  });

  test('is told that there is nothing when his time is over', async () => {
    const { token } = await aTalk();
    const begunAt = Date.now();
    const { status, body } = await ask(`conversations/${token}?wait=1`);
    expect([status, body.lines]).toEqual([200, []]);
    expect(Date.now() - begunAt).toBeGreaterThanOrEqual(950);
  });

  test('shares one query with two hundred others, and leaves none behind when he goes', async () => {
    const { name } = await aChatbot(tested.database);
    const tokens: string[] = [];
    while (tokens.length < 200) tokens.push(await directTalk(name));
    const gone = new AbortController();
    const waiting = tokens.map((token) =>
      ask(`conversations/${token}?wait=25`, { signal: gone.signal }).catch(() => null),
    );
    await untilWaiting(200);
    const perSecond = await countQueries(1000);
    expect(perSecond).toBeGreaterThanOrEqual(1);
    expect(perSecond).toBeLessThanOrEqual(10);
    await botSays(tested.database, tokens[7] ?? '', { text: 'For the eighth' });
    expect((await waiting[7])?.body.lines).toHaveLength(1);
    gone.abort();
    await Promise.all(waiting);
    await until(async () => (await countQueries(600)) === 0);
  });

  async function directTalk(name: string): Promise<string> {
    const { id } = await findDesign(tested.database, 'chatbot', name);
    const start = {
      designId: id,
      version: 1,
      visitorId: 'C'.repeat(22),
      user: null,
      language: 'en' as const,
      pageUrl: null,
    };
    const { conversationId } = await startConversation(intake.desk, start);
    return talkToken(TEST_KEY, conversationId);
  }
});

/** Waiting shows in the watcher's query, which names every talk that somebody waits for. */
async function untilWaiting(count: number, database = tested.database): Promise<void> {
  await new Promise<void>((resolve) => {
    const hear = ({ sql, bindings }: { sql: string; bindings: unknown[] }) => {
      if (!sql.includes('AS word')) return;
      const ids = bindings.find((binding) => Array.isArray(binding));
      if (!Array.isArray(ids) || ids.length < count) return;
      seen += 1;
      if (seen < 2) return;
      database.removeListener('query', hear);
      resolve();
    };
    let seen = 0;
    database.on('query', hear);
  });
}

async function countQueries(milliseconds: number): Promise<number> {
  let queries = 0;
  const count = () => (queries += 1);
  tested.database.on('query', count);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  tested.database.removeListener('query', count);
  return queries;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}

describe('The intake', () => {
  test('goes on with those who wait when the database was away, and refuses nobody for long', async () => {
    const { token } = await aTalk();
    const address = new URL(tested.url);
    const proxy = new CuttableProxy({ host: address.hostname, port: Number(address.port) });
    address.port = String(await proxy.mend());
    address.hostname = '127.0.0.1';
    const throughProxy = connect(address.href, { schema: tested.schema, maxConnections: 4 });
    const other = await startIntake(throughProxy);
    try {
      const { body } = await ask(`conversations/${token}`, {}, other.url);
      const waiting = ask(`conversations/${token}?wait=25&state=${body.state}`, {}, other.url);
      await untilWaiting(1, throughProxy);
      await proxy.cut();
      const away = await post(`conversations/${token}/lines`, { key: 'sent-when-away', text: 'Hello?' }, {}, other.url);
      expect(away).toMatchObject({ status: 503, body: { code: 'DATABASE_UNREACHABLE' } });
      expect(away.headers.get('retry-after')).toBe('2');
      await proxy.mend();
      await botSays(tested.database, token, { text: 'Here again' });
      expect((await waiting).body.lines).toEqual([expect.objectContaining({ text: 'Here again' })]);
      const again = await post(
        `conversations/${token}/lines`,
        { key: 'sent-when-away', text: 'Hello?' },
        {},
        other.url,
      );
      expect(again).toMatchObject({ status: 200, body: { number: 2 } });
    } finally {
      await other.server.close();
      await throughProxy.destroy();
      await proxy.cut();
    }
  });

  test('answers all who wait when it stops', async () => {
    const talks = await Promise.all([aTalk(), aTalk(), aTalk()]);
    const other = await startIntake(tested.database);
    const waiting = talks.map(({ token }) => ask(`conversations/${token}?wait=25`, {}, other.url));
    await untilWaiting(3);
    const closedAt = Date.now();
    await other.server.close();
    for (const { status, headers, body } of await Promise.all(waiting)) {
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'TRANSIENT', '1']);
    }
    expect(Date.now() - closedAt).toBeLessThan(10_000);
  });

  test('lets few pages of one talk wait: one more is answered after a second, and pushes out none of the others', async () => {
    const { token } = await aTalk();
    const begunAt = Date.now();
    const waiting = Array.from({ length: 6 }, () => ask(`conversations/${token}?wait=10`));
    const further = await Promise.race(waiting);
    expect([further.status, further.body.lines]).toEqual([200, []]);
    expect(Date.now() - begunAt).toBeGreaterThanOrEqual(900);
    expect(Date.now() - begunAt).toBeLessThan(15_000);
    await say(token, 'Now');
    const answers = await Promise.all(waiting);
    expect(answers.filter(({ body }) => body.lines.length === 1)).toHaveLength(5);
  });
});
