import { brokenAnswer } from '../platform/broken-answer.ts';
import type { FaultBoard } from '../platform/fault-board.ts';
import type { PlatformAnswer, PlatformRequest, PlatformRoute } from '../platform/platform-server.ts';
import { answerRefusal, textOf } from './answer-rules.ts';
import type { TrendyolFaults } from './faults.ts';
import { Gate, type Endpoint } from './gate.ts';
import type { QuestionBook } from './question-book.ts';
import { findQuestions } from './question-query.ts';
import { badRequest, refusal } from './refusals.ts';
import type { Question, SellerAccount } from './state.ts';
import { shownStatus, wireQuestion } from './wire-question.ts';

const base = '^/integration/qna/sellers/([^/]+)/questions';

const paths: Record<Endpoint, { method: string; path: RegExp }> = {
  list: { method: 'GET', path: new RegExp(`${base}/filter$`) },
  question: { method: 'GET', path: new RegExp(`${base}/([^/]+)$`) },
  answers: { method: 'POST', path: new RegExp(`${base}/([^/]+)/answers$`) },
};

export interface Environment {
  book: QuestionBook;
  faults: FaultBoard<TrendyolFaults>;
  /** The stage: keys and questions of its own, and only registered addresses may call. */
  isStage: boolean;
}

type Run = (request: PlatformRequest, seller: SellerAccount) => PlatformAnswer;

/** The three paths of the Q&A integration (developers.trendyol.com, "Getting" and "Answering customer questions"). */
export function trendyolRoutes(environment: Environment): PlatformRoute[] {
  const { book, faults } = environment;
  const gate = new Gate(book, environment);
  const route = (endpoint: Endpoint, run: Run): PlatformRoute => {
    const guarded = (request: PlatformRequest): PlatformAnswer => {
      book.settle();
      const admitted = gate.admit(request, endpoint);
      return 'sellerId' in admitted ? run(request, admitted) : admitted;
    };
    return [paths[endpoint].method, paths[endpoint].path, guarded];
  };
  const read = (right: () => PlatformAnswer): PlatformAnswer => answerRead(faults, right);
  return [
    route('list', (request, seller) => read(() => list(environment, request, seller))),
    route('question', (request, seller) =>
      read(() =>
        withQuestion(environment, { request, seller }, (question) => ({
          body: wireQuestion(question, faults.now.reviewShows),
        })),
      ),
    ),
    route('answers', (request, seller) =>
      withQuestion(environment, { request, seller }, (question) => answer(environment, question, request)),
    ),
  ];
}

/** A path the platform has, called with another method, is 405; any other is 404. */
export function unknownPath({ url }: PlatformRequest): PlatformAnswer {
  const isKnown = Object.values(paths).some(({ path }) => path.test(url.pathname));
  return isKnown
    ? refusal(405, 'MethodNotAllowedException', { key: 'method.not.allowed', message: 'Method not allowed' })
    : refusal(404, 'NotFoundException', { key: 'not.found', message: 'Not found' });
}

function list({ book, faults, isStage }: Environment, { url }: PlatformRequest, seller: SellerAccount): PlatformAnswer {
  const { reviewShows } = faults.now;
  const { sellerId } = seller;
  const own = book.questions().filter((each) => each.sellerId === sellerId && each.stage === isStage);
  try {
    const statusOf = (question: Question): string => shownStatus(question, reviewShows);
    const page = findQuestions(own, url.searchParams, { sellerId, now: book.now(), statusOf });
    return { body: { ...page, content: page.content.map((question) => wireQuestion(question, reviewShows)) } };
  } catch (error) {
    return badRequest('invalid.parameter', (error as Error).message);
  }
}

function withQuestion(
  { book, isStage }: Environment,
  { request, seller }: { request: PlatformRequest; seller: SellerAccount },
  run: (question: Question) => PlatformAnswer,
): PlatformAnswer {
  const id = request.parts[1] ?? '';
  if (!/^\d+$/.test(id)) return badRequest('invalid.parameter', 'id is not a number');
  const question = book.find(Number(id));
  return question && question.sellerId === seller.sellerId && question.stage === isStage
    ? run(question)
    : refusal(404, 'NotFoundException', { key: 'question.not.found', message: 'Question not found' });
}

function answer({ book, faults }: Environment, question: Question, request: PlatformRequest): PlatformAnswer {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return refusal(415, 'UnsupportedMediaTypeException', { key: 'unsupported.media.type', message: 'Send JSON' });
  const text = textOf(request.body);
  const refused = answerRefusal(question, text, faults.now.closedStatus);
  if (refused) return refused;
  const take = (): PlatformAnswer => ({ body: { answerId: book.take(question, text ?? '') } });
  if (!faults.take('afterWrite')) return take();
  const { afterWrite } = faults.now;
  return brokenAnswer(afterWrite.accepted ? take() : serverError(), afterWrite);
}

function answerRead(faults: FaultBoard<TrendyolFaults>, right: () => PlatformAnswer): PlatformAnswer {
  if (!faults.take('reads')) return right();
  const { answer: kind, delayMilliseconds } = faults.now.reads;
  if (kind === 'serverError') return { ...serverError(), delayMilliseconds };
  return brokenAnswer(right(), { answer: kind, delayMilliseconds });
}

function serverError(): PlatformAnswer {
  return refusal(500, 'TrendyolSystemException', { key: 'system.error', message: 'An unexpected error occurred' });
}
