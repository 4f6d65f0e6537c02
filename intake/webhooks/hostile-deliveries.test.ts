import { createHmac } from 'node:crypto';
import type { Channel } from '../../domain/channel.ts';
import { aSource } from '../../test/support/builders.ts';
import { startTestIntake, type TestIntake } from '../../test/support/test-intake.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';

let desk: TestDatabase;
let intake: TestIntake;
const secret = 'of-the-sender';

beforeAll(async () => {
  desk = await testDatabase();
  intake = await startTestIntake(desk.database, { environment: { SECRET: secret, TOKEN: 't' } });
});
afterAll(async () => {
  await intake.close();
  await desk.drop();
});

async function aDoor(channel: Channel, settings: object, accountId: string | null = null): Promise<string> {
  const { id } = await aSource(desk.database, { channel, name: `Shop ${Math.random()}` });
  const update = { settings: JSON.stringify(settings), account_id: accountId, is_on: true };
  await desk.database('sources').where({ id }).update(update);
  return id;
}

const graph = { token: { env: 'TOKEN' }, appSecret: { env: 'SECRET' } };

async function push(sourceId: string, body: string, header = 'x-hub-signature-256'): Promise<number> {
  const encoding = header === 'tally-signature' ? 'base64' : 'hex';
  const signature = createHmac('sha256', secret).update(body).digest(encoding);
  const headers = { [header]: encoding === 'hex' ? `sha256=${signature}` : signature };
  return (await fetch(`${intake.url}/webhooks/${sourceId}`, { method: 'POST', headers, body })).status;
}

const delivery = (changes: unknown[], id: unknown = '101') =>
  JSON.stringify({ object: 'instagram', entry: [{ id, time: 1_795_168_530, changes }] });
const comment = (value: object) => ({ field: 'comments', value: { text: 'Merhaba', ...value } });
const itemsOf = (sourceId: string) =>
  desk.database('platform_items').where({ source_id: sourceId }).orderBy('item_id').pluck<string[]>('item_id');
const parkedOf = (sourceId: string) =>
  desk.database('inbound_items').where({ source_id: sourceId, state: 'parked' }).pluck<string[]>('error_code');

/** Ten thousand letters that cannot be packed. */
const long = Array.from({ length: 160 }, (_, at) => createHmac('sha256', secret).update(String(at)).digest('hex')).join(
  '',
);

test('ids that are none are parked, and keep back nothing that came with them', async () => {
  const sourceId = await aDoor('instagram', graph, '101');
  const ids = [long, '../../me', 'a/b', '', '\u{d800}', '..'];
  const author = { from: { id: long, username: 'ada' }, media: { id: long } };
  const changes = [...ids.map((id) => comment({ id })), comment({ id: '1' }), comment({ id: '2', ...author })];
  expect(await push(sourceId, delivery(changes))).toBe(200);
  expect(await push(sourceId, delivery([comment({ id: '3' })], '10/1'))).toBe(200);
  expect(await itemsOf(sourceId)).toEqual(['1', '2']);
  expect(await parkedOf(sourceId)).toEqual([...ids, 'an account'].map(() => 'PLATFORM_UNREADABLE'));
});

test('moments that no clock shows are not those of a comment', async () => {
  const sourceId = await aDoor('instagram', graph, '102');
  const moments = ['+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z', '0000-01-01T00:00:00Z'];
  const changes = moments.map((timestamp, at) => comment({ id: String(at), timestamp }));
  expect(await push(sourceId, delivery(changes, '102'))).toBe(200);
  const written = await desk.database('platform_items').where({ source_id: sourceId }).pluck<Date[]>('written_at');
  expect(written.map((moment) => moment.toISOString())).toEqual(Array(3).fill('2026-11-20T09:55:30.000Z'));
});

test('a delivery full of what nobody can read is parked as one, and what can be read of it is taken in', async () => {
  const sourceId = await aDoor('instagram', graph, '103');
  const changes = [comment({ id: '1' }), ...Array.from({ length: 100_000 }, () => 0)];
  expect(await push(sourceId, delivery(changes, '103'))).toBe(200);
  expect(await itemsOf(sourceId)).toEqual(['1']);
  expect(await parkedOf(sourceId)).toEqual(['PLATFORM_UNREADABLE']);
  // As many accounts as one delivery can name.
  const entry = Array.from({ length: 70_000 }, (_, id) => ({ id }));
  expect(await push(sourceId, JSON.stringify({ object: 'instagram', entry }))).toBe(200);
});

test('verbs that nobody knows tell nothing, whatever they are called', async () => {
  const sourceId = await aDoor('facebook', graph, '201');
  for (const verb of ['constructor', '__proto__', 'toString', 'like']) {
    const value = { item: 'comment', verb, comment_id: '5_6', post_id: '201_5' };
    const entry = [{ id: '201', time: 1_795_168_530, changes: [{ field: 'feed', value }] }];
    expect(await push(sourceId, JSON.stringify({ object: 'page', entry }))).toBe(200);
  }
  expect([await itemsOf(sourceId), await parkedOf(sourceId)]).toEqual([[], []]);
});

test('an answer that is far too long for a phone number keeps nobody from being answered', async () => {
  const sourceId = await aDoor('supsis-form', { scheme: 'tally', secret: { env: 'SECRET' } });
  const fields = [{ key: 'phone', type: 'INPUT_PHONE_NUMBER', value: long }];
  const response = (submissionId: string) =>
    JSON.stringify({ eventType: 'FORM_RESPONSE', data: { formId: 'call-me', submissionId, fields } });
  await push(sourceId, response('1'), 'tally-signature');
  await desk.database('pushed_forms').where({ source_id: sourceId }).update({ is_redirected: true });
  await push(sourceId, response('2'), 'tally-signature');
  expect(await parkedOf(sourceId)).toEqual([]);
  expect(await desk.database('tickets').where({ source_id: sourceId })).toHaveLength(1);
});

test('a response with an id that no index takes is parked, and one from another age counts as of now', async () => {
  const sourceId = await aDoor('supsis-form', { scheme: 'tally', secret: { env: 'SECRET' } });
  const response = (data: object) =>
    JSON.stringify({ eventType: 'FORM_RESPONSE', data: { formId: 'f', submissionId: 's', fields: [], ...data } });
  for (const data of [{ formId: long }, { submissionId: long }, { createdAt: '+275760-09-13T00:00:00Z' }])
    expect(await push(sourceId, response(data), 'tally-signature')).toBe(200);
  expect(await parkedOf(sourceId)).toEqual(['PLATFORM_UNREADABLE', 'PLATFORM_UNREADABLE']);
  const [kept] = await desk.database('pushed_responses').where({ submission_id: 's' }).pluck<Date[]>('submitted_at');
  expect(Math.abs(Date.now() - (kept?.getTime() ?? 0))).toBeLessThan(60_000);
});
