import { aComment, anAccount, item, toldDesk, type ToldDesk } from '../../test/support/platform-desk.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { readRaw } from '../files.ts';
import { readCursor, type Source } from '../sources.ts';
import { countsOfPlaces } from './scan-state.ts';

let desk: TestDatabase;
let source: Source;
let told: ToldDesk;

beforeAll(async () => {
  desk = await testDatabase();
  await desk.database.raw(`
    CREATE FUNCTION ${desk.schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF new.text = 'Poison' THEN RAISE EXCEPTION 'refused' USING ERRCODE = '22000'; END IF; RETURN new; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION ${desk.schema}.refuse()`);
});
afterAll(() => desk.drop());
beforeEach(async () => {
  source = await anAccount(desk.database, 'facebook');
  told = toldDesk(desk.database, source);
});

const itemsOf = () => desk.database('inbound_items').where({ source_id: source.id }).orderBy('external_id');
const parked = () => desk.database('inbound_items').where({ source_id: source.id, state: 'parked' });
const words = () =>
  desk.database('messages').join('tickets', 'tickets.id', 'ticket_id').where({ source_id: source.id }).pluck('text');

test('a comment that the desk stumbles over is parked with all that is known of it, and the others become tickets', async () => {
  const poison = aComment({ text: 'Poison' });
  const news = [aComment({ text: 'Before' }), poison, aComment({ text: 'After' })].map(item);
  await told.commit({ news, cursor: { name: 'scan', value: { since: 7 } } });
  expect((await words()).toSorted()).toEqual(['After', 'Before']);
  const [row, ...more] = await parked();
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    external_id: `facebook:${source.accountId}:${poison.id}`,
    error_code: 'UNEXPECTED',
    ticket_id: null,
  });
  expect(JSON.parse(String(await readRaw(desk.database, row.raw_sha256)))).toEqual(item(poison));
  expect(await readCursor(desk.database, source.id, 'scan')).toEqual({ since: 7 });
  // The next poll reads it again: it stays parked, once.
  await told.read(...news);
  expect(await itemsOf()).toHaveLength(3);
  expect(told.errors).toHaveLength(1);
});

test('changed words that the desk stumbles over are parked beside the comment', async () => {
  const comment = aComment({ text: 'Hello' });
  await told.push(item(comment));
  await told.read(item({ ...comment, text: 'Poison' }), item(aComment({ text: 'After' })));
  // The next poll finds it changed in nothing that the desk keeps.
  await told.read(item({ ...comment, text: 'Poison', raw: '{"like_count":3}' }));
  expect((await words()).toSorted()).toEqual(['After', 'Hello']);
  expect(await parked()).toHaveLength(1);
});

test('what has a shape that nobody knows is parked as it came, once', async () => {
  const strange = {
    kind: 'unreadable' as const,
    externalId: 'facebook:webhook:abc',
    raw: '{"new":1}',
    problem: 'no id',
  };
  await told.push(strange, item(aComment()));
  await told.push(strange);
  const [row, ...more] = await parked();
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    external_id: strange.externalId,
    error_code: 'PLATFORM_UNREADABLE',
    error_detail: 'no id',
  });
  expect(String(await readRaw(desk.database, row.raw_sha256))).toBe(strange.raw);
  expect(await words()).toHaveLength(1);
});

test('a whole listing of a post makes what it lacks suspect, and only a whole one keeps its count', async () => {
  const [one, other, elsewhere] = [aComment(), aComment(), aComment({ place: { id: 'p2', title: null, url: null } })];
  await told.read(item(one), item(other), item(elsewhere));
  const place = one.place!;
  const part = await told.read({ kind: 'place', place, itemCount: 9, itemIds: null });
  expect(part.absentItems).toEqual([]);
  expect(await countsOfPlaces(desk.database, source.id, [place.id])).toEqual(new Map());
  const whole = await told.read({ kind: 'place', place, itemCount: 1, itemIds: [one.id] });
  expect(whole.absentItems).toEqual([{ itemId: other.id, placeId: other.place!.id }]);
  expect(await countsOfPlaces(desk.database, source.id, [place.id, 'p2'])).toEqual(new Map([[place.id, 1]]));
});

test('a warning is told to whoever polls', async () => {
  const warning = { kind: 'warning' as const, code: 'PLATFORM_CONTRADICTS' as const, message: '3 counted, none shown' };
  expect((await told.read(warning)).warnings).toEqual([{ code: warning.code, message: warning.message }]);
});

test('a webhook that tells a thousand things at once is taken in whole', async () => {
  const at = new Date().toISOString();
  const unknown = Array.from({ length: 999 }, (_, id) => ({ kind: 'hidden' as const, itemId: `unknown-${id}`, at }));
  const { newCount, ticketIds } = await told.commit({
    news: [...unknown, item(aComment())],
    cursor: { name: 'scan', value: [1] },
  });
  expect([newCount, ticketIds.length]).toEqual([1, 1]);
  expect(await readCursor(desk.database, source.id, 'scan')).toEqual([1]);
});
