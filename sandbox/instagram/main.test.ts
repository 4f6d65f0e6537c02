import { temporaryFolder } from '../../test/temporary-folder.ts';
import { type InstagramSandbox, runInstagramSandbox } from './main.ts';

interface State {
  comments: { id: string; text: string; from: { username: string } }[];
}

/** Each on a connection of its own: a pooled one would be of the stand-in that was stopped. */
async function call<Shape>({ baseUrl }: InstagramSandbox, path: string, method = 'GET'): Promise<Shape> {
  const answer = await fetch(baseUrl + path, { method, headers: { connection: 'close' } });
  return (await answer.json()) as Shape;
}

const stateOf = (sandbox: InstagramSandbox): Promise<State> => call<State>(sandbox, '/sandbox/state');

describe('the Instagram stand-in', () => {
  const directory = temporaryFolder('instagram-');
  let sandbox: InstagramSandbox;

  beforeEach(async () => {
    sandbox = await runInstagramSandbox({ directory, samples: true, trickleSeconds: 0 });
  });
  afterEach(() => sandbox.stop());

  test('is filled with samples once and keeps them, its port, its tokens and its writes over a restart', async () => {
    const before = await stateOf(sandbox);
    expect(before.comments.length).toBeGreaterThanOrEqual(5);
    const { id } = before.comments[0] ?? {};
    const { port, accounts } = sandbox;
    await call(sandbox, `/v26.0/${id}/replies?message=Merhaba&access_token=${accounts[0]?.token}`, 'POST');
    await sandbox.stop();
    sandbox = await runInstagramSandbox({ directory, samples: true });
    expect(sandbox.port).toBe(port);
    expect(sandbox.accounts).toEqual(accounts);
    const texts = (await stateOf(sandbox)).comments.map(({ text }) => text);
    expect(texts).toEqual([...before.comments.map(({ text }) => text), 'Merhaba']);
    expect(await call(sandbox, '/sandbox/writes')).toMatchObject([
      { number: 1, kind: 'reply', target: id, text: 'Merhaba' },
    ]);
  });

  test('goes on bringing comments of customers when a trickle is asked for', async () => {
    const before = (await stateOf(sandbox)).comments.length;
    await sandbox.stop();
    sandbox = await runInstagramSandbox({ directory, trickleSeconds: 0.01 });
    let now = await stateOf(sandbox);
    while (now.comments.length < before + 3) now = await stateOf(sandbox);
    expect(now.comments.at(-1)?.from.username).toMatch(/_demo\d\d$/);
  });

  test('holds an account for each login route, and takes more', async () => {
    expect(sandbox.accounts.map(({ username, route }) => [username, route])).toEqual([
      ['shop', 'instagram-login'],
      ['shop_kids', 'facebook-login'],
    ]);
    const added = await call<{ token: string }>(sandbox, '/sandbox/accounts', 'POST');
    const me = await call<{ username: string }>(sandbox, `/v26.0/me?fields=username&access_token=${added.token}`);
    expect(me.username).toBe('shop_new');
  });
});
