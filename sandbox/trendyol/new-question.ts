import type { Question, TrendyolState } from './state.ts';

/** What is told of a new question; the rest is made up. */
export type QuestionDraft = Partial<Omit<Question, 'id'>> & Pick<Question, 'sellerId' | 'text'>;

/** A question that nobody has touched, asked now unless the draft says when. Takes `lastQuestionId` as its number. */
export function newQuestion(state: TrendyolState, draft: QuestionDraft, now: number): Question {
  const id = state.lastQuestionId;
  if (!state.sellers.some(({ sellerId }) => sellerId === draft.sellerId))
    throw new Error(`no seller ${draft.sellerId}`);
  if (typeof draft.text !== 'string') throw new Error('a question needs its text');
  const untouched = {
    stage: false,
    status: 'WAITING_FOR_ANSWER',
    creationDate: now,
    lastModifiedDate: draft.creationDate ?? now,
    customerId: 9_000_000 + (id % 1000) * 37,
    userName: 'A** D**',
    showUserName: true,
    public: true,
    productName: 'Pamuklu Tişört',
    productMainId: 'TS-1',
    barcode: '8690000000017',
    imageUrl: 'https://cdn.sample.test/urun/ts-1.jpg',
    webUrl: 'https://magaza.sample.test/urun/ts-1-p-1001',
    answer: null,
    inReview: null,
    rejectedAnswer: null,
    rejectedDate: 0,
    refusals: 0,
    closedBy: null,
    reason: null,
    reportReason: null,
    reportedDate: 0,
  };
  return { ...untouched, ...draft, id };
}
