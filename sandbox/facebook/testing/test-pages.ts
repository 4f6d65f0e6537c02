import { askSandbox, inOwnFolder } from '../../../test/support/sandbox-admin.ts';
import type { AcceptedWrite } from '../../platform/write-log.ts';
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
  postId = '';

  private constructor(sandbox: FacebookSandbox) {
    this.sandbox = sandbox;
  }

  static async start(): Promise<TestPages> {
    const run = (options: { directory: string }) => runFacebookSandbox({ ...options, retryMilliseconds: [20, 40] });
    const pages = new TestPages(await inOwnFolder(run));
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
  admin(path: string, json: object): Promise<unknown> {
    return askSandbox(`${this.sandbox.baseUrl}/sandbox/${path}`, json);
  }

  async comment(message: string, more: object = {}): Promise<AddedComment> {
    return (await this.admin('comments', { under: this.postId, message, ...more })) as AddedComment;
  }

  writes(): Promise<AcceptedWrite[]> {
    return askSandbox(`${this.sandbox.baseUrl}/sandbox/writes`);
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
