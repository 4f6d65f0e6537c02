import type { Question } from './state.ts';

const DAY = 24 * 3600 * 1000;
const WEEK = 7 * DAY;
const LONGEST_SPAN = 2 * WEEK;
/** The guide's greatest; the API reference says 200. */
const MOST_PER_PAGE = 50;
/** The API reference's default; the guide says 20. */
const USUAL_PER_PAGE = 10;
const statuses = ['WAITING_FOR_ANSWER', 'ANSWERED', 'REPORTED', 'REJECTED', 'UNANSWERED'];

export interface QuestionPage {
  content: Question[];
  page: number;
  size: number;
  totalElements: number;
  totalPages: number;
}

/**
 * What `questions/filter` finds (developers.trendyol.com, "Getting customer questions" and the API reference). Where
 * the two disagree, or say nothing of a bad value, the stricter reading: it is refused.
 * @param questions those of one seller
 * @param now the platform's time
 * @throws Error saying which parameter is wrong
 */
export function findQuestions(
  questions: readonly Question[],
  query: URLSearchParams,
  { sellerId, now, statusOf }: { sellerId: number; now: number; statusOf: (question: Question) => string },
): QuestionPage {
  if (wholeNumber(query, 'supplierId') !== sellerId) throw new Error('supplierId is not that of the seller');
  const { start, end } = spanOf(query, now);
  const page = wholeNumber(query, 'page') ?? 0;
  const size = wholeNumber(query, 'size') ?? USUAL_PER_PAGE;
  if (size < 1 || size > MOST_PER_PAGE) throw new Error(`size must be between 1 and ${MOST_PER_PAGE}`);
  const status = oneOf(query, 'status', statuses);
  const barcode = query.get('barcode');
  const found = questions
    // Which date the span is of is not documented: that of creation leaves out more.
    .filter(({ creationDate }) => creationDate >= start && creationDate <= end)
    .filter((question) => (!status || statusOf(question) === status) && (!barcode || question.barcode === barcode))
    .toSorted(byOrder(query));
  return {
    content: found.slice(page * size, (page + 1) * size),
    page,
    size,
    totalElements: found.length,
    totalPages: Math.ceil(found.length / size),
  };
}

/** A span of more than two weeks is cut without a word; without dates it is the last week. */
function spanOf(query: URLSearchParams, now: number): { start: number; end: number } {
  const from = wholeNumber(query, 'startDate');
  const to = wholeNumber(query, 'endDate');
  const start = from ?? (to ?? now) - WEEK;
  const end = to ?? (from === null ? now : start + LONGEST_SPAN);
  if (start > end) throw new Error('startDate is after endDate');
  return { start, end: Math.min(end, start + LONGEST_SPAN) };
}

function byOrder(query: URLSearchParams): (one: Question, other: Question) => number {
  const field = oneOf(query, 'orderByField', ['CreatedDate', 'LastModifiedDate']);
  const direction = oneOf(query, 'orderByDirection', ['ASC', 'DESC']) === 'ASC' ? 1 : -1;
  const date = (question: Question): number =>
    field === 'LastModifiedDate' ? question.lastModifiedDate : question.creationDate;
  return (one, other) => direction * (date(one) - date(other) || one.id - other.id);
}

function wholeNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${name} is not a number`);
  return Number(text);
}

function oneOf(query: URLSearchParams, name: string, values: readonly string[]): string | null {
  const value = query.get(name);
  if (value !== null && !values.includes(value)) throw new Error(`${name} must be one of ${values.join(', ')}`);
  return value;
}
