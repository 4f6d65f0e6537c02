import { aSource } from '../../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { findSource } from '../sources.ts';
import { commitNews } from './commit-news.ts';
import { goneItemRow } from './item-rows.ts';

let desk: TestDatabase;

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(() => desk.drop());

test('a post with more comments than a statement takes bindings is compared with what the desk knows', async () => {
  const { database } = desk;
  const { id } = await aSource(database, { channel: 'facebook' });
  const now = new Date().toISOString();
  const row = { ...goneItemRow(id, { itemId: 'lacking', at: now, now }), removed_at: null, place_id: '1_2' };
  await database('platform_items').insert([row, { ...row, item_id: '7' }]);
  const itemIds = Array.from({ length: 70_000 }, (_, at) => String(at));
  const place = { id: '1_2', title: 'Lamba', url: null };
  const news = [{ kind: 'place' as const, place, itemCount: itemIds.length, itemIds }];
  const access = { database, log: { error: () => {} }, lookAt: () => {} };
  const { absentItems } = await commitNews(access, { source: await findSource(database, id), news, now, readAt: now });
  expect(absentItems).toEqual([{ itemId: 'lacking', placeId: '1_2' }]);
});
