import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { pollPlatform } from '../activities/poll-platform.ts';
import type { Tools } from '../activities/tools.ts';
import { createSecrets } from '../channels/secrets.ts';
import { auditSource } from '../client/audit-source.ts';
import { openAccount } from '../client/open-account.ts';
import type { PlatformAccess } from '../client/platform-access.ts';
import { savePlatformSource } from '../client/save-platform-source.ts';
import { switchSourceOn } from '../client/switch-source-on.ts';
import { findSource, type Source } from '../database/sources.ts';
import { theDesk } from '../domain/actor.ts';
import type { PlatformWrite } from '../domain/platform/platform-write.ts';
import { expectEveryTicketFolds } from '../test/support/every-ticket-folds.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { guestbookChannel } from './new-channel/guestbook-channel.ts';

const TOKEN = 'guest-token';
const now = () => new Date().toISOString();

/** The platform of the page's example, in its own few lines: entries, changes to them, answers. */
let changes: Record<string, unknown>[];
let answers: { entryId: string; text: string }[];
/** An answer is taken, and the line breaks before that is told. */
let isCut: boolean;
let server: Server;
let desk: TestDatabase;
let access: PlatformAccess;
let source: Source;

beforeAll(async () => {
  desk = await testDatabase();
  server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://guestbook');
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return void response.writeHead(401).end();
    const [, entryId = ''] = /^\/entries\/(\w+)/.exec(pathname) ?? [];
    if (request.method === 'POST') {
      const { text } = (await json(request)) as { text: string };
      answers.push({ entryId, text });
      return isCut ? void request.socket.destroy() : void response.end(JSON.stringify({ id: `a${answers.length}` }));
    }
    const after = Number(searchParams.get('after'));
    const told: Record<string, unknown> = {
      '/me': { id: 'g1', name: 'Guestbook of the shop' },
      '/changes': { changes: changes.slice(after).map(asItStands), last: changes.length },
    };
    const entry = changes.findLast(({ id }) => id === entryId);
    response
      .writeHead(told[pathname] || entry ? 200 : 404)
      .end(JSON.stringify(told[pathname] ?? asItStands(entry ?? {})));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const secrets = createSecrets(Buffer.alloc(32, 7));
  access = { database: desk.database, secrets, environment: {}, channels: [guestbookChannel] };
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await desk.drop();
});
beforeEach(() => {
  [changes, answers, isCut] = [[], [], false];
});
afterEach(() => expectEveryTicketFolds(desk.database));

function asItStands(change: Record<string, unknown>): Record<string, unknown> {
  const given = answers.map(({ entryId, text }, index) => ({ entryId, id: `a${index + 1}`, text, at: now() }));
  return { ...change, answers: given.filter(({ entryId }) => entryId === change['id']) };
}

function entry(id: string, text: string, more: object = {}): Record<string, unknown> {
  return { id, at: '2026-11-20T09:00:00Z', editedAt: null, author: { id: 'p1', name: 'Ayşe' }, text, ...more };
}

async function saveGuestbook(name: string, token: string): Promise<Source> {
  const { port } = server.address() as AddressInfo;
  const { sourceId } = await savePlatformSource(access, {
    source: null,
    channel: guestbookChannel.channel,
    name,
    given: { token: { text: token }, baseUrl: `http://127.0.0.1:${port}` },
    tags: [],
    pollIntervalSeconds: null,
    senderId: null,
    acknowledgement: null,
    actor: theDesk,
    now: now(),
    desk: null,
  });
  return findSource(desk.database, sourceId);
}

/** Polls it as a worker does, with nobody to tell. */
function poll() {
  const client = { withDeadline: () => Promise.reject(new Error('no engine')) };
  const log = { warn: () => {}, error: () => {} };
  const tools = { database: desk.database, platforms: access, client, log } as unknown as Tools;
  return pollPlatform(tools, source, new AbortController().signal);
}

const ticketsOf = () => desk.database('tickets').where({ source_id: source.id }).orderBy('number').select();

test('the page shows the example as it stands here', () => {
  const page = readFileSync(new URL('new-channel.md', import.meta.url), 'utf8');
  const file = readFileSync(new URL('new-channel/guestbook-channel.ts', import.meta.url), 'utf8');
  const [, shown] = /```ts\n(.*?)```/s.exec(page) ?? [];
  // In its own folder beside the other channels, and named among them.
  const there = file.replaceAll("'../../channels/", "'../").replace(' as string as Channel,', ',');
  expect(shown).toBe(there.replace("import type { Channel } from '../../domain/channel.ts';\n", ''));
});

test('an account with a wrong token is not switched on, one that works is', async () => {
  const wrong = await saveGuestbook('Wrong', 'other');
  const switching = { actor: theDesk, now: now(), desk: null };
  const refused = switchSourceOn(access, { source: wrong, ...switching });
  await expect(refused).rejects.toMatchObject({ code: 'PLATFORM_LOGIN_REJECTED', effect: 'stop' });
  source = await saveGuestbook('Guestbook', TOKEN);
  expect(await switchSourceOn(access, { source, ...switching })).toMatchObject({ accountId: 'g1' });
  source = await findSource(desk.database, source.id);
});

test('entries become tickets once, an edit a message, a removal an event, and what nobody can read is parked', async () => {
  changes = [entry('e1', 'Kargom gelmedi'), { odd: true }];
  expect(await poll()).toMatchObject({ errorCode: null });
  await poll();
  expect(await ticketsOf()).toMatchObject([{ subject: 'Kargom gelmedi' }]);
  expect(await desk.database('inbound_items').where({ state: 'parked' })).toHaveLength(1);

  changes.push(entry('e1', 'Kargom hâlâ gelmedi', { editedAt: '2026-11-20T10:00:00Z' }));
  changes.push({ removedId: 'e1', at: '2026-11-20T11:00:00Z' });
  source = await findSource(desk.database, source.id);
  await poll();
  const [ticket] = await ticketsOf();
  expect(ticket).toMatchObject({ platform: { isRemoved: true } });
  const messages = await desk.database('messages').where({ ticket_id: ticket?.['id'] }).orderBy('number').pluck('text');
  expect(messages).toEqual(['Kargom gelmedi', 'Kargom hâlâ gelmedi']);
});

test('an answer whose confirmation is lost is found when it is looked up, and stands there once', async () => {
  changes = [entry('e2', 'Açık mısınız?')];
  const { account } = openAccount(access, source);
  const planned = { plannedAt: now(), placeId: null, takenIds: [] };
  const write: PlatformWrite = { act: 'reply', itemId: 'e2', text: 'Evet, 18:00’e kadar.', ...planned };
  const attempt = () => ({ deadline: Date.now() + 3000, signal: new AbortController().signal });
  expect(await account.lookUp(write)).toEqual({ outcome: 'absent' });
  isCut = true;
  expect(await account.write(write, attempt())).toMatchObject({ outcome: 'unsure' });
  expect(await account.lookUp(write)).toMatchObject({ outcome: 'sent', id: 'a1' });
  expect(answers).toHaveLength(1);
  isCut = false;
  expect(await account.write({ ...write, act: 'hide', text: null }, attempt())).toMatchObject({ outcome: 'refused' });
  expect(await account.write({ ...write, text: 'Bir daha.' }, attempt())).toMatchObject({ outcome: 'sent', id: 'a2' });
});

test('the gap audit finds what was never told', async () => {
  changes = [entry('e1', 'Kargom gelmedi'), entry('e3', 'Beni unuttunuz')];
  const period = { from: '2026-11-19T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' };
  const auditing = { source, ...period, bring: false, actor: theDesk };
  const found = await auditSource({ ...access, mailHoldings: null, lookAt: () => {} }, auditing);
  expect(found).toMatchObject({ heldCount: 2, missing: [{ itemId: 'e3', hint: 'Beni unuttunuz' }], error: null });
});
