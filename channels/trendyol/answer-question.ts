import type { LookedUp, PlatformWrite, WriteOutcome } from '../../domain/platform/platform-write.ts';
import { parseJson } from '../parse-json.ts';
import type { PlatformResponse } from '../platform-http.ts';
import { refused, sent, unsure } from '../write-outcome.ts';
import type { QuestionCalls } from './question-calls.ts';
import { platformWords } from './trendyol-fault.ts';
import { wireQuestion, type WireAnswer, type WireQuestion } from './wire-question.schema.ts';

/** So much may the platform's clock be behind ours. */
const CLOCK_SKEW = 5 * 60_000;
/** A question in one of these, without an answer of ours, was not answered by us and takes no answer any more. */
const closed = new Set(['ANSWERED', 'REPORTED', 'REJECTED', 'UNANSWERED']);

/**
 * Answers a question. `sent` means that it was taken for review, not that it is shown
 * (developers.trendyol.com, “Answering customer questions”).
 * @throws PlatformFault
 */
export async function answerQuestion(
  calls: QuestionCalls,
  write: PlatformWrite,
  attempt: { deadline: number; signal: AbortSignal },
): Promise<WriteOutcome> {
  if ((write.act !== 'answer' && write.act !== 'reply') || write.text === null)
    return refused('a question takes an answer, nothing else', 'ANSWER_NOT_ALLOWED');
  const response = await calls.answer(write.itemId, write.text, attempt);
  if (response.status >= 200 && response.status <= 299) return taken(response);
  const fault = calls.faultOf(response);
  // A gateway may give up on what is done behind it all the same.
  if (fault.effect === 'retry') return unsure(fault.message, fault.code);
  if (fault.effect !== 'refuse') throw fault;
  return refusalOf(calls, write, platformWords(response));
}

/** Whether an earlier attempt arrived. @throws PlatformFault when the platform cannot be asked */
export async function lookUpAnswer(calls: QuestionCalls, write: PlatformWrite): Promise<LookedUp> {
  const read = wireQuestion.safeParse(await calls.question(write.itemId));
  if (!read.success) return unsure('the question cannot be read');
  const question = read.data;
  const { answer, rejectedAnswer, status } = question;
  const ours = [answer, rejectedAnswer].find((one) => one && isOurs(one, write));
  if (ours) return sent(ours.id ?? null);
  if (answer || closed.has(status)) return refused(closedWords(question));
  if (status === 'WAITING_FOR_ANSWER') return { outcome: 'absent' };
  return unsure(`the question is ${status}, and no answer is shown`);
}

function taken({ text }: PlatformResponse): WriteOutcome {
  const { answerId } = Object(parseJson(text)) as { answerId?: unknown };
  if (typeof answerId === 'number' || (typeof answerId === 'string' && answerId !== '')) return sent(String(answerId));
  return unsure('the answer to it cannot be read', 'PLATFORM_UNREADABLE');
}

/** A refusal may be the echo of an earlier attempt of ours that got through: then it is not one. */
async function refusalOf(calls: QuestionCalls, write: PlatformWrite, words: string): Promise<WriteOutcome> {
  const refusal = refused(words);
  try {
    const found = await lookUpAnswer(calls, write);
    if (found.outcome === 'sent') return found;
    // Answered already, though nothing is shown: some answer is under review, and whose it is shows later.
    const isHidden = found.outcome === 'absent' && /already|zaten|in review|incele/i.test(words);
    return isHidden || found.outcome === 'unsure' ? unsure(words, refusal.code) : refusal;
  } catch {
    return refusal;
  }
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
