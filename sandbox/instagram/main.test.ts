import { temporaryFolder } from '../../test/temporary-folder.ts';
import { type InstagramSandbox, runInstagramSandbox } from './main.ts';

interface State {
  media: { caption: string }[];
  comments: { id: string; text: string; from: { username: string } }[];
}

const stateOf = async ({ baseUrl }: InstagramSandbox): Promise<State> =>
  (await fetch(`${baseUrl}/sandbox/state`)).json() as Promise<State>;

test('a stand-in filled with samples keeps them, its port, tokens and writes over a restart, and is filled once', async () => {
  const directory = temporaryFolder('instagram-');
  const first = await runInstagramSandbox({ directory, samples: true });
  const before = await stateOf(first);
  expect(before.comments.length).toBeGreaterThanOrEqual(5);
  const [comment] = before.comments;
  const [account] = first.accounts;
  await fetch(`${first.baseUrl}/v26.0/${comment?.id}/replies?message=Merhaba&access_token=${account?.token}`, {
    method: 'POST',
  });
  await first.stop();
  const second = await runInstagramSandbox({ directory, samples: true });
  expect(second.port).toBe(first.port);
  expect(second.accounts).toEqual(first.accounts);
  const after = await stateOf(second);
  expect(after.comments.map(({ text }) => text)).toEqual([...before.comments.map(({ text }) => text), 'Merhaba']);
  expect(await (await fetch(`${second.baseUrl}/sandbox/writes`)).json()).toMatchObject([
    { number: 1, kind: 'reply', target: comment?.id, text: 'Merhaba' },
  ]);
  await second.stop();
});

test('the trickle goes on bringing comments of customers', async () => {
  const sandbox = await runInstagramSandbox({
    directory: temporaryFolder('instagram-'),
    samples: true,
    trickleSeconds: 0.01,
  });
  const before = (await stateOf(sandbox)).comments.length;
  let now = await stateOf(sandbox);
  while (now.comments.length < before + 3) now = await stateOf(sandbox);
  await sandbox.stop();
  expect(now.comments.at(-1)?.from.username).toMatch(/_demo\d\d$/);
});
