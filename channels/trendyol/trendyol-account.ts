import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import type { AccountAccess, CheckedAccount, PlatformAccount } from '../platform-channel.ts';
import { readSettings } from '../read-settings.ts';
import { outcomeOf } from '../write-outcome.ts';
import { answerQuestion, lookUpAnswer } from './answer-question.ts';
import { QuestionCalls } from './question-calls.ts';
import { questionSpans } from './question-spans.ts';
import { readQuestion } from './read-question.ts';
import { scanQuestions } from './scan-questions.ts';
import { unreadable } from './trendyol-fault.ts';
import { trendyolSettings } from './trendyol-settings.schema.ts';

/** A seller's questions and answers: see docs/platforms.md §3. */
export function openTrendyol(access: AccountAccess): PlatformAccount {
  const settings = readSettings(trendyolSettings, access.settings);
  const { sellerId } = settings;
  const calls = new QuestionCalls(access, settings);
  return {
    check: () => check(calls, { sellerId, now: access.now() }),
    scan: (request) => scanQuestions({ calls, request, now: access.now() }),
    list: (period) => listQuestions(calls, period),
    find: (itemId) => findQuestion(calls, itemId),
    write: (write, attempt) => outcomeOf(() => answerQuestion(calls, write, attempt)),
    lookUp: (write) => lookUpAnswer(calls, write),
    refreshToken: null,
    subscribe: null,
  };
}

/** No call tells the store's name: the seller's number is what both sides know. */
async function check(calls: QuestionCalls, of: { sellerId: string; now: number }): Promise<CheckedAccount> {
  const { sellerId, now } = of;
  await calls.list({ span: { from: now - 60_000, to: now }, page: 0, size: 1 });
  return { accountId: sellerId, accountName: `Seller ${sellerId}`, tokenEndsAt: null };
}

async function findQuestion(calls: QuestionCalls, itemId: string): Promise<PlatformItem | null> {
  const told = await calls.question(itemId);
  if (told === null) return null;
  const read = readQuestion(told);
  if ('problem' in read) throw unreadable('a question');
  return read.item;
}

async function* listQuestions(
  calls: QuestionCalls,
  { from, to, signal }: { from: string; to: string; signal: AbortSignal },
): AsyncGenerator<PlatformItem[]> {
  for (const span of questionSpans({ from: Date.parse(from), to: Date.parse(to) - 1 })) {
    for (let page = 0, isLast = false; !isLast; page += 1) {
      const read = await calls.list({ span, page, signal });
      isLast = read.isLast || read.questions.length === 0;
      yield read.questions.map((told) => readQuestion(told)).flatMap((one) => ('item' in one ? [one.item] : []));
    }
  }
}
