import { imapAccount } from '../../domain/email-account.schema.ts';
import { startScriptedImap } from '../../test/scripted-imap.ts';
import type { ScriptedImap, ScriptedMail } from '../../test/scripted-imap.ts';
import { fetchNewMails } from './imap-mailbox.ts';
import type { FetchOptions, MailBatch } from './imap-mailbox.ts';

const mail = (uid: number, text = `mail ${uid}`): ScriptedMail => ({ uid, raw: `Subject: ${text}\r\n\r\n${text}\r\n` });
const password = async () => ({ kind: 'password' as const, password: 'secret' });

let imap: ScriptedImap;
beforeEach(async () => {
  imap = await startScriptedImap({ INBOX: { uidValidity: 7, mails: [mail(1), mail(2), mail(5)] } });
});
afterEach(() => imap.close());

function account(extra: object = {}) {
  const auth = { kind: 'password', secret: { env: 'X' } };
  return imapAccount.parse({ host: '127.0.0.1', port: imap.port, security: 'none', user: 'support', auth, ...extra });
}

async function fetchAll(cursors = {}, extra: object = {}, options: Partial<FetchOptions> = {}): Promise<MailBatch[]> {
  const batches: MailBatch[] = [];
  const fetching = fetchNewMails(account(extra), cursors, { credential: password, ...options });
  for await (const batch of fetching) batches.push(batch);
  return batches;
}

const uidsOf = (batches: MailBatch[]) => batches.flatMap((batch) => batch.items.map((item) => item.uid));

test('brings every mail of a mailbox that was never read, with its bytes and a cursor', async () => {
  const [batch] = await fetchAll();
  expect(batch).toMatchObject({ mailbox: 'INBOX', uidValidity: '7', lastUid: 5 });
  expect(batch?.items.map((item) => item.raw.toString())).toContain('Subject: mail 2\r\n\r\nmail 2\r\n');
  expect(batch?.items[0]).toMatchObject({
    oversized: false,
    unavailable: false,
    receivedAt: new Date('2026-11-02T07:00:00Z'),
  });
  expect(batch?.items[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('never marks a mail as seen: mailboxes are opened read-only and bodies are peeked at', async () => {
  await fetchAll();
  const said = imap.commands.join('\n');
  expect(said).toMatch(/EXAMINE/);
  expect(said).not.toMatch(/SELECT|STORE|BODY\[/);
});

test('brings only what came after the cursor, though the server always names its last mail', async () => {
  expect(uidsOf(await fetchAll({ INBOX: { uidValidity: '7', lastUid: 2 } }))).toEqual([5]);
  expect(await fetchAll({ INBOX: { uidValidity: '7', lastUid: 5 } })).toEqual([]);
  expect(await fetchAll({ INBOX: { uidValidity: '7', lastUid: 900 } })).toEqual([]);
});

test('a server that does not tell its next number brings nothing twice either', async () => {
  imap.mailboxes['INBOX'] = { uidValidity: 7, mails: [mail(1), mail(5)], hidesNextUid: true };
  expect(await fetchAll({ INBOX: { uidValidity: '7', lastUid: 5 } })).toEqual([]);
  expect(uidsOf(await fetchAll({ INBOX: { uidValidity: '7', lastUid: 1 } }))).toEqual([5]);
});

test('reads everything again when the mailbox was made anew and its numbers are void', async () => {
  const batches = await fetchAll({ INBOX: { uidValidity: '6', lastUid: 100 } });
  expect(uidsOf(batches)).toEqual([1, 2, 5]);
  expect(batches[0]?.uidValidity).toBe('7');
});

test('tells the new validity of an emptied mailbox too', async () => {
  imap.mailboxes['INBOX'] = { uidValidity: 8, mails: [] };
  expect(await fetchAll({ INBOX: { uidValidity: '7', lastUid: 5 } })).toEqual([
    { mailbox: 'INBOX', uidValidity: '8', items: [], lastUid: 0 },
  ]);
});

test('a thousand mails cost a few round trips, not one each', async () => {
  imap.mailboxes['INBOX'] = { uidValidity: 7, mails: Array.from({ length: 1000 }, (_, index) => mail(index + 1)) };
  const batches = await fetchAll();
  expect(uidsOf(batches)).toHaveLength(1000);
  expect(batches.map((batch) => batch.items.length)).toEqual([200, 200, 200, 200, 200]);
  expect(imap.commands.length).toBeLessThanOrEqual(15);
});

test('a batch holds no more bytes than it should, and the next is not fetched before this one is taken', async () => {
  imap.mailboxes['INBOX'] = { uidValidity: 7, mails: [1, 2, 3].map((uid) => mail(uid, 'x'.repeat(400))) };
  const fetching = fetchNewMails(account(), {}, { credential: password, batchBytes: 1000 });
  await fetching.next();
  const fetches = () => imap.commands.filter((command) => command.includes('PEEK')).length;
  expect(fetches()).toBe(1);
  expect((await fetching.next()).value?.items).toHaveLength(1);
  await fetching.return();
  expect(fetches()).toBe(2);
});

test('several mailboxes are read over one connection, each with its own cursor', async () => {
  imap.mailboxes['Info'] = { uidValidity: 3, mails: [mail(9)] };
  const batches = await fetchAll({ INBOX: { uidValidity: '7', lastUid: 2 } }, { mailboxes: ['INBOX', 'Info'] });
  expect(batches.map(({ mailbox, lastUid }) => [mailbox, lastUid])).toEqual([
    ['INBOX', 5],
    ['Info', 9],
  ]);
  expect(imap.commands.filter((command) => /LOGIN|AUTHENTICATE/.test(command))).toHaveLength(1);
});

test('of a mail above the limit only the beginning is fetched, also when the server told a smaller size', async () => {
  const large = `Subject: big\r\n\r\n${'x'.repeat(300_000)}`;
  imap.mailboxes['INBOX'] = {
    uidValidity: 7,
    mails: [{ uid: 1, raw: large }, { uid: 2, raw: large, saysSize: 10 }, mail(3)],
  };
  const [batch] = await fetchAll({}, { maxMailBytes: 100_000 });
  expect(batch?.items.map((item) => [item.oversized, item.raw.length])).toEqual([
    [true, 65_536],
    [true, 65_536],
    [false, expect.any(Number)],
  ]);
  expect(batch?.items[0]?.size).toBe(large.length);
});

test('a mail that the server cannot give is told of and holds up no other', async () => {
  imap.mailboxes['INBOX'] = {
    uidValidity: 7,
    mails: [mail(1), { ...mail(2), breaksFetch: true }, mail(3), { ...mail(4), leftOut: true }],
  };
  const [batch] = await fetchAll();
  expect(batch?.items.map(({ uid, unavailable }) => [uid, unavailable])).toEqual([
    [1, false],
    [2, true],
    [3, false],
    [4, true],
  ]);
});

test('a mail deleted by somebody between listing and fetching is simply not there', async () => {
  imap.mailboxes['INBOX'] = { uidValidity: 7, mails: [mail(1), mail(2)] };
  imap.before = (command) => {
    if (command.includes('PEEK')) imap.mailboxes['INBOX']?.mails.splice(0, 1);
    return undefined;
  };
  expect(uidsOf(await fetchAll())).toEqual([2]);
});

test('a mailbox that does not exist is named after the others were read', async () => {
  const batches: MailBatch[] = [];
  const read = async () => {
    const mailboxes = ['Gone', 'INBOX'];
    for await (const batch of fetchNewMails(account({ mailboxes }), {}, { credential: password })) batches.push(batch);
  };
  await expect(read()).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('"Gone"') });
  expect(uidsOf(batches)).toEqual([1, 2, 5]);
});

test('a refused login tells the server’s words and never the secret', async () => {
  imap.accepts.passwords = ['other'];
  const error: Error & { details?: unknown } = await fetchAll().catch((reason) => reason);
  expect(error).toMatchObject({
    code: 'MAIL_LOGIN_REJECTED',
    details: { serverSaid: expect.stringContaining('who are you') },
  });
  expect(JSON.stringify([error.message, error.details, error.stack])).not.toContain('secret');
});

test('a token that the server refuses is renewed once', async () => {
  imap.accepts.tokens = ['fresh'];
  const asked: (string | undefined)[] = [];
  const credential = async (rejectedToken?: string) => {
    asked.push(rejectedToken);
    return { kind: 'token' as const, accessToken: rejectedToken ? 'fresh' : 'stale' };
  };
  expect(uidsOf(await fetchAll({}, {}, { credential }))).toEqual([1, 2, 5]);
  expect(asked).toEqual([undefined, 'stale']);
});

test('a server that is not there, drops the line or falls silent is unreachable, within the time allowed', async () => {
  imap.before = (command) => (command.includes('PEEK') ? 'drop' : undefined);
  await expect(fetchAll()).rejects.toMatchObject({ code: 'MAIL_UNREACHABLE' });
  imap.before = (command) => (command.includes('EXAMINE') ? 'hang' : undefined);
  const startedAt = Date.now();
  await expect(fetchAll({}, {}, { timeoutMilliseconds: 300 })).rejects.toMatchObject({ code: 'MAIL_UNREACHABLE' });
  expect(Date.now() - startedAt).toBeLessThan(5000);
  await imap.close();
  await expect(fetchAll()).rejects.toMatchObject({ code: 'MAIL_UNREACHABLE' });
});

test('stops at once when told to, and leaves no connection behind', async () => {
  const stop = new AbortController();
  imap.before = (command) => {
    if (!command.includes('PEEK')) return undefined;
    stop.abort(new Error('shutting down'));
    return 'hang';
  };
  await expect(fetchAll({}, {}, { signal: stop.signal })).rejects.toThrow('shutting down');
  while (imap.connections() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});

test('leaving the loop early closes the connection', async () => {
  for await (const batch of fetchNewMails(account(), {}, { credential: password })) if (batch) break;
  while (imap.connections() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(imap.commands.at(-1)).toMatch(/LOGOUT/);
});
