import type { Place } from './platform-item.ts';

/** What a ticket knows of the comment or question it came from. Folded from its events; times are ISO in UTC. */
export interface PlatformState {
  /** What an answer in public goes under: the top-level comment, the question, the response. */
  rootId: string;
  /** The customer's newest item: what a private reply goes to, and what is hidden, shown or removed. */
  itemId: string;
  place: Place | null;
  isHidden: boolean;
  isRemoved: boolean;
  /** A question's status in the platform's own word; null for comments. */
  status: string | null;
  /** How far an answer to a question is; `none` for comments. */
  answer: 'none' | 'in-review' | 'published' | 'refused';
  /** The one private reply to `itemId`; null where the channel has none. */
  privateReply: { until: string; usedAt: string | null } | null;
  /** When the platform takes no answer any more; null where it always does. */
  answerBy: string | null;
}
