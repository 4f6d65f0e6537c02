import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runFacebookSandbox } from './main.ts';
import { fetchAnswer } from './testing/test-pages.ts';

interface State {
  posts: unknown[];
  comments: { authorId: string; message: string; parentTail: string | null }[];
  people: { isPrivate: boolean }[];
}

describe('the Facebook stand-in as a whole', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'facebook-sandbox-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const stateOf = async (baseUrl: string) => (await (await fetch(`${baseUrl}/sandbox/state`)).json()) as State;

  it('keeps Pages, tokens, comments, accepted writes and the port over a restart', async () => {
    const first = await runFacebookSandbox({ directory, samples: true });
    const [page] = first.pages;
    const path = `/v26.0/${page?.pageId}/published_posts?access_token=${page?.pageToken}`;
    const [post] = (await fetchAnswer(first.baseUrl + path)).body.data ?? [];
    const comment = `/v26.0/${String(post?.['id'])}/comments?message=Merhaba&access_token=${page?.pageToken}`;
    await fetchAnswer(first.baseUrl + comment, { method: 'POST' });
    const before = await stateOf(first.baseUrl);
    await first.stop();

    const second = await runFacebookSandbox({ directory, samples: true });
    expect(second.baseUrl).toBe(first.baseUrl);
    const kept = ({ pageId, pageToken, longUserToken, appSecret, verifyToken }: (typeof second.pages)[number]) => [
      pageId,
      pageToken,
      longUserToken,
      appSecret,
      verifyToken,
    ];
    expect(second.pages.map(kept)).toEqual(first.pages.map(kept));
    // The first call may go down the kept connection to the one that was stopped.
    const after = await stateOf(second.baseUrl).catch(() => stateOf(second.baseUrl));
    expect([after.posts, after.comments]).toEqual([before.posts, before.comments]);
    expect(await (await fetch(`${second.baseUrl}/sandbox/writes`)).json()).toHaveLength(1);
    await second.stop();
  });

  it('has two Pages with believable talk in Turkish and English when samples are wanted', async () => {
    const sandbox = await runFacebookSandbox({ directory, samples: true });
    const { posts, comments, people } = await stateOf(sandbox.baseUrl);
    expect(sandbox.pages).toHaveLength(2);
    expect(posts.length).toBeGreaterThanOrEqual(3);
    expect(comments.length).toBeGreaterThanOrEqual(5);
    expect(comments.some(({ message }) => message.length > 300)).toBe(true);
    expect(comments.some(({ parentTail }) => parentTail !== null)).toBe(true);
    expect(people.some(({ isPrivate }) => isPrivate)).toBe(true);
    await sandbox.stop();
  });

  it('lets customers go on commenting while it trickles', async () => {
    const sandbox = await runFacebookSandbox({ directory, trickleSeconds: 0.05 });
    let comments: State['comments'] = [];
    while (comments.length < 10) {
      await wait(20);
      ({ comments } = await stateOf(sandbox.baseUrl));
    }
    expect(new Set(comments.map(({ message }) => message)).size).toBeGreaterThan(7);
    await sandbox.stop();
  });
});
