import { randomBytes } from 'node:crypto';
import type { FetchedMail, MailBatch } from '../channels/email/imap-mailbox.ts';
import { closeMailThreads } from '../channels/email/parse-mail-safely.ts';
import { hashOf } from '../database/files.ts';
import { findSource, readCursor, type Source } from '../database/sources.ts';
import type { ImapAccount } from '../domain/email-account.schema.ts';
import { aSource } from '../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { commitMailBatch, planMailBatch } from './commit-mail-batch.ts';
import type { Tools } from './tools.ts';

let test_: TestDatabase;
let tools: Tools;
let source: Source;
const account = { maxMailBytes: 1_000_000 } as ImapAccount;
const errors: object[] = [];

beforeAll(async () => {
  test_ = await testDatabase();
  source = await findSource(test_.database, (await aSource(test_.database)).id);
  tools = {
    database: test_.database,
    replyKey: null,
    failPoint: () => Promise.resolve(),
    // Looks go nowhere here: no engine is asked.
    client: { withDeadline: () => Promise.reject(new Error('no engine')) },
    log: { warn: () => {}, error: (words: object) => errors.push(words) },
  } as unknown as Tools;
});
afterAll(async () => {
  await closeMailThreads();
  await test_.drop();
});

function batchOf(firstUid: number, subjects: string[]): MailBatch {
  const items = subjects.map((subject, index): FetchedMail => {
    const id = randomBytes(6).toString('hex');
    const raw = Buffer.from(
      `From: Ada <${id}@customer.test>\r\nTo: support@sample.test\r\nMessage-ID: <${id}@customer.test>\r\nSubject: ${subject}\r\n\r\nHello\r\n`,
    );
    const sha256 = hashOf(raw).toString('hex');
    return {
      uid: firstUid + index,
      raw,
      sha256,
      size: raw.length,
      oversized: false,
      unavailable: false,
    } as FetchedMail;
  });
  return { mailbox: 'INBOX', uidValidity: '7', items, lastUid: firstUid + subjects.length - 1 };
}

async function commit(batch: MailBatch): Promise<number> {
  const work = { source, account, batch };
  return commitMailBatch(tools, work, await planMailBatch(tools, work));
}

/** PostgreSQL refuses a ticket with this subject, in a way that no other try mends. */
async function refuse(subject: string): Promise<void> {
  await test_.database.raw(`
    CREATE FUNCTION ${test_.schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF new.subject = '${subject}' THEN RAISE EXCEPTION 'refused' USING ERRCODE = '22000'; END IF; RETURN new; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON tickets FOR EACH ROW EXECUTE FUNCTION ${test_.schema}.refuse()`);
}

async function subjects(): Promise<string[]> {
  return test_.database('tickets').orderBy('number').pluck<string[]>('subject');
}

test('a mail that the desk stumbles over is parked with its bytes, and the others of its batch become one ticket each', async () => {
  await refuse('Poison');
  const batch = batchOf(1, ['Before', 'Poison', 'After']);
  await commit(batch);
  expect(await subjects()).toEqual(['Before', 'After']);
  const items = await test_.database('inbound_items').orderBy('external_id').select();
  expect(items.map(({ state }) => state)).toEqual(['taken', 'parked', 'taken']);
  expect(items[1]).toMatchObject({ error_code: 'UNEXPECTED', ticket_id: null });
  const kept = await test_.database('raw_items').where({ sha256: items[1].raw_sha256 }).first('size');
  expect(kept).toEqual({ size: batch.items[1]!.raw.length });
  expect(errors).toHaveLength(1);
  expect(await test_.database('inputs').where({ kind: 'opening', state: 'waiting' })).toHaveLength(2);
  expect(await readCursor(test_.database, source.id, 'INBOX')).toEqual({ uidValidity: '7', lastUid: 3 });
  // A poll that died before it knew of its commit fetches the same again.
  await commit(batch);
  expect(await subjects()).toEqual(['Before', 'After']);
});

test('two workers that took the same batch in at once open each ticket once', async () => {
  const batch = batchOf(10, ['Twice one', 'Twice two']);
  const work = { source, account, batch };
  const [one, other] = [await planMailBatch(tools, work), await planMailBatch(tools, work)];
  await Promise.all([commitMailBatch(tools, work, one), commitMailBatch(tools, work, other)]);
  expect((await subjects()).filter((subject) => subject.startsWith('Twice'))).toEqual(['Twice one', 'Twice two']);
});

test('a lost connection parks nothing: the batch is fetched again by the next poll', async () => {
  const batch = batchOf(20, ['Cut line']);
  const work = { source, account, batch };
  const cut = Object.assign(new Error('terminating connection'), { code: '57P01' });
  const broken = {
    ...tools,
    failPoint: (point: string) => (point === 'arrive:before-commit' ? Promise.reject(cut) : Promise.resolve()),
  } as Tools;
  await expect(commitMailBatch(broken, work, await planMailBatch(tools, work))).rejects.toBe(cut);
  expect(await test_.database('inbound_items').where('external_id', 'like', 'INBOX/7/20/%')).toEqual([]);
  expect(await readCursor(test_.database, source.id, 'INBOX')).toMatchObject({ lastUid: 11 });
  await commit(batch);
  expect((await subjects()).at(-1)).toBe('Cut line');
});
