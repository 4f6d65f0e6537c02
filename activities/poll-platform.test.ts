import type { PlatformAccount, PlatformChannel, ScanRequest } from '../channels/platform-channel.ts';
import { readRaw } from '../database/files.ts';
import { findSource, readCursor, type Source } from '../database/sources.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import type { PlatformItem, PlatformNews } from '../domain/platform/platform-item.ts';
import { aComment, anAccount, aQuestion, factsOf, item } from '../test/support/platform-desk.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { pollPlatform } from './poll-platform.ts';
import { retryInbound } from './retry-inbound.ts';
import type { Tools } from './tools.ts';

let desk: TestDatabase;
let source: Source;
let tools: Tools;

/** What stands at the platform; each batch of a scan may be a fault instead. */
let standing: PlatformItem[];
let batches: (PlatformNews[] | Error)[];
let asked: ScanRequest[];
let found: { itemId: string; placeId: string | null }[];
let told: PlatformNews[];

const account = {
  async *scan(request: ScanRequest) {
    asked.push(request);
    for (const [index, news] of batches.entries()) {
      if (news instanceof Error) throw news;
      yield { news, cursor: { batch: index + 1 } };
    }
  },
  find: (itemId: string, placeId: string | null) => {
    found.push({ itemId, placeId });
    return Promise.resolve(standing.find(({ id }) => id === itemId) ?? null);
  },
} as unknown as PlatformAccount;

const channel = {
  channel: 'instagram',
  fields: [],
  readSettings: (settings: Record<string, unknown>) => settings,
  budgets: [],
  open: () => account,
  webhook: { read: () => [{ accountId: null, news: told }] },
} as unknown as PlatformChannel;

beforeAll(async () => {
  desk = await testDatabase();
  const { database } = desk;
  tools = {
    database,
    platforms: { database, secrets: {}, environment: {}, channels: [channel] },
    // Looks go nowhere here: no engine is asked.
    client: { withDeadline: () => Promise.reject(new Error('no engine')) },
    log: { warn: () => {}, error: () => {} },
  } as unknown as Tools;
});
afterAll(() => desk.drop());
beforeEach(async () => {
  source = await anAccount(desk.database, 'instagram');
  [standing, batches, asked, found, told] = [[], [], [], [], []];
});

async function poll() {
  source = await findSource(desk.database, source.id);
  const result = await pollPlatform(tools, source, new AbortController().signal);
  source = await findSource(desk.database, source.id);
  return result;
}

const ticketsOf = () => desk.database('tickets').where({ source_id: source.id }).orderBy('number');
const set = (values: object) => desk.database('sources').where({ id: source.id }).update(values);

test('a poll takes everything in, with its cursor, and looks at everything at first and every six hours', async () => {
  batches = [[item(aComment())], [item(aComment()), item(aComment({ isOwn: true }))]];
  expect(await poll()).toEqual({ itemCount: 3, errorCode: null });
  expect(await ticketsOf()).toHaveLength(2);
  expect(await readCursor(desk.database, source.id, 'scan')).toEqual({ batch: 2 });
  expect(source).toMatchObject({ lastErrorCode: null, lastItemAt: expect.any(Date), fullScanAt: expect.any(Date) });
  await poll();
  await set({ full_scan_at: new Date(Date.now() - 6 * 3_600_000) });
  await poll();
  expect(asked.map(({ isFull, cursor }) => [isFull, cursor])).toEqual([
    [true, null],
    [false, { batch: 2 }],
    [true, { batch: 2 }],
  ]);
});

test('a source that is off, stopped or told to wait is not asked', async () => {
  for (const state of [{ is_on: false }, { is_on: true, stopped_at: new Date() }]) {
    await set(state);
    await poll();
  }
  await set({ stopped_at: null, waits_until: new Date(Date.now() + 60_000) });
  await poll();
  expect(asked).toEqual([]);
  await set({ waits_until: new Date(Date.now() - 1000) });
  await poll();
  expect(asked).toHaveLength(1);
  expect(source.waitsUntil).toBeNull();
});

test('what was read before a fault stands, the fault stands on the source, and the next poll goes on from there', async () => {
  const comments = [aComment(), aComment()];
  batches = [[item(comments[0]!)], new PlatformFault('PLATFORM_LOGIN_REJECTED', 'the token ended', { effect: 'stop' })];
  expect(await poll()).toEqual({ itemCount: 1, errorCode: 'PLATFORM_LOGIN_REJECTED' });
  expect(source).toMatchObject({
    lastErrorCode: 'PLATFORM_LOGIN_REJECTED',
    lastError: 'the token ended',
    stoppedAt: expect.any(Date),
    fullScanAt: null,
  });
  expect(await ticketsOf()).toHaveLength(1);
  await set({ stopped_at: null });
  batches = [comments.map(item)];
  await poll();
  expect(asked.map(({ cursor }) => cursor)).toEqual([null, { batch: 1 }]);
  expect(await ticketsOf()).toHaveLength(2);
  expect(source.lastErrorCode).toBeNull();
});

test('a fault from before its owner mended the source does not stop it again', async () => {
  batches = [new PlatformFault('PLATFORM_LOGIN_REJECTED', 'the token ended', { effect: 'stop' })];
  const asItWas = source;
  await set({ version: source.version + 1 });
  await pollPlatform(tools, asItWas, new AbortController().signal);
  expect((await findSource(desk.database, source.id)).stoppedAt).toBeNull();
  // If the new token is no better, the next poll says so.
  await poll();
  expect(source.stoppedAt).not.toBeNull();
});

test('what a whole listing lacks is asked for: gone is only what is not found, and what a fault left is asked for again', async () => {
  const [stays, moved, gone] = [aComment(), aComment(), aComment()];
  batches = [[item(stays), item(moved), item(gone)]];
  await poll();
  const place = stays.place!;
  standing = [stays, moved];
  batches = [[{ kind: 'place', place, itemCount: 1, itemIds: [stays.id] }]];
  await poll();
  const missed = [moved.id, gone.id].toSorted().map((itemId) => ({ itemId, placeId: place.id }));
  expect(found).toEqual(missed);
  const facts = await Promise.all((await ticketsOf()).map(({ id }) => factsOf(desk.database, id)));
  expect(facts.map((all) => all.includes('comment.removed'))).toEqual([false, false, true]);
  expect(await asked.at(-1)!.countsOf([place.id])).toEqual(new Map([[place.id, 1]]));
  const { find } = account;
  account.find = () => Promise.reject(new PlatformFault('PLATFORM_UNREACHABLE', 'no answer', { effect: 'retry' }));
  expect((await poll()).errorCode).toBe('PLATFORM_UNREACHABLE');
  account.find = find;
  expect(await asked.at(-1)!.countsOf([place.id])).toEqual(new Map());
});

test('questions that wait for an answer are asked for by the scan, answered ones are not', async () => {
  const open = aQuestion();
  batches = [[item(open), item(aQuestion({ status: 'ANSWERED' })), item(aComment())]];
  await poll();
  await poll();
  expect(asked.at(-1)!.openItemIds).toEqual([open.id]);
});

test('a warning of the platform stands on the source until a poll goes without', async () => {
  batches = [[{ kind: 'warning', code: 'PLATFORM_CONTRADICTS', message: '3 counted, none shown' }]];
  await poll();
  expect(source).toMatchObject({ lastErrorCode: 'PLATFORM_CONTRADICTS', lastError: '3 counted, none shown' });
  batches = [];
  await poll();
  expect(source.lastErrorCode).toBeNull();
});

describe('a parked item is tried again', () => {
  const parked = async (state = 'parked'): Promise<string> => {
    const { id } = await desk.database('inbound_items').where({ source_id: source.id, state }).first();
    return id;
  };

  test('from what was kept, once the desk stumbles no more', async () => {
    const poison = aComment({ text: 'Poison' });
    await desk.database.raw(`
      CREATE FUNCTION ${desk.schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF new.text = 'Poison' THEN RAISE EXCEPTION 'refused' USING ERRCODE = '22000'; END IF; RETURN new; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION ${desk.schema}.refuse()`);
    batches = [[item(poison)]];
    await poll();
    const itemId = await parked();
    await expect(retryInbound(tools, itemId)).rejects.toMatchObject({ code: '22000' });
    expect(await parked()).toBe(itemId);
    await desk.database.raw(`DROP TRIGGER refuse ON messages`);
    const { raw_sha256: raw } = await desk.database('inbound_items').where({ id: itemId }).first('raw_sha256');
    const ticketId = await retryInbound(tools, itemId);
    expect(await ticketsOf()).toMatchObject([{ id: ticketId, subject: 'Poison' }]);
    expect(await readRaw(desk.database, raw)).toBeNull();
    await poll();
    expect(await ticketsOf()).toHaveLength(1);
    await expect(retryInbound(tools, itemId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('and words that were changed are those of the ticket then', async () => {
    const comment = aComment();
    batches = [[item(comment)]];
    await poll();
    await desk.database.raw(`CREATE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION refuse()`);
    batches = [[item({ ...comment, text: 'Poison' })]];
    await poll();
    await desk.database.raw(`DROP TRIGGER refuse ON messages`);
    const [{ id: ticketId }] = await ticketsOf();
    expect(await retryInbound(tools, await parked())).toBe(ticketId);
    const words = await desk.database('messages').where({ ticket_id: ticketId }).orderBy('number').pluck('text');
    expect(words).toEqual([comment.text, 'Poison']);
  });

  test('by reading its bytes anew, after an update say', async () => {
    batches = [[{ kind: 'unreadable', externalId: 'unreadable:1', raw: '{"shape":"new"}', problem: 'no id' }]];
    await poll();
    const itemId = await parked();
    await expect(retryInbound(tools, itemId)).rejects.toMatchObject({ code: 'PLATFORM_UNREADABLE' });
    told = [item(aComment({ text: 'Read at last' }))];
    await retryInbound(tools, itemId);
    expect(await ticketsOf()).toMatchObject([{ subject: 'Read at last' }]);
  });

  test('by asking its platform for the id that it names', async () => {
    const comment = aComment({ text: 'Still there' });
    const value = { comment_id: comment.id, post_id: '7_8', novelty: true };
    const raw = JSON.stringify({ field: 'feed', value });
    batches = [[{ kind: 'unreadable', externalId: 'unreadable:2', raw, problem: 'a new field' }]];
    await poll();
    await expect(retryInbound(tools, await parked())).rejects.toMatchObject({ code: 'REFUSED' });
    standing = [comment];
    await retryInbound(tools, await parked());
    expect(await ticketsOf()).toMatchObject([{ subject: 'Still there' }]);
    const asked = { itemId: comment.id, placeId: '7_8' };
    expect(found).toEqual([asked, asked]);
  });
});
