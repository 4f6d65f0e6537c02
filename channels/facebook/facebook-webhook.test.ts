import { facebookWebhook } from './facebook-webhook.ts';

const accountId = '1000001';
const comment = {
  item: 'comment',
  verb: 'add',
  comment_id: '1122334455_9001',
  post_id: '1000001_1122334455',
  parent_id: '1000001_1122334455',
  from: { id: '7001', name: 'Ada Demo' },
  message: 'Beden degisimi var mi?',
  created_time: 1_795_166_130,
};
const read = (value: object | string) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const body = `{"object":"page","entry":[{"id":"1000001","time":1795166131,"changes":[{"field":"feed","value":${text}}]}]}`;
  const account = { settings: {}, accountId, now: Date.now };
  return facebookWebhook.read(Buffer.from(body), account).flatMap(({ news }) => news);
};

test('a new comment is told with its post, its author and its moment', () => {
  expect(read(comment)).toMatchObject([
    {
      kind: 'item',
      item: {
        id: '9001',
        parentId: null,
        place: { id: '1000001_1122334455' },
        author: { id: '7001', name: 'Ada Demo' },
        isOwn: false,
        text: 'Beden degisimi var mi?',
        writtenAt: '2026-11-20T09:15:30.000Z',
        editedAt: null,
      },
    },
  ]);
});

test('a comment has one id in both spellings, and so has its parent', () => {
  const [whole] = read({ ...comment, parent_id: '1122334455_9000' });
  const [bare] = read({ ...comment, comment_id: '9001', parent_id: '9000' });
  expect(whole).toMatchObject({ item: { id: '9001', parentId: '9000' } });
  expect(bare).toMatchObject({ item: { id: '9001', parentId: '9000' } });
});

test('milliseconds are told from seconds by their size', () => {
  expect(read({ ...comment, created_time: 1_795_166_130_000 })).toMatchObject([
    { item: { writtenAt: '2026-11-20T09:15:30.000Z' } },
  ]);
});

test('who wrote it may be missing, or stand in the older words with an id that is a number', () => {
  const { from: _from, ...nameless } = comment;
  expect(read(nameless)).toMatchObject([{ item: { author: null, isOwn: false } }]);
  const old = JSON.stringify({ ...nameless, sender_name: 'Ada Demo' }).replace(
    /}$/,
    ',"sender_id":10001234567890123456}',
  );
  expect(read(old)).toMatchObject([{ item: { author: { id: '10001234567890123456', name: 'Ada Demo' } } }]);
});

test.each(['edit', 'edited'])('%s is an edit, with its own moment or that of the delivery', (verb) => {
  const edited = { ...comment, verb, message: 'Beden değişimi?' };
  expect(read({ ...edited, edited_time: 1_795_166_190 })).toMatchObject([
    { item: { text: 'Beden değişimi?', editedAt: '2026-11-20T09:16:30.000Z' } },
  ]);
  expect(read(edited)).toMatchObject([{ item: { editedAt: '2026-11-20T09:15:31.000Z' } }]);
});

test.each([
  ['remove', 'removed'],
  ['delete', 'removed'],
  ['hide', 'hidden'],
  ['unhide', 'shown'],
])('%s means that the comment was %s', (verb, kind) => {
  expect(read({ ...comment, verb })).toEqual([{ kind, itemId: '9001', at: '2026-11-20T09:15:31.000Z' }]);
});

test("the Page's own reply is known as its own", () => {
  expect(read({ ...comment, from: { id: accountId, name: 'Magaza' } })).toMatchObject([{ item: { isOwn: true } }]);
});

test.each([
  { item: 'reaction', verb: 'add', reaction_type: 'like' },
  { item: 'hologram', verb: 'shimmer' },
  { ...comment, verb: 'mute' },
])('%p is passed over', (value) => {
  expect(read(value)).toEqual([]);
});
