import { type FacebookSandbox, runFacebookSandbox } from '../../sandbox/facebook/main.ts';
import { openForTest, planned } from '../../test/support/platform-in-test.ts';
import { inOwnFolder, type SandboxAdmin, sandboxAdmin } from '../../test/support/sandbox-admin.ts';
import { facebookChannel } from './facebook-channel.ts';

let sandbox: FacebookSandbox;
let admin: SandboxAdmin;
let comment: { id: string; bareId: string; authorId: string };
let itemId: string;
let placeId: string;

beforeAll(async () => {
  sandbox = await inOwnFolder(runFacebookSandbox);
  admin = sandboxAdmin(sandbox.baseUrl);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await admin.faults();
  placeId = (await admin.post('posts', { pageId: sandbox.pages[0]?.pageId })).id;
  comment = await admin.post('comments', { under: placeId, message: 'Beden değişimi var mı?' });
  itemId = comment.bareId;
});

const open = (token = sandbox.pages[0]?.pageToken) => {
  const settings = { token, baseUrl: sandbox.baseUrl, version: 'v26.0' };
  return openForTest(facebookChannel, { settings, accountId: sandbox.pages[0]?.pageId ?? '' });
};
const accepted = async () => (await admin.writes()).filter(({ target }) => target === comment.id);

test.each(['composite', 'bare'])('a reply stands under the comment, once, with ids spelled %s', async (idSpelling) => {
  await admin.faults({ idSpelling });
  const outcome = await open().wrote({ act: 'reply', itemId, placeId, text: 'Var 🙏' });
  const [write, ...others] = await accepted();
  expect(write).toMatchObject({ kind: 'reply', text: 'Var 🙏' });
  expect(outcome).toEqual({ outcome: 'sent', id: write?.id?.split('_')[1], code: null, response: null });
  expect(others).toEqual([]);
  expect(await open().find(itemId, null)).toMatchObject({ text: 'Beden değişimi var mı?' });
});

test('a comment whose post is not known is called by its own name', async () => {
  expect(await open().wrote({ act: 'reply', itemId, text: 'Var' })).toMatchObject({ outcome: 'sent', response: null });
  expect(await open().wrote({ act: 'hide', itemId, placeId: '1_2' })).toMatchObject({ outcome: 'sent' });
});

test('a reply to a reply is told to stand under the top-level comment', async () => {
  const reply = await admin.post<{ bareId: string }>('comments', { under: comment.id, message: 'bende de' });
  expect(await open().wrote({ act: 'reply', itemId: reply.bareId, placeId, text: 'Var' })).toMatchObject({
    outcome: 'sent',
    response: `it stands under ${itemId}`,
  });
});

test.each(['unreadable', 'cut', 'reset', 'silent', 'late'])(
  'a reply that was taken and answered %s is unsure, and is found when it is looked up',
  async (answer) => {
    const account = open();
    const write = planned({ act: 'reply', itemId, placeId, text: `cevap ${answer}` });
    await admin.faults({ afterWrite: { answer, accepted: true, delayMilliseconds: 3000, times: 1 } });
    expect(await account.wrote(write, 1000)).toMatchObject({ outcome: 'unsure', id: null });
    const [taken] = await accepted();
    expect(await account.lookUp(write)).toMatchObject({ outcome: 'sent', id: taken?.id?.split('_')[1] });
    const takenIds = [taken?.id?.split('_')[1] ?? ''];
    expect(await account.lookUp({ ...write, takenIds })).toEqual({ outcome: 'absent' });
  },
);

test('a reply that was not taken is unsure too, and absent when it is looked up', async () => {
  const account = open();
  const write = planned({ act: 'reply', itemId, placeId, text: 'cevap' });
  await admin.faults({ transientErrors: { code: 2, times: 1 } });
  expect(await account.wrote(write)).toMatchObject({ outcome: 'unsure' });
  expect(await account.lookUp(write)).toEqual({ outcome: 'absent' });
});

test("a reply by a person's token is not sent: it would be the person's", async () => {
  const outcome = await open(sandbox.pages[0]?.longUserToken).wrote({ act: 'reply', itemId, placeId, text: 'Var' });
  expect(outcome).toMatchObject({ outcome: 'fault', code: 'PLATFORM_LOGIN_REJECTED' });
  expect(await accepted()).toEqual([]);
});

test('hiding, showing and removing are done, and seen when they are looked up', async () => {
  const account = open();
  for (const act of ['hide', 'show', 'remove'] as const) {
    expect(await account.lookUp(planned({ act, itemId, placeId }))).toEqual({ outcome: 'absent' });
    expect(await account.wrote({ act, itemId, placeId })).toMatchObject({ outcome: 'sent' });
    expect(await account.lookUp(planned({ act, itemId, placeId }))).toMatchObject({ outcome: 'sent' });
  }
  expect((await accepted()).map(({ kind }) => kind)).toEqual(['hide', 'unhide', 'delete']);
  expect(await account.wrote({ act: 'remove', itemId, placeId })).toMatchObject({ response: 'it was gone already' });
  expect(await account.lookUp(planned({ act: 'reply', itemId, placeId, text: 'x' }))).toMatchObject({
    outcome: 'refused',
  });
});

test('a private reply goes out once, and its being there is seen when it is looked up', async () => {
  const account = open();
  const write = planned({ act: 'private-reply', itemId, placeId, text: 'Sipariş numaranız?' });
  expect(await account.lookUp(write)).toEqual({ outcome: 'absent' });
  await admin.faults({ afterWrite: { answer: 'unreadable', accepted: true, delayMilliseconds: 0, times: 1 } });
  expect(await account.wrote(write)).toMatchObject({ outcome: 'unsure' });
  expect(await account.lookUp(write)).toMatchObject({ outcome: 'sent' });
  expect(await account.wrote(write)).toMatchObject({ outcome: 'refused' });
  expect((await accepted()).map(({ kind }) => kind)).toEqual(['private-reply']);
});

test('a private reply is asked for first, and not sent where the platform takes none', async () => {
  await admin.post('people', { id: comment.authorId, takesMessages: false });
  const account = open();
  expect(await account.wrote({ act: 'private-reply', itemId, placeId, text: 'merhaba' })).toMatchObject({
    outcome: 'refused',
    code: 'PLATFORM_REFUSED',
  });
  expect(account.http.calls.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('what the platform holds for abusive is the fault of the account', async () => {
  await admin.faults({ blockedAsAbusive: true });
  expect(await open().wrote({ act: 'reply', itemId, placeId, text: 'Var' })).toMatchObject({
    outcome: 'fault',
    code: 'PLATFORM_BLOCKED',
  });
});
