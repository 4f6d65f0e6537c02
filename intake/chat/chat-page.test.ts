import { gzipSync } from 'node:zlib';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { aChatbot, startIntake } from './chat-in-test.ts';
import { loadPageFiles } from './page-files.ts';

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

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(intake.url + path, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const hostile = `"><script>alert(1)</script>'&\u202E`;

test('The chat page is in the language of its chatbot and runs nothing but our own script', async () => {
  const { name } = await aChatbot(tested.database, {
    language: 'tr',
    title: hostile,
    origins: ['https://shop.example'],
  });
  const { status, headers, text } = await get(`/chat/${name}`);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(text).toContain('<html lang="tr">');
  expect(text).toContain('Mesajınız');
  expect(text).not.toContain('<script>alert');
  expect(text.match(/<script/g)).toHaveLength(1);
  expect(text).not.toMatch(/style="|onclick|https?:/);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
  expect(policy).toMatch(/frame-ancestors 'self' https:\/\/shop\.example$/);
  expect(policy).not.toContain('unsafe');
  expect(headers.get('set-cookie')).toBeNull();
});

test('Its script and style come from here, stay in the browser, and are small enough for a phone', async () => {
  const { name } = await aChatbot(tested.database);
  const { text } = await get(`/chat/${name}`);
  const addresses = [...text.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)].map(([, address]) => `/chat/${address}`);
  expect(addresses).toHaveLength(2);
  for (const address of addresses) {
    const file = await get(address);
    expect([file.status, file.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  }
  expect((await get('/chat/assets/chat.js?v=older')).headers.get('cache-control')).toBe('no-cache');
  const files = Object.values(loadPageFiles());
  for (const file of files) expect(Buffer.byteLength(file.text)).toBeLessThanOrEqual(20 * 1024);
  const packed = files.reduce((sum, file) => sum + gzipSync(file.text).length, 0);
  expect(packed).toBeLessThan(15 * 1024);
});

test('What visitors wrote never becomes markup: the scripts use no way to make it one', () => {
  for (const { text } of Object.values(loadPageFiles())) {
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|DOMParser/);
  }
});

test('A visitor who finds no chat is told so in his language', async () => {
  const missing = await get('/chat/nobody', { 'accept-language': 'tr-TR,tr;q=0.9,en;q=0.8' });
  expect(missing.status).toBe(404);
  expect(missing.text).toContain('Bu adreste bir sohbet yok.');
  const { name } = await aChatbot(tested.database);
  await tested.database('sources').update({ is_on: false }).where('name', `Help ${name}`);
  const away = await get(`/chat/${name}`, { 'accept-language': 'en' });
  expect(away.status).toBe(410);
  expect(away.text).toContain('This chat is not available now.');
});

test('A site embeds the chat by one script that names its origins and cannot be broken out of', async () => {
  const { name } = await aChatbot(tested.database, { title: `${hostile}2`, origins: ['https://shop.example'] });
  const { status, headers, text } = await get(`/chat/${name}/embed.js`);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(text).not.toContain('<script>');
  const settings = /settings = (\{.*\});/.exec(text)?.[1] ?? '';
  expect(JSON.parse(settings)).toEqual({
    name,
    origins: ['https://shop.example'],
    title: `${hostile}2`,
    language: 'en',
  });
  expect((await get('/chat/nobody/embed.js')).status).toBe(404);
});
