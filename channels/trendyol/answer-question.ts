import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { LookedUp, PlatformWrite, WriteOutcome } from '../../domain/platform/platform-write.ts';
import { parseJson } from '../parse-json.ts';
import { platformWords } from './trendyol-fault.ts';
import type { PlatformResponse } from '../platform-http.ts';
import type { QuestionCalls } from './question-calls.ts';
import { wireQuestion, type WireAnswer, type WireQuestion } from './wire-question.schema.ts';

/** So much may the platform's clock be behind ours. */
const CLOCK_SKEW = 5 * 60_000;
/** A question in one of these, without an answer of ours, was not answered by us and takes no answer any more. */
const closed = new Set(['ANSWERED', 'REPORTED', 'REJECTED', 'UNANSWERED']);

/**
 * Answers a question. `sent` means that it was taken for review, not that it is shown
 * (developers.trendyol.com, “Answering customer questions”).
 */
export async function answerQuestion(
  calls: QuestionCalls,
  write: PlatformWrite,
  attempt: { deadline: number; signal: AbortSignal },
): Promise<WriteOutcome> {
  if ((write.act !== 'answer' && write.act !== 'reply') || write.text === null)
    return outcome('refused', { code: 'ANSWER_NOT_ALLOWED', response: 'a question takes an answer, nothing else' });
  try {
    return await outcomeOf(calls, write, await calls.answer(write.itemId, write.text, attempt));
  } catch (error) {
    return outcomeOfFault(error);
  }
}

/** Whether an earlier attempt arrived. @throws PlatformFault when the platform cannot be asked */
export async function lookUpAnswer(calls: QuestionCalls, write: PlatformWrite): Promise<LookedUp> {
  const read = wireQuestion.safeParse(await calls.question(write.itemId));
  if (!read.success) return outcome('unsure', { response: 'the question cannot be read' });
  const question = read.data;
  const { answer, rejectedAnswer, status } = question;
  const ours = [answer, rejectedAnswer].find((one) => one && isOurs(one, write));
  if (ours) return outcome('sent', { id: ours.id ?? null });
  if (answer || closed.has(status))
    return outcome('refused', { code: 'PLATFORM_REFUSED', response: closedWords(question) });
  if (status === 'WAITING_FOR_ANSWER') return { outcome: 'absent' };
  return outcome('unsure', { response: `the question is ${status}, and no answer is shown` });
}

async function outcomeOf(
  calls: QuestionCalls,
  write: PlatformWrite,
  response: PlatformResponse,
): Promise<WriteOutcome> {
  if (response.status >= 200 && response.status <= 299) {
    const { answerId } = Object(parseJson(response.text)) as { answerId?: unknown };
    if (typeof answerId === 'number' || (typeof answerId === 'string' && answerId !== ''))
      return outcome('sent', { id: String(answerId) });
    return outcome('unsure', { code: 'PLATFORM_UNREADABLE', response: 'the answer to it cannot be read' });
  }
  const fault = calls.faultOf(response);
  // A gateway may give up on what is done behind it all the same.
  if (fault.effect === 'retry') return outcome('unsure', { code: fault.code, response: fault.message });
  if (fault.effect !== 'refuse') return outcomeOfFault(fault);
  return refusalOf(calls, write, platformWords(response));
}

/** A refusal may be the echo of an earlier attempt of ours that got through: then it is not one. */
async function refusalOf(calls: QuestionCalls, write: PlatformWrite, words: string): Promise<WriteOutcome> {
  const refused = outcome('refused', { code: 'PLATFORM_REFUSED', response: words });
  try {
    const found = await lookUpAnswer(calls, write);
    if (found.outcome === 'sent') return found;
    // Answered already, though nothing is shown: some answer is under review, and whose it is shows later.
    const isHidden = found.outcome === 'absent' && /already|zaten|in review|incele/i.test(words);
    return isHidden || found.outcome === 'unsure' ? { ...refused, outcome: 'unsure' } : refused;
  } catch {
    return refused;
  }
}

function outcomeOfFault(error: unknown): WriteOutcome {
  // Whatever went wrong on our side, it may have gone wrong after the write.
  if (!(error instanceof PlatformFault)) return outcome('unsure', { code: 'UNEXPECTED' });
  const { code, message: response, effect } = error;
  const became = { stop: 'fault', wait: 'deferred', retry: 'deferred', refuse: 'refused', unsure: 'unsure' } as const;
  const until = error.until ? { until: error.until } : {};
  return { ...outcome(became[effect], { code, response }), ...until };
}

/** The same words, and not an older answer with the same words that was another delivery. */
function isOurs({ id, text, creationDate }: WireAnswer, { text: words, takenIds, plannedAt }: PlatformWrite): boolean {
  if (id && takenIds.includes(id)) return false;
  if (creationDate && creationDate < Date.parse(plannedAt) - CLOCK_SKEW) return false;
  return bare(text ?? '') === bare(words ?? '');
}

/** Words alone: platforms change line ends and spaces. */
function bare(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, '');
}

function closedWords({ status, answer }: WireQuestion): string {
  return answer ? 'the question has another answer already' : `the question is ${status} and takes no answer`;
}

function outcome(
  kind: WriteOutcome['outcome'],
  of: Partial<Pick<WriteOutcome, 'id' | 'code' | 'response'>>,
): WriteOutcome {
  return { outcome: kind, id: of.id ?? null, code: of.code ?? null, response: of.response ?? null };
}
