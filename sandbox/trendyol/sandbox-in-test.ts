import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askSandbox } from '../../test/support/sandbox-admin.ts';
import { runTrendyolSandbox, type SandboxSeller, type TrendyolSandbox } from './main.ts';

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  /** The body read as JSON. */
  json: () => Record<string, unknown>;
}

interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  baseUrl?: string;
}

/** A stand-in of its own for a test, and plain HTTP to it as its first seller. */
export class SandboxInTest {
  readonly directory: string;
  readonly running: TrendyolSandbox;

  static async start(directory = mkdtempSync(join(tmpdir(), 'trendyol-'))): Promise<SandboxInTest> {
    return new SandboxInTest(directory, await runTrendyolSandbox({ directory }));
  }

  constructor(directory: string, running: TrendyolSandbox) {
    this.directory = directory;
    this.running = running;
  }

  async end(): Promise<void> {
    await this.running.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  get seller(): SandboxSeller {
    return this.running.sellers[0] as SandboxSeller;
  }

  headers(
    { apiKey, apiSecret } = { apiKey: this.seller.apiKey, apiSecret: this.seller.apiSecret },
  ): Record<string, string> {
    return {
      'user-agent': `${this.seller.sellerId} - SelfIntegration`,
      authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
      'content-type': 'application/json',
    };
  }

  /** Calls a path under `/integration/qna/sellers/{id}/questions`. */
  async call(
    path: string,
    { method = 'GET', headers, body, baseUrl = this.running.baseUrl }: Call = {},
  ): Promise<Answered> {
    const response = await fetch(`${baseUrl}/integration/qna/sellers/${this.seller.sellerId}/questions${path}`, {
      method,
      headers: headers ?? this.headers(),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: () => JSON.parse(text) as Record<string, unknown>,
    };
  }

  list(query: Record<string, string | number> = {}): Promise<Answered> {
    const all = { supplierId: this.seller.sellerId, ...query };
    const words = Object.entries(all).map(([name, value]) => `${name}=${value}`);
    return this.call(`/filter?${words.join('&')}`);
  }

  async listed(query: Record<string, string | number> = {}): Promise<number[]> {
    return ((await this.list(query)).json().content as { id: number }[]).map(({ id }) => id);
  }

  async question(id: number): Promise<Record<string, unknown>> {
    return (await this.call(`/${id}`)).json();
  }

  answer(id: number, text: unknown = 'Merhaba, M beden uygundur.'): Promise<Answered> {
    return this.call(`/${id}/answers`, { method: 'POST', body: { text } });
  }

  /** A call of the admin API; fails the test when it is refused. */
  admin<Body>(path: string, body?: unknown, method?: string): Promise<Body> {
    return askSandbox(`${this.running.baseUrl}/sandbox${path}`, body, method);
  }

  /** A customer asks. @returns the question's id */
  async ask(draft: Record<string, unknown> = {}): Promise<number> {
    const { ids } = await this.admin<{ ids: number[] }>('/questions', {
      sellerId: this.seller.sellerId,
      text: 'Bu ürün pamuklu mu?',
      ...draft,
    });
    return ids[0] as number;
  }

  async now(): Promise<number> {
    return (await this.admin<{ now: number }>('/state')).now;
  }

  async answersInLog(): Promise<{ target: string; id: string; text: string }[]> {
    return this.admin('/writes');
  }
}
