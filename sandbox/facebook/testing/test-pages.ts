import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FacebookSandbox, runFacebookSandbox } from '../main.ts';

/** What a call was answered; the parts of the body that tests look into. */
export interface Answer {
  status: number;
  headers: Headers;
  body: {
    id?: string;
    data?: Record<string, unknown>[];
    paging?: { cursors: { before: string; after: string }; previous?: string; next?: string };
    error?: { code: number; error_subcode?: number; message: string; is_transient?: boolean };
    [key: string]: unknown;
  };
}

export interface AddedComment {
  id: string;
  bareId: string;
  postId: string;
  parentId: string | null;
  authorId: string;
}

/** A stand-in in a folder of its own, spoken to by plain HTTP: its first Page has one post with nothing under it. */
export class TestPages {
  readonly sandbox: FacebookSandbox;
  readonly directory: string;
  postId = '';

  private constructor(sandbox: FacebookSandbox, directory: string) {
    this.sandbox = sandbox;
    this.directory = directory;
  }

  static async start(): Promise<TestPages> {
    const directory = mkdtempSync(join(tmpdir(), 'facebook-sandbox-'));
    const sandbox = await runFacebookSandbox({ directory, retryMilliseconds: [20, 40] });
    const pages = new TestPages(sandbox, directory);
    const { id } = (await pages.admin('posts', { pageId: pages.page.pageId })) as { id: string };
    pages.postId = id;
    return pages;
  }

  get page() {
    const [page] = this.sandbox.pages;
    if (!page) throw new Error('no Page');
    return page;
  }

  get otherPage() {
    const [, page] = this.sandbox.pages;
    if (!page) throw new Error('no second Page');
    return page;
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** @param path behind the version, with its query; the Page's token is added */
  get(path: string, token = this.page.pageToken): Promise<Answer> {
    return this.call('GET', path, { token });
  }

  post(path: string, json: object = {}, token = this.page.pageToken): Promise<Answer> {
    return this.call('POST', path, { token, json });
  }

  delete(path: string, token = this.page.pageToken): Promise<Answer> {
    return this.call('DELETE', path, { token });
  }

  async call(method: string, path: string, { token, json }: { token: string; json?: object }): Promise<Answer> {
    const url = new URL(`/v26.0/${path}`, this.sandbox.baseUrl);
    if (token !== '') url.searchParams.set('access_token', token);
    return fetchAnswer(url, {
      method,
      ...(json ? { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } } : {}),
    });
  }

  /** An admin call that must be taken. */
  async admin(path: string, json: object): Promise<unknown> {
    const answer = await fetchAnswer(new URL(`/sandbox/${path}`, this.sandbox.baseUrl), {
      method: 'POST',
      body: JSON.stringify(json),
    });
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async comment(message: string, more: object = {}): Promise<AddedComment> {
    return (await this.admin('comments', { under: this.postId, message, ...more })) as AddedComment;
  }

  async writes(): Promise<{ kind: string; target: string; id: string | null; text: string | null }[]> {
    const answer = await fetch(`${this.sandbox.baseUrl}/sandbox/writes`);
    return (await answer.json()) as { kind: string; target: string; id: string | null; text: string | null }[];
  }

  /** Messages on the comments edge of the post, in its order. */
  async messages(query = 'filter=stream'): Promise<unknown[]> {
    const { body } = await this.get(`${this.postId}/comments?${query}`);
    return (body.data ?? []).map(({ message }) => message);
  }
}

export async function fetchAnswer(url: URL | string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, init);
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
}

/** Code and subcode of a refusal. */
export function refusal({ body }: Answer): (number | undefined)[] {
  return [body.error?.code, body.error?.error_subcode];
}
