import type { PlatformAnswer, PlatformItem, PlatformNews } from '../../domain/platform/platform-item.ts';
import { unreadableNews } from '../unreadable-news.ts';
import { wireQuestion, type WireAnswer, type WireQuestion } from './wire-question.schema.ts';

/** What one question of a listing tells; one of a shape that nobody knows is parked as it came. */
export function questionNews(told: unknown): PlatformNews {
  const read = readQuestion(told);
  if ('item' in read) return { kind: 'item', item: read.item };
  return unreadableNews(JSON.stringify(told), read.problem);
}

/** A question as the desk keeps it, or what is wrong with it. */
export function readQuestion(told: unknown): { item: PlatformItem } | { problem: string } {
  const read = wireQuestion.safeParse(told);
  if (!read.success) {
    const wrong = read.error.issues.map(({ path }) => path.join('.') || 'the whole');
    return { problem: `a question of unknown shape: ${[...new Set(wrong)].join(', ')}` };
  }
  return { item: itemOf(read.data, told) };
}

function itemOf(question: WireQuestion, told: unknown): PlatformItem {
  const { customerId, showUserName, userName } = question;
  return {
    id: question.id,
    parentId: null,
    place: placeOf(question),
    // A name that is not to be shown is not kept either.
    author: { id: customerId ?? null, handle: null, name: (showUserName === true && userName) || null },
    isOwn: false,
    text: question.text ?? '',
    writtenAt: new Date(question.creationDate).toISOString(),
    editedAt: null,
    isHidden: false,
    canReplyPrivately: null,
    status: question.status,
    answer: answerOf(question),
    raw: JSON.stringify(told),
  };
}

/** An index takes no more. */
const LONGEST_PLACE_ID = 500;

function placeOf({ productMainId, productName, webUrl }: WireQuestion): PlatformItem['place'] {
  const id = productMainId || webUrl || productName;
  return id
    ? { id: id.slice(0, LONGEST_PLACE_ID).toWellFormed(), title: productName || null, url: webUrl || null }
    : null;
}

/** An answer that is there goes before one that was refused earlier. */
function answerOf({ status, answer, rejectedAnswer, reason }: WireQuestion): PlatformAnswer | null {
  if (answer) return told(answer, status === 'ANSWERED' ? 'published' : 'in-review', null);
  if (rejectedAnswer) return told(rejectedAnswer, 'refused', rejectedAnswer.reason || reason || null);
  return null;
}

function told(answer: WireAnswer, state: PlatformAnswer['state'], reason: string | null): PlatformAnswer {
  return { id: answer.id ?? null, state, text: answer.text ?? '', reason };
}
