import type { PlatformRequest, PlatformRoute } from '../platform/platform-server.ts';
import { newKeys } from './accounts.ts';
import type { QuestionDraft } from './new-question.ts';
import type { QuestionBook } from './question-book.ts';
import type { Question, SellerAccount, Settings } from './state.ts';

/** Acts as customers, as the seller panel and as the platform; a wrong call is a 400 that says why. */
export function adminRoutes(book: QuestionBook): PlatformRoute[] {
  return [
    ...questionRoutes(book),
    ...platformRoutes(book),
    [
      'POST',
      /^\/sandbox\/sellers\/(\d+)$/,
      (request) => {
        const seller = book.state.sellers.find(({ sellerId }) => String(sellerId) === request.parts[0]);
        if (!seller) throw new Error('no such seller');
        const { keysRevoked, newKeys: renew } = read<{ keysRevoked?: boolean; newKeys?: boolean }>(request);
        const keys: Partial<SellerAccount> = renew ? { keys: newKeys(), stageKeys: newKeys() } : {};
        Object.assign(seller, keys, { keysRevoked: keysRevoked ?? (renew ? false : seller.keysRevoked) });
        book.save();
        return { body: seller };
      },
    ],
  ];
}

function questionRoutes(book: QuestionBook): PlatformRoute[] {
  const one = /^\/sandbox\/questions\/(\d+)$/;
  const part = (name: string): RegExp => new RegExp(`^/sandbox/questions/(\\d+)/${name}$`);
  return [
    ['GET', /^\/sandbox\/questions$/, () => ({ body: settled(book) })],
    ['POST', /^\/sandbox\/questions$/, (request) => ({ body: { ids: book.add(drafts(request)) } })],
    ['GET', one, (request) => ({ body: named(book, request) })],
    [
      'POST',
      one,
      (request) => {
        const question = named(book, request);
        const { id: _id, ...changes } = read<Partial<Question>>(request);
        book.change(question, changes);
        return { body: question };
      },
    ],
    [
      'DELETE',
      one,
      (request) => {
        const question = named(book, request);
        book.remove(question);
        return { body: question };
      },
    ],
    ['POST', part('follow-up'), (request) => ({ body: { ids: book.add([followUp(named(book, request), request)]) } })],
    [
      'POST',
      part('review'),
      (request) => {
        const question = named(book, request);
        book.decide(question, read<{ refusal: string | null }>(request).refusal);
        return { body: question };
      },
    ],
    [
      'POST',
      part('panel-answer'),
      (request) => {
        const question = named(book, request);
        book.answerInPanel(question, read<{ text: string }>(request).text);
        return { body: question };
      },
    ],
  ];
}

function platformRoutes(book: QuestionBook): PlatformRoute[] {
  const state = (): { body: unknown } => ({ body: { ...book.state, now: book.now() } });
  return [
    ['GET', /^\/sandbox\/state$/, state],
    [
      'POST',
      /^\/sandbox\/clock$/,
      (request) => {
        const { aheadMilliseconds, advanceMilliseconds = 0 } = read<Record<string, number | undefined>>(request);
        book.state.clockAheadMilliseconds =
          (aheadMilliseconds ?? book.state.clockAheadMilliseconds) + advanceMilliseconds;
        book.save();
        return state();
      },
    ],
    [
      'POST',
      /^\/sandbox\/settings$/,
      (request) => {
        Object.assign(book.state.settings, read<Partial<Settings>>(request));
        book.save();
        return state();
      },
    ],
    [
      'POST',
      /^\/sandbox\/stage$/,
      (request) => {
        book.state.stageAddressRegistered = read<{ addressRegistered: boolean }>(request).addressRegistered;
        book.save();
        return state();
      },
    ],
  ];
}

/** A customer cannot write under an answer: what they ask next is a question of its own, about the same product. */
function followUp(asked: Question, request: PlatformRequest): QuestionDraft {
  const { sellerId, stage, customerId, userName, showUserName } = asked;
  const { productName, productMainId, barcode, imageUrl, webUrl } = asked;
  const same = { sellerId, stage, customerId, userName, showUserName, productName, productMainId, barcode };
  return { ...same, imageUrl, webUrl, public: asked.public, text: read<{ text: string }>(request).text };
}

function settled(book: QuestionBook): Question[] {
  book.settle();
  return book.questions();
}

function named(book: QuestionBook, { parts }: PlatformRequest): Question {
  book.settle();
  const question = book.find(Number(parts[0]));
  if (!question) throw new Error(`no question ${parts[0]}`);
  return question;
}

/** One question, or many as `{"questions": [...]}`. */
function drafts(request: PlatformRequest): QuestionDraft[] {
  const body = read<QuestionDraft | { questions: QuestionDraft[] }>(request);
  return 'questions' in body ? body.questions : [body];
}

function read<Body>({ body }: PlatformRequest): Body {
  return JSON.parse(body.toString()) as Body;
}
