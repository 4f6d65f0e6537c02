import { theDesk } from '../../domain/actor.ts';
import { aComment, anAccount, item, toldDesk } from '../../test/support/platform-desk.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { findSource, removeSource, type Source } from '../sources.ts';
import { keepAccount } from './keep-account.ts';

let desk: TestDatabase;
const now = () => new Date().toISOString();

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(() => desk.drop());

/** Its account is proven on another source, after this one was removed. */
async function comesBackAs(before: Source): Promise<Source> {
  await removeSource(desk.database, { sourceId: before.id, actor: theDesk, now: now() });
  const { id } = await anAccount(desk.database, before.channel);
  await desk.database('sources').where({ id }).update({ account_id: null });
  const kept = { accountId: before.accountId!, accountName: '@shop', tokenEndsAt: null, secrets: {} };
  await desk.database.transaction((transaction) =>
    keepAccount(transaction, { ...kept, sourceId: id, hasNewToken: true, now: now() }),
  );
  return findSource(desk.database, id);
}

test('an account that is removed and added again brings none of its comments a second time', async () => {
  const before = await anAccount(desk.database, 'instagram');
  const comment = aComment();
  const own = aComment({ isOwn: true });
  const { ticketIds } = await toldDesk(desk.database, before).read(item(comment), item(own));
  expect(ticketIds).toHaveLength(1);

  const after = toldDesk(desk.database, await comesBackAs(before));
  expect(await after.read(item(comment), item(own))).toMatchObject({ ticketIds: [] });
  const { ticketIds: newer } = await after.read(item(aComment()));
  expect(newer).toHaveLength(1);
});

test('what happens to a comment later is told to the ticket that came by the removed source', async () => {
  const before = await anAccount(desk.database, 'instagram');
  const comment = aComment();
  const { ticketIds } = await toldDesk(desk.database, before).read(item(comment));
  const again = await comesBackAs(await findSource(desk.database, (await comesBackAs(before)).id));
  await toldDesk(desk.database, again).read(item({ ...comment, isHidden: true }));
  const hidden = await desk.database('events').where({ ticket_id: ticketIds[0], type: 'comment.hidden' });
  expect(hidden).toHaveLength(1);
});
