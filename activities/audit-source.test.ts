import { createMailCredentials } from '../channels/email/mail-credentials.ts';
import { createTokenCache } from '../channels/email/oauth2.ts';
import { fetchNewMails } from '../channels/email/imap-mailbox.ts';
import { closeMailThreads } from '../channels/email/parse-mail-safely.ts';
import { createSecrets } from '../channels/secrets.ts';
import { auditSource } from '../client/audit-source.ts';
import { recordItem } from '../database/inbound-items.ts';
import { commitNews } from '../database/platform/commit-news.ts';
import { findSource, readCursor, saveSource, type Source } from '../database/sources.ts';
import { theDesk } from '../domain/actor.ts';
import { imapAccount } from '../domain/email-account.schema.ts';
import type { PlatformItem } from '../domain/platform/platform-item.ts';
import { openMailSandbox, type MailSandboxInTest } from '../test/support/mail-sandbox.ts';
import { aComment } from '../test/support/platform-desk.ts';
import { startScriptedPlatform, type ScriptedPlatform } from '../test/support/scripted-platform.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { auditAccess } from './audit-access.ts';
import { commitMailBatch, planMailBatch } from './commit-mail-batch.ts';
import type { Tools } from './tools.ts';

let desk: TestDatabase;
let platform: ScriptedPlatform;
let mail: MailSandboxInTest;
let tools: Tools;
const now = () => new Date().toISOString();
const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const quiet = { warn: () => {}, error: () => {} };

beforeAll(async () => {
  [desk, platform, mail] = await Promise.all([testDatabase(), startScriptedPlatform(), openMailSandbox()]);
  const { database } = desk;
  const secrets = createSecrets(Buffer.alloc(32, 5));
  const environment = { TOKEN: 'tok', MAIL_PASSWORD: 'secret' };
  tools = {
    database,
    replyKey: null,
    failPoint: () => Promise.resolve(),
    // Looks go nowhere here: no engine is asked.
    client: { withDeadline: () => Promise.reject(new Error('no engine')) },
    credentials: createMailCredentials({ secrets, environment, tokens: createTokenCache() }),
    platforms: { database, secrets, environment, channels: [platform.channel] },
    log: quiet,
  } as unknown as Tools;
  platform.accounts.set('tok', { id: '77', name: '@shop', tokenEndsAt: null });
});
afterAll(async () => {
  await closeMailThreads();
  await Promise.all([platform.close(), mail.stop()]);
  await desk.drop();
});

async function saved(channel: 'instagram' | 'email', settings: Record<string, unknown>): Promise<Source> {
  const save = { id: null, channel, name: channel, settings, senderId: null, tags: [], pollIntervalSeconds: 60 };
  const id = await saveSource(desk.database, { ...save, acknowledgement: null, actor: theDesk, now: now() });
  return findSource(desk.database, id);
}

function audit(source: Source, bring = false, minutes: [number, number] = [-60, 60]) {
  return auditSource(auditAccess(tools), { source, from: at(minutes[0]), to: at(minutes[1]), bring, actor: theDesk });
}

function comment(id: string, extra: Partial<PlatformItem> = {}): PlatformItem {
  return aComment({
    id,
    place: { id: 'post', title: 'Lamp', url: null },
    author: { id: '5', handle: 'ada', name: null },
    text: `Is   lamp ${id}\nstill there? ${'🙂'.repeat(60)}`,
    writtenAt: now(),
    ...extra,
  });
}

test('what a platform holds and the desk never heard of is listed, and brought in on request', async () => {
  const { id } = await saved('instagram', { baseUrl: platform.baseUrl, token: { env: 'TOKEN' } });
  await desk.database('sources').where({ id }).update({ account_id: '77', account_name: '@shop' });
  const source = await findSource(desk.database, id);
  platform.items = [
    comment('1'),
    comment('2'),
    comment('3', { parentId: '4', author: { id: '6', handle: 'can', name: null } }),
    comment('4'),
    comment('own', { isOwn: true }),
    comment('old', { writtenAt: at(-90) }),
  ];
  const access = { database: desk.database, log: quiet, lookAt: () => {} };
  await commitNews(access, { source, news: [{ kind: 'item', item: platform.items[0]! }], now: now() });
  // What was parked or ignored is known too.
  const parked = { sourceId: id, externalId: 'instagram:77:2', state: 'parked' as const, reason: null };
  await recordItem(desk.database, { ...parked, contentSha256: null, rawSha256: null, now: now() });

  const found = await audit(source);
  expect(found).toMatchObject({ heldCount: 4, broughtCount: 0, error: null });
  expect(found.missing.map(({ itemId }) => itemId)).toEqual(['3', '4']);
  expect([...found.missing[0]!.hint]).toHaveLength(60);
  expect(found.missing[0]!.hint).toMatch(/^Is lamp 3 still there\?/);

  expect(await audit(source, true)).toMatchObject({ broughtCount: 2, error: null });
  expect(await audit(source)).toMatchObject({ heldCount: 4, missing: [], broughtCount: 0 });
  expect(await desk.database('source_cursors').where({ source_id: id })).toEqual([]);
  expect(await desk.database('source_audits').where({ source_id: id })).toHaveLength(3);
});

test('an audit that the platform cuts short tells why, and a dead token stops the source', async () => {
  const source = await findSource(desk.database, 'instagram');
  platform.faults.set('/items', 503);
  expect(await audit(source)).toMatchObject({ heldCount: 0, error: { code: 'PLATFORM_UNREACHABLE' } });
  platform.faults.set('/items', 401);
  expect(await audit(source)).toMatchObject({ error: { code: 'PLATFORM_LOGIN_REJECTED' } });
  platform.faults.clear();
  const stopped = await findSource(desk.database, source.id);
  expect(stopped.stoppedAt).not.toBeNull();
  await expect(audit(stopped)).rejects.toThrow('instagram is stopped (PLATFORM_LOGIN_REJECTED); mend that first');
});

test('nothing is brought to a source that is off, and what is only pushed to cannot be compared', async () => {
  const source = { ...(await findSource(desk.database, 'instagram')), stoppedAt: null, isOn: false };
  await expect(audit(source, true)).rejects.toMatchObject({ code: 'REFUSED' });
  await expect(audit(source, false, [60, -60])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  const open: typeof platform.channel.open = (given) => ({ ...platform.channel.open(given), list: null });
  const platforms = { ...tools.platforms, channels: [{ ...platform.channel, open }] };
  const auditing = { source, from: at(-60), to: at(60), bring: false, actor: theDesk };
  await expect(auditSource(auditAccess({ ...tools, platforms }), auditing)).rejects.toThrow('is only pushed to');
});

test('a mail that a mailbox holds and the desk never took in is listed, and brought in without moving where polls go on', async () => {
  const append = (subject: string) =>
    mail.admin(
      'POST',
      '/mailboxes/support/messages',
      `From: Ada <ada@customer.test>\r\nTo: support@sample.test\r\nMessage-ID: <${subject}@x.test>\r\nSubject: ${subject}\r\n\r\nHello\r\n`,
    );
  for (const subject of ['One', 'Two', 'Three']) await append(subject);
  const auth = { kind: 'password', secret: { env: 'MAIL_PASSWORD' } };
  const server = { host: '127.0.0.1', port: mail.imapPort, security: 'none', user: 'support' };
  const source = await saved('email', { ...server, auth, addresses: ['support@sample.test'] });
  const account = imapAccount.parse(source.settings);
  const poll = async (leaveOut: number | null) => {
    const credential = () => Promise.resolve({ kind: 'password' as const, password: 'secret' });
    const cursor = await readCursor<{ uidValidity: string; lastUid: number }>(desk.database, source.id, 'INBOX');
    for await (const batch of fetchNewMails(account, { INBOX: cursor ?? undefined }, { credential })) {
      const items = batch.items.filter(({ uid }) => uid !== leaveOut);
      const work = { source, account, batch: { ...batch, items } };
      await commitMailBatch(tools, work, await planMailBatch(tools, work));
    }
    return readCursor(desk.database, source.id, 'INBOX');
  };
  const subjects = () => desk.database('tickets').where({ channel: 'email' }).orderBy('number').pluck('subject');
  const cursor = await poll(2);
  expect(await subjects()).toEqual(['One', 'Three']);

  expect(await audit(source, false, [-120, -60])).toMatchObject({ heldCount: 0, missing: [] });
  const found = await audit(source);
  expect(found).toMatchObject({ heldCount: 3, missing: [{ hint: 'Two' }], error: null });
  await append('Four');
  expect(await audit(source, true)).toMatchObject({ broughtCount: 2, error: null });
  expect(await subjects()).toEqual(['One', 'Three', 'Two', 'Four']);
  expect(await readCursor(desk.database, source.id, 'INBOX')).toEqual(cursor);
  await poll(null);
  expect(await subjects()).toEqual(['One', 'Three', 'Two', 'Four']);
  expect((await audit(source)).missing).toEqual([]);
});
