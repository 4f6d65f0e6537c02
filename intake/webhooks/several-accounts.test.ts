import { createHmac } from 'node:crypto';
import { aSource } from '../../test/support/builders.ts';
import { startTestIntake, type TestIntake } from '../../test/support/test-intake.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';

let desk: TestDatabase;
let intake: TestIntake;

beforeAll(async () => {
  desk = await testDatabase();
  const environment = {
    APP_SECRET: 'of-the-app',
    OTHER_SECRET: 'of-another-app',
    VERIFY: 'our-verify-token',
    TOKEN: 't',
  };
  intake = await startTestIntake(desk.database, { environment });
});
afterAll(async () => {
  await intake.close();
  await desk.drop();
});

/** An Instagram account whose app signs with the secret named. */
async function anAccount(accountId: string, { secret = 'APP_SECRET', isOn = true } = {}): Promise<string> {
  const { id } = await aSource(desk.database, { channel: 'instagram', name: `Shop ${accountId}` });
  const settings = { token: { env: 'TOKEN' }, appSecret: { env: secret }, verifyToken: { env: 'VERIFY' } };
  await desk
    .database('sources')
    .where({ id })
    .update({ settings: JSON.stringify(settings), account_id: accountId, is_on: isOn });
  return id;
}

const entry = (accountId: string, commentId: string) => ({
  id: accountId,
  time: 1_795_168_530,
  changes: [
    {
      field: 'comments',
      value: { id: commentId, text: 'Kargo ne zaman? 🚚', from: { id: '555', username: 'ada' }, media: { id: '900' } },
    },
  ],
});

function push(sourceId: string, entries: object[], secret = 'of-the-app'): Promise<Response> {
  // Whatever is beyond ASCII is escaped before it is signed.
  const body = JSON.stringify({ object: 'instagram', entry: entries }).replaceAll(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return fetch(`${intake.url}/webhooks/${sourceId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
  });
}

const commentsOf = (sourceId: string) =>
  desk.database('platform_items').where({ source_id: sourceId }).pluck<string[]>('item_id');

test('one delivery with news of several accounts gives each its own, and none to one whose secret did not sign', async () => {
  const [first, second] = [await anAccount('101'), await anAccount('102')];
  const foreign = await anAccount('103', { secret: 'OTHER_SECRET' });
  const pushed = await push(first, [entry('101', '1'), entry('102', '2'), entry('103', '3'), entry('104', '4')]);
  expect(pushed.status).toBe(200);
  expect(await commentsOf(first)).toEqual(['1']);
  expect(await commentsOf(second)).toEqual(['2']);
  expect(await commentsOf(foreign)).toEqual([]);
  // What comes through the door of the other account is the same.
  expect((await push(second, [entry('101', '1'), entry('102', '2')])).status).toBe(200);
  expect(await desk.database('tickets')).toHaveLength(2);
});

test('comments to an account that is off are acknowledged and left to the next poll', async () => {
  const off = await anAccount('201', { isOn: false });
  expect((await push(off, [entry('201', '21')])).status).toBe(200);
  expect(await commentsOf(off)).toEqual([]);
});

test('the test button of the dashboard is accepted and gives nothing', async () => {
  const sourceId = await anAccount('301');
  expect((await push(sourceId, [entry('0', '31')])).status).toBe(200);
  expect(await commentsOf(sourceId)).toEqual([]);
});

test('a handshake is answered in plain text, with the right token alone', async () => {
  const sourceId = await anAccount('401');
  const ask = (query: string) => fetch(`${intake.url}/webhooks/${sourceId}?${query}`);
  const challenge = 'hub.mode=subscribe&hub.challenge=%3Cb%3E1158201444&hub.verify_token=';
  const right = await ask(`${challenge}our-verify-token`);
  expect([right.status, await right.text()]).toEqual([200, '<b>1158201444']);
  expect(right.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(right.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await ask(`${challenge}another`)).status).toBe(403);
  expect((await ask('')).status).toBe(403);
  const refused = await desk.database('webhook_refusals').where({ source_id: sourceId }).select('reason', 'count');
  expect(refused).toEqual([{ reason: 'bad-signature', count: 2 }]);
});
