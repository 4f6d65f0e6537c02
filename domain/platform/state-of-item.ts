import type { PlatformItem } from './platform-item.ts';
import type { PlatformState } from './platform-state.ts';

export const PRIVATE_REPLY_MILLISECONDS = 7 * 86_400_000;

/**
 * What a ticket knows of a comment or question when it arrives. A comment takes one private reply within seven days of
 * being written (docs/platforms.md §1, §2), a question none.
 * @param answerBy the last moment to answer it, for questions
 */
export function stateOfItem(item: PlatformItem, answerBy: string | null): PlatformState {
  const isQuestion = item.status !== null;
  const isPublished = item.answer?.state === 'published';
  return {
    rootId: item.parentId ?? item.id,
    itemId: item.id,
    place: item.place,
    isHidden: item.isHidden,
    isRemoved: false,
    status: item.status,
    answer: item.answer?.state ?? 'none',
    privateReply: isQuestion || item.canReplyPrivately === false ? null : { until: sevenDaysAfter(item), usedAt: null },
    answerBy: isQuestion && !isPublished ? answerBy : null,
  };
}

function sevenDaysAfter({ writtenAt }: PlatformItem): string {
  return new Date(Date.parse(writtenAt) + PRIVATE_REPLY_MILLISECONDS).toISOString();
}
