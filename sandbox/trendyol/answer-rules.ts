import type { PlatformAnswer } from '../platform/platform-server.ts';
import { badRequest, refusal } from './refusals.ts';
import type { Question } from './state.ts';

const FEWEST = 10;
const MOST = 2000;

/** The `text` of an answer's body; null when there is none. */
export function textOf(body: Buffer): string | null {
  try {
    const { text } = JSON.parse(body.toString()) as { text?: unknown };
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}

/**
 * Why an answer is refused at once (developers.trendyol.com, "Answering customer questions", error cases); null when it
 * is taken. How characters are counted is not said: by the stricter reading spaces around do not help a short text, and
 * a long one is counted as its UTF-16 units.
 * @param closedStatus status for a question that takes no answer
 */
export function answerRefusal(question: Question, text: string | null, closedStatus: number): PlatformAnswer | null {
  if (text === null || text.trim() === '') return badRequest('answer.empty', 'Lütfen bir cevap girin.');
  if (Array.from(text.trim()).length < FEWEST)
    return badRequest('answer.too.short', `Cevabınız en az ${FEWEST} karakter olmalıdır.`);
  if (text.length > MOST) return badRequest('answer.too.long', `Cevabınız en fazla ${MOST} karakter olabilir.`);
  const closed = closedReason(question);
  return closed && refusal(closedStatus, 'TrendyolBusinessException', closed);
}

function closedReason({ status, inReview, closedBy }: Question): { key: string; message: string } | null {
  if (inReview || status === 'ANSWERED')
    return { key: 'question.already.answered', message: 'Bu soru zaten cevaplandı.' };
  if (status === 'WAITING_FOR_ANSWER') return null;
  if (status !== 'UNANSWERED') return { key: 'question.not.answerable', message: 'Bu soru cevaplanamaz.' };
  return closedBy === 'refusals'
    ? { key: 'forbidden.word.limit.exceeded', message: 'Yasaklı kelime sınırı aşıldığı için soru kapatıldı.' }
    : { key: 'time.limit.exceeded', message: 'Süresi içinde cevaplanmadığı için soru kapatıldı.' };
}
