import type { PlatformFault } from '../../domain/platform/platform-fault.ts';
import { accountSecret } from '../account-secret.ts';
import { parseJson } from '../parse-json.ts';
import type { AccountAccess } from '../platform-channel.ts';
import type { PlatformCall, PlatformResponse } from '../platform-http.ts';
import { trendyolFault, unreadable } from './trendyol-fault.ts';
import { TRENDYOL_BASE_URL, type TrendyolSettings } from './trendyol-settings.schema.ts';
import { wirePage } from './wire-question.schema.ts';

/** The guide's greatest; the API reference says 200. */
export const PAGE_SIZE = 50;

export interface QuestionPage {
  questions: unknown[];
  isLast: boolean;
}

/** Milliseconds, both ends included; at most two weeks. */
export interface Span {
  from: number;
  to: number;
}

/** The three calls of the Q&A integration (developers.trendyol.com, “Getting” and “Answering customer questions”). */
export class QuestionCalls {
  readonly #access: AccountAccess;
  readonly #settings: TrendyolSettings;

  constructor(access: AccountAccess, settings: TrendyolSettings) {
    this.#access = access;
    this.#settings = settings;
  }

  /** Questions asked within a span, the oldest first. @throws PlatformFault */
  async list(asked: {
    span: Span;
    page: number;
    size?: number;
    status?: string;
    signal?: AbortSignal;
  }): Promise<QuestionPage> {
    const { span, page, size = PAGE_SIZE, status, signal } = asked;
    const query = new URLSearchParams({
      // The guide calls it required, the API reference does not name it.
      supplierId: this.#settings.sellerId,
      startDate: String(span.from),
      endDate: String(span.to),
      page: String(page),
      size: String(size),
      orderByField: 'CreatedDate',
      orderByDirection: 'ASC',
      ...(status ? { status } : {}),
    });
    const response = await this.#read(`filter?${query.toString()}`, 'list', signal);
    const read = wirePage.safeParse(this.#bodyOf(response, 'a listing'));
    if (!read.success) throw unreadable('a listing');
    const { content, totalPages } = read.data;
    return {
      questions: content,
      isLast: totalPages && totalPages > 0 ? page + 1 >= totalPages : content.length < size,
    };
  }

  /** One question; null when there is none of this id. @throws PlatformFault */
  async question(id: string, signal?: AbortSignal): Promise<unknown> {
    const response = await this.#read(encodeURIComponent(id), 'question', signal);
    return response.status === 404 ? null : this.#bodyOf(response, 'a question');
  }

  /** Answers a question, once. @throws PlatformFault of the way there, unsure included */
  answer(id: string, text: string, attempt: { deadline: number; signal: AbortSignal }): Promise<PlatformResponse> {
    const path = `${encodeURIComponent(id)}/answers`;
    return this.#call({ method: 'POST', budget: 'answers', isWrite: true, body: { json: { text } }, ...attempt }, path);
  }

  faultOf(response: PlatformResponse): PlatformFault {
    const isProduction = this.#settings.baseUrl === TRENDYOL_BASE_URL;
    return trendyolFault(response, { isProduction, now: this.#access.now() });
  }

  #read(path: string, budget: string, signal?: AbortSignal): Promise<PlatformResponse> {
    return this.#call({ method: 'GET', budget, ...(signal ? { signal } : {}) }, path);
  }

  /** Once one call was too many, all workers are quiet for a while: more calls would lengthen it. */
  async #call(call: Omit<PlatformCall, 'url' | 'headers'>, path: string): Promise<PlatformResponse> {
    const { baseUrl, sellerId } = this.#settings;
    const url = `${baseUrl}/integration/qna/sellers/${sellerId}/questions/${path}`;
    const response = await this.#access.http.call({ ...call, url, headers: this.#headers() });
    if (response.status !== 429) return response;
    await this.#access.http.noteUsage({ name: call.budget, percent: 100, until: this.faultOf(response).until });
    return response;
  }

  #headers(): Record<string, string> {
    const { sellerId, integratorName, storeFrontCode } = this.#settings;
    const login = `${accountSecret(this.#access, 'apiKey')}:${accountSecret(this.#access, 'apiSecret')}`;
    return {
      authorization: `Basic ${Buffer.from(login).toString('base64')}`,
      // Without one of exactly this form every call is refused.
      'user-agent': `${sellerId} - ${integratorName ?? 'SelfIntegration'}`,
      ...(storeFrontCode ? { storeFrontCode } : {}),
    };
  }

  /** Read again from its text: numbers beyond 2^53 are ids. @throws PlatformFault */
  #bodyOf(response: PlatformResponse, what: string): unknown {
    if (response.status < 200 || response.status > 299) throw this.faultOf(response);
    const body = parseJson(response.text);
    if (body === undefined) throw unreadable(what);
    return body;
  }
}
