import { temporaryFolder } from '../../test/temporary-folder.ts';
import { type InstagramSandbox, runInstagramSandbox } from './main.ts';

/** An answer as any HTTP client has it. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Body;
}

/** Whatever a Graph answer may hold. */
export interface Body {
  id: string;
  ids: string[];
  data: (Record<string, unknown> & { id: string; replies?: Body })[];
  paging: { cursors: { before: string; after: string }; next?: string; previous?: string };
  error: { code: number; error_subcode?: number; is_transient?: boolean; message: string; fbtrace_id: string };
  [name: string]: unknown;
}

/** A stand-in of its own for a test file, and plain HTTP to it. */
export interface InstagramInTest {
  sandbox: InstagramSandbox;
  get: (path: string, token?: string) => Promise<Answer>;
  post: (path: string, body?: object, token?: string) => Promise<Answer>;
  delete: (path: string, token?: string) => Promise<Answer>;
  /** Acts as a customer or as the platform: POST under `/sandbox/`. */
  act: (path: string, body?: object) => Promise<Body>;
  look: <Shape>(path: string) => Promise<Shape>;
  /** A fresh media of an account, the first one when none is named. */
  media: (details?: object) => Promise<string>;
}

/** Started before the tests of the file, stopped after them; faults are cleared after each. */
export function instagramInTest(): InstagramInTest {
  const directory = temporaryFolder('instagram-');
  const inTest = { ...callers(() => inTest.sandbox) } as InstagramInTest;
  beforeAll(async () => {
    inTest.sandbox = await runInstagramSandbox({ directory });
  });
  afterEach(async () => {
    await fetch(`${inTest.sandbox.baseUrl}/sandbox/faults`, { method: 'DELETE' });
  });
  afterAll(() => inTest.sandbox.stop());
  return inTest;
}

function callers(sandbox: () => InstagramSandbox): Omit<InstagramInTest, 'sandbox'> {
  const call = async (method: string, path: string, token?: string, body?: object): Promise<Answer> => {
    const url = path.startsWith('http') ? path : `${sandbox().baseUrl}${path}`;
    const authorization = token === '' ? {} : { authorization: `Bearer ${token ?? sandbox().accounts[0]?.token}` };
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { ...authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as Body };
  };
  const act = async (path: string, body: object = {}): Promise<Body> => {
    const answer = await call('POST', `/sandbox/${path}`, '', body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  return {
    act,
    get: (path, token) => call('GET', path, token),
    post: (path, body, token) => call('POST', path, token, body),
    delete: (path, token) => call('DELETE', path, token),
    look: async (path) => (await call('GET', `/sandbox/${path}`, '')).body as never,
    media: async (details = {}) => (await act('media', { account: 'shop', caption: 'Keten', ...details })).id,
  };
}
