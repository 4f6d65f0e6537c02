import type { GivenAnswer, Question } from './state.ts';

/** A question as the platform gives it out (developers.trendyol.com, "Getting customer questions", sample answer). */
export function wireQuestion(question: Question, reviewShows: string): Record<string, unknown> {
  const { inReview } = question;
  const answer = question.answer ?? (inReview && reviewShows !== 'nothing' ? inReview : null);
  return {
    id: question.id,
    text: question.text,
    status: shownStatus(question, reviewShows),
    creationDate: question.creationDate,
    customerId: question.customerId,
    userName: question.userName,
    showUserName: question.showUserName,
    public: question.public,
    productName: question.productName,
    productMainId: question.productMainId,
    imageUrl: question.imageUrl,
    webUrl: question.webUrl,
    answer: answer && wireAnswer(answer),
    answeredDateMessage: question.answer ? answeredMessage(question, question.answer) : '',
    reason: question.reason,
    rejectedAnswer: question.rejectedAnswer,
    rejectedDate: question.rejectedDate,
    reportReason: question.reportReason,
    reportedDate: question.reportedDate,
  };
}

/** The status that is given out; while an answer is under review it depends on a switch. */
export function shownStatus({ inReview, status }: Question, reviewShows: string): string {
  return inReview && reviewShows === 'approve' ? 'WAITING_FOR_APPROVE' : status;
}

function wireAnswer({ id, text, creationDate, hasPrivateInfo, reason }: GivenAnswer): GivenAnswer {
  return { creationDate, hasPrivateInfo, id, reason, text };
}

function answeredMessage(question: Question, answer: GivenAnswer): string {
  const hours = Math.ceil((answer.creationDate - question.creationDate) / 3_600_000);
  return hours > 24
    ? `${Math.ceil(hours / 24)} gün içinde cevaplandı.`
    : `${Math.max(hours, 1)} saat içinde cevaplandı.`;
}
