import { createHash, randomInt } from 'node:crypto';
import { theDesk } from '../../domain/actor.ts';
import type { EventType } from '../../domain/events.ts';
import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import { expectEveryTicketFolds } from '../../test/support/every-ticket-folds.ts';
import { aComment, anAccount, item, toldDesk, type ToldDesk } from '../../test/support/platform-desk.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { appendEvents } from '../append-events.ts';
import { eraseContact } from '../erase-contact.ts';
import { readRaw } from '../files.ts';
import { purgeTicket } from '../purge-ticket.ts';
import type { Source } from '../sources.ts';
import { lockTicket } from '../ticket-row.ts';

let desk: TestDatabase;
let source: Source;
let told: ToldDesk;
/** Nobody else says this. */
let words: string;
let comment: PlatformItem;
let ticketId: string;
const now = () => new Date().toISOString();

beforeAll(async () => {
  desk = await testDatabase();
  await desk.database.raw(`
    CREATE FUNCTION ${desk.schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF new.text LIKE 'Poison%' THEN RAISE EXCEPTION 'refused' USING ERRCODE = '22000'; END IF; RETURN new; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION ${desk.schema}.refuse()`);
});
afterAll(() => desk.drop());
beforeEach(async () => {
  source = await anAccount(desk.database, 'facebook');
  told = toldDesk(desk.database, source);
  words = `adayildiz${randomInt(1e12)}`;
  comment = aComment({ text: words, author: { id: `62${randomInt(1e12)}`, handle: words, name: words } });
  const { ticketIds } = await told.push(item(comment));
  ticketId = ticketIds[0]!;
});
afterEach(() => expectEveryTicketFolds(desk.database));

/** Which tables hold a text, its hash, or bytes of either. */
async function tablesThatHold(text: string): Promise<string[]> {
  const { rows: tables } = await desk.database.raw<{ rows: { name: string }[] }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE TABLE' ORDER BY 1`,
    [desk.schema],
  );
  const hash = createHash('sha256').update(text).digest('hex');
  const holding: string[] = [];
  for (const { name } of tables) {
    const { rows } = await desk.database.raw<{ rows: { row: string }[] }>(`SELECT to_jsonb(t)::text AS row FROM ?? t`, [
      name,
    ]);
    if (rows.some(({ row }) => row.includes(text) || row.includes(hash))) holding.push(name);
  }
  for (const sha256 of await desk.database('raw_items').pluck<Buffer[]>('sha256'))
    if ((await readRaw(desk.database, sha256))?.includes(text)) holding.push('raw_items');
  return holding;
}

async function happens(type: EventType, data: object): Promise<void> {
  await desk.database.transaction(async (transaction) => {
    const before = await lockTicket(transaction, ticketId);
    const event = { type, data, actor: theDesk, at: now() } as never;
    await appendEvents(transaction, { id: ticketId, before }, [event]);
    if (type === 'ticket.purged') await purgeTicket(transaction, { ticketId, contactId: before?.contactId ?? null });
  });
}

const ends = {
  purge: async () => {
    await happens('ticket.deleted', { purgeAt: now() });
    await happens('ticket.purged', {});
  },
  erase: async () => {
    const { contact_id: contactId } = await desk.database('tickets').where({ id: ticketId }).first('contact_id');
    await eraseContact(desk.database, { contactId, actor: theDesk, now: now() });
  },
};

describe.each(['purge', 'erase'] as const)('after the %s of its ticket', (end) => {
  test('nothing of a comment is left, nor what its words could be guessed by, and nothing brings them back', async () => {
    await told.read(item({ ...comment, text: `Poison ${words}` }));
    expect(await tablesThatHold(words)).toEqual(
      expect.arrayContaining(['inbound_items', 'messages', 'platform_items', 'raw_items']),
    );
    await ends[end]();
    expect(await tablesThatHold(words)).toEqual([]);
    const known = await told.read(item(comment), item({ ...comment, text: `${words}, ne zaman?` }));
    expect(known).toMatchObject({ newCount: 0, ticketIds: [] });
    await told.push(item({ ...comment, text: `${words}!`, editedAt: now() }), {
      kind: 'removed',
      itemId: comment.id,
      at: now(),
    });
    for (const text of ['', ', ne zaman?', '!']) expect(await tablesThatHold(words + text)).toEqual([]);
    expect(await desk.database('inbound_items').where({ source_id: source.id, state: 'parked' })).toEqual([]);
  });

  test('what is written in its thread opens a ticket of its own', async () => {
    await ends[end]();
    const reply = await told.push(item(aComment({ parentId: comment.id, author: comment.author, text: 'Hâlâ yok' })));
    expect(reply.ticketIds).toHaveLength(1);
    expect(reply.ticketIds).not.toContain(ticketId);
  });
});

test('with a person who is erased goes what could not be read and names their account, and nobody else’s', async () => {
  const unreadable = (id: string) => ({
    kind: 'unreadable' as const,
    externalId: `facebook:${source.accountId}:unreadable:${id}`,
    raw: JSON.stringify({ field: 'feed', value: { from: { id }, novelty: words } }),
    problem: 'a new field',
  });
  const theirs = comment.author!.id!;
  await told.push(unreadable(theirs), unreadable(`${theirs}7`));
  await ends.erase();
  const items = await desk
    .database('inbound_items')
    .where({ source_id: source.id })
    .whereLike('external_id', '%:unreadable:%')
    .orderBy('external_id')
    .select('state', 'reason');
  expect(items).toEqual([
    { state: 'ignored', reason: 'erased' },
    { state: 'parked', reason: null },
  ]);
  expect(await tablesThatHold(theirs)).toEqual(['inbound_items', 'raw_items']);
});
