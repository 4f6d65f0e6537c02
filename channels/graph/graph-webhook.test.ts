import { createHmac } from 'node:crypto';
import { facebookWebhook } from '../facebook/facebook-webhook.ts';

const secrets: Record<string, string> = { appSecret: 'test-app-secret', verifyToken: 'kept-words' };
const account = { settings: secrets, secret: (name: string) => secrets[name] ?? '', now: Date.now, accountId: '1001' };

/** What Meta signs: everything beyond ASCII is escaped. */
const body = String.raw`{"object":"page","entry":[{"id":"1001","time":1795168530,"changes":[{"field":"feed","value":{"item":"comment","verb":"add","message":"\u0130ade"}}]}]}`;
const signature = 'sha256=2bc606ff8690deeb69ed472ef95c84d16b59b2b143eb45c34992af9fa20586c3';

const verify = (text: string, headers: Record<string, string>, of = account) =>
  facebookWebhook.verify({ headers, rawQuery: '', body: Buffer.from(text) }, of);
const refusal = { isGenuine: false, reason: 'bad-signature' };

test('the signature of the escaped bytes is genuine, and of the same JSON in other bytes it is not', () => {
  expect(Buffer.byteLength(body)).toBe(150);
  expect(verify(body, { 'x-hub-signature-256': signature })).toEqual({ isGenuine: true, id: null });
  expect(verify(JSON.stringify(JSON.parse(body)), { 'x-hub-signature-256': signature })).toEqual(refusal);
});

test('no signature, a wrong one, one of another length and the old kind are refused', () => {
  const old = `sha1=${createHmac('sha1', 'test-app-secret').update(body).digest('hex')}`;
  expect(verify(body, {})).toEqual(refusal);
  expect(verify(body, { 'x-hub-signature': old })).toEqual(refusal);
  expect(verify(body, { 'x-hub-signature-256': old })).toEqual(refusal);
  expect(verify(body, { 'x-hub-signature-256': signature.toUpperCase() })).toEqual(refusal);
  expect(verify(body, { 'x-hub-signature-256': `${signature}00` })).toEqual(refusal);
});

test('a source without an app secret takes nothing that is pushed', () => {
  const bare = { ...account, settings: {} };
  expect(verify(body, { 'x-hub-signature-256': signature }, bare)).toEqual(refusal);
});

const handshake = (query: string, of = account) => facebookWebhook.handshake?.(query, of);

test('the challenge is given back for the right words only', () => {
  const query = 'hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=kept-words';
  expect(handshake(query)).toBe('1158201444');
  expect(handshake(query.replace('kept', 'other'))).toBeNull();
  expect(handshake(query.replace('subscribe', 'unsubscribe'))).toBeNull();
  expect(handshake('hub.mode=subscribe&hub.verify_token=kept-words')).toBeNull();
  expect(handshake('hub_mode=subscribe&hub_challenge=1&hub_verify_token=kept-words')).toBeNull();
  expect(handshake(query, { ...account, settings: {} })).toBeNull();
});

const read = (delivery: unknown) =>
  facebookWebhook.read(Buffer.from(typeof delivery === 'string' ? delivery : JSON.stringify(delivery)), account);

test('a delivery of many entries gives each account its own news', () => {
  const change = (id: string) => ({
    field: 'feed',
    value: { item: 'comment', verb: 'remove', comment_id: `1_${id}`, post_id: '1001_1' },
  });
  const entry = [
    { id: '1001', time: 1_795_166_131, changes: [change('11'), change('12')] },
    { id: '1002', time: 1_795_166_131, changes: [change('13')] },
  ];
  expect(read({ object: 'page', entry }).map(({ accountId, news }) => [accountId, news.length])).toEqual([
    ['1001', 2],
    ['1002', 1],
  ]);
});

test("the dashboard's test button, another object and an unknown field tell nothing", () => {
  const value = { item: 'comment', verb: 'add', comment_id: '4_5', post_id: '3_4', message: 'made up' };
  expect(read({ object: 'page', entry: [{ id: '0', time: 1, changes: [{ field: 'feed', value }] }] })).toEqual([]);
  expect(read({ object: 'instagram', entry: [{ id: '1001', time: 1, changes: [{ field: 'feed', value }] }] })).toEqual(
    [],
  );
  expect(read({ object: 'page', entry: [{ id: '1001', time: 1, changes: [{ field: 'holograms', value }] }] })).toEqual([
    { accountId: '1001', news: [] },
  ]);
});

test('what cannot be read is kept as it came, under the same id each time', () => {
  const [first] = read('{"object":');
  expect(first).toMatchObject({ accountId: null, news: [{ kind: 'unreadable', raw: '{"object":' }] });
  expect(read('{"object":')).toEqual([first]);
  const nameless = { field: 'feed', value: { item: 'comment', verb: 'add', message: 'whose?' } };
  expect(read({ object: 'page', entry: [{ id: '1001', time: 1_795_166_131, changes: [nameless] }] })).toMatchObject([
    { accountId: '1001', news: [{ kind: 'unreadable', raw: JSON.stringify(nameless) }] },
  ]);
});
