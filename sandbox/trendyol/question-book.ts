import type { FaultBoard } from '../platform/fault-board.ts';
import type { StateFile } from '../platform/state-file.ts';
import type { WriteLog } from '../platform/write-log.ts';
import { hasContactDetails, reviewRefusal } from './answer-review.ts';
import { isOverdue } from './business-days.ts';
import type { TrendyolFaults } from './faults.ts';
import { newQuestion, type QuestionDraft } from './new-question.ts';
import type { QuestionFile } from './question-file.ts';
import type { GivenAnswer, Question, TrendyolState } from './state.ts';

export interface QuestionBookParts {
  file: StateFile<TrendyolState>;
  questions: QuestionFile;
  faults: FaultBoard<TrendyolFaults>;
  writes: WriteLog;
}

/** The questions and what befalls them: answers, reviews, deadlines. All of it is kept before anything is answered. */
export class QuestionBook {
  readonly #parts: QuestionBookParts;

  constructor(parts: QuestionBookParts) {
    this.#parts = parts;
  }

  get state(): TrendyolState {
    return this.#parts.file.value;
  }

  /** Keeps the state; questions are kept with each change. */
  save(): void {
    this.#parts.file.save();
  }

  questions(): Question[] {
    return [...this.#parts.questions.all.values()];
  }

  /** The platform's time. */
  now(): number {
    return Date.now() + this.state.clockAheadMilliseconds;
  }

  add(drafts: readonly QuestionDraft[]): number[] {
    const questions = drafts.map((draft) => {
      this.state.lastQuestionId += 1;
      return newQuestion(this.state, draft, this.now());
    });
    this.save();
    this.#parts.questions.keep(questions);
    return questions.map(({ id }) => id);
  }

  find(id: number): Question | null {
    return this.#parts.questions.all.get(id) ?? null;
  }

  /** Changes a question, which dates it anew. */
  change(question: Question, changes: Partial<Question>): void {
    Object.assign(question, changes, { lastModifiedDate: this.now() });
    this.#parts.questions.keep([question]);
  }

  remove({ id }: Question): void {
    this.#parts.questions.remove(id);
  }

  /** Lets happen what has become due: reviews first, then deadlines. To be called before anything is looked at. */
  settle(): void {
    const now = this.now();
    const { reviewMilliseconds } = this.state.settings;
    for (const question of this.#parts.questions.all.values()) {
      const { inReview, status, creationDate } = question;
      if (inReview && reviewMilliseconds !== null && inReview.creationDate + reviewMilliseconds <= now)
        this.decide(question, this.#reviewOf(inReview));
      else if (status === 'WAITING_FOR_ANSWER' && !inReview && isOverdue(creationDate, now))
        this.change(question, { status: 'UNANSWERED', closedBy: 'time' });
    }
  }

  /** Takes an answer for review, and writes it in the log. @returns its id */
  take(question: Question, text: string): number {
    const id = this.#nextAnswerId();
    const inReview = { id, text, creationDate: this.now(), hasPrivateInfo: hasContactDetails(text), reason: null };
    this.change(question, { inReview });
    this.#parts.writes.add({ kind: 'answer', target: String(question.id), id: String(id), text });
    return id;
  }

  /** Ends a review. @param refusal why the answer is refused; null publishes it */
  decide(question: Question, refusal: string | null): void {
    const { inReview } = question;
    if (!inReview) throw new Error(`question ${question.id} has no answer under review`);
    if (refusal === null) this.#publish(question, inReview);
    else this.#refuse(question, { ...inReview, reason: refusal });
  }

  /** Somebody answers in the seller panel: published at once, and not in the log of what came by the API. */
  answerInPanel(question: Question, text: string): void {
    const id = this.#nextAnswerId();
    this.#publish(question, { id, text, creationDate: this.now(), hasPrivateInfo: false, reason: null });
  }

  #reviewOf({ text }: GivenAnswer): string | null {
    const { faults } = this.#parts;
    if (faults.take('refuseReviews')) return faults.now.refuseReviews.reason;
    return reviewRefusal(text, this.state.settings.forbiddenWords);
  }

  #publish(question: Question, answer: GivenAnswer): void {
    this.change(question, { status: 'ANSWERED', answer, inReview: null });
  }

  /** Back to waiting; after several refusals closed for good ("Answering customer questions"; how many is not said). */
  #refuse(question: Question, { id, text, creationDate, reason }: GivenAnswer): void {
    const refusals = question.refusals + 1;
    const isClosed = refusals >= this.state.settings.refusalsUntilClosed;
    const changes: Partial<Question> = {
      ...(isClosed ? { status: 'UNANSWERED', closedBy: 'refusals' } : { status: 'WAITING_FOR_ANSWER' }),
      inReview: null,
      rejectedAnswer: { creationDate, id, reason: reason ?? '', text },
      rejectedDate: this.now(),
      refusals,
    };
    this.change(question, changes);
  }

  #nextAnswerId(): number {
    this.state.lastAnswerId += 1;
    this.save();
    return this.state.lastAnswerId;
  }
}
